"""The four forms in which creations are handed over."""

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from fargate_tui.fargate.drafts.as_code.bash import bash
from fargate_tui.fargate.drafts.as_code.cloudformation import cloudformation
from fargate_tui.fargate.drafts.as_code.documents import documents_text
from fargate_tui.fargate.drafts.as_code.terraform import terraform
from fargate_tui.fargate.drafts.creations import Creation


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """One of them."""

    id: str
    title: str
    ending: str
    """Of a file that it is saved to: ``.sh``."""
    write: Callable[[Sequence[Creation], str], str]
    """The text, from creations and a Region, which may be empty."""


FORMS: Final = (
    Form(id="cli", title="AWS CLI", ending=".sh", write=lambda creations, region: bash(creations, region=region)),
    Form(id="json", title="CLI-input JSON", ending=".json", write=lambda creations, _: documents_text(creations)),
    Form(
        id="cloudformation",
        title="CloudFormation",
        ending=".yaml",
        write=lambda creations, region: cloudformation(creations, region=region),
    ),
    Form(
        id="terraform",
        title="Terraform",
        ending=".tf",
        write=lambda creations, region: terraform(creations, region=region),
    ),
)
