"""The man page is made from the options, and nothing in it is more than a man page may have."""

import re
import shutil
import subprocess

import pytest

from fargate_tui.cli import COMMANDS, parser
from tests.man_page import PAGE, man_page


def test_it_is_made_from_the_options() -> None:
    assert PAGE.read_text("utf-8") == man_page(), "run `make docs`"


def test_it_names_every_option_and_every_command() -> None:
    said = man_page().replace("\\-", "-")
    options = {name for action in parser()._actions for name in action.option_strings}
    assert not [name for name in options if rf"\fB{name}\fR" not in said]
    assert not [word for word in COMMANDS if f".SS {word}\n" not in said]


def test_no_line_means_something_to_roff_that_was_not_meant() -> None:
    known = {".TH", ".SH", ".SS", ".TP", ".PP", ".nf", ".fi", '.\\"'}
    macros = [line.split()[0] for line in man_page().splitlines() if line.startswith((".", "'"))]
    assert set(macros) <= known
    assert not re.search(r"\\(?![-e&\"fBIR])", man_page())


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_groff_has_nothing_to_say_of_it() -> None:
    command = ["groff", "-man", "-ww", "-Tutf8", "-Kutf8", str(PAGE)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert not done.stderr
    assert "watch and run AWS Fargate from the keyboard" in re.sub(r"\x1b\[[0-9;]*m|.\x08", "", done.stdout)
