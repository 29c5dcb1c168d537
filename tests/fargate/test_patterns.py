"""What a person types between slashes warns nobody."""

import re
import warnings
from collections.abc import Callable

import pytest

from fargate_tui.columns.filter import parse
from fargate_tui.fargate.logs.filters import wanted
from fargate_tui.widgets.log_words import marker

ODD = "/[[a]/"
"""Python warns that it may mean something else one day."""


@pytest.mark.parametrize("read", [wanted, marker, lambda text: parse(text, ())])
def test_an_odd_pattern_warns_nobody(read: Callable[[str], object]) -> None:
    re.purge()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read(ODD) is not None
