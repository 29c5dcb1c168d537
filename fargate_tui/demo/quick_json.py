"""Reading the SDK's big JSON models quickly: half of moto's start is the standard library parsing them."""

import json
from types import ModuleType
from typing import Any

import msgspec


class _Json(ModuleType):
    """The json module with another ``loads``; order is kept, as dicts keep it."""

    @staticmethod
    def loads(text: str | bytes, **_: object) -> Any:
        return msgspec.json.decode(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(json, name)


def read_models_quickly() -> None:
    """Let botocore's loader and moto's use msgspec (0.9 s → 0.2 s for EC2, ELB, IAM and what moto needs of boto3)."""
    import botocore.loaders
    import moto.utilities.utils

    quick = _Json("json")
    for module in (botocore.loaders, moto.utilities.utils):
        vars(module)["json"] = quick
