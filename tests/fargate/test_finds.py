"""What a piece of text names."""

import msgspec
import pytest

from fargate_tui.fargate.finds import matched_in, sought
from fargate_tui.fargate.records import Container
from tests.live.small_aws import task

DIGEST = "sha256:cc1268e480b4f00d"
IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:v1.24.0"
ONE = msgspec.structs.replace(
    task(0x11), containers=(Container(name="api", image=IMAGE, image_digest=DIGEST),)
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "kind", "is_one"),
    [
        ("10.0.0.17", "address", True),
        ("10.0.", "address", False),
        ("eni-0123456789abcdef0", "interface", True),
        ("eni-01", "interface", False),
        ("c02a11d8", "id", False),
        (f"{17:032x}", "id", True),
        ("sha256:cc12", "digest", False),
        ("web:v1.24.0", "name", False),
        ("1.24.0", "name", False),
        ("checkout", "name", False),
        (" EU-West ", "name", False),
        (ONE.task_arn, "id", True),
    ],
)
def test_what_a_text_can_be(typed: str, kind: str, is_one: bool) -> None:
    what = sought(typed)
    assert (what.kind, what.is_one) == (kind, is_one)


@pytest.mark.parametrize(
    ("typed", "matched"),
    [
        ("10.0.0.17", "private IP 10.0.0.17"),
        ("10.0.0.1", ""),
        ("10.0.0.", "private IP 10.0.0.17"),
        ("54.12.8.3", "public IP 54.12.8.3"),
        ("eni-00000011", "interface eni-00000011"),
        ("eni-00000012", ""),
        (f"{17:032x}", f"id {17:032x}"),
        ("sha256:cc1268", f"digest {DIGEST}"),
        ("cc1268e480b4", f"digest {DIGEST}"),
        ("v1.24.0", f"image {IMAGE}"),
        ("V1.24", f"image {IMAGE}"),
        ("0.0.17", "privateIPv4Address 10.0.0.17"),
        ("web:7", "task definition web:7"),
        ("nothing of it", ""),
    ],
)
def test_what_of_a_task_it_is(typed: str, matched: str) -> None:
    assert matched_in(ONE, sought(typed), "54.12.8.3") == matched
