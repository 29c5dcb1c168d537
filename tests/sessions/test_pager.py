"""Which pager is started, and what it reads."""

from pathlib import Path

import pytest

from fargate_tui.sessions.pager import pager_of, paging


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A PATH on which there is a pager called `most`, and no other."""
    (tmp_path / "most").write_text("#!/bin/sh\n")
    (tmp_path / "most").chmod(0o755)
    return tmp_path


def test_the_setting_comes_before_the_variable(machine: Path) -> None:
    there = {"PATH": str(machine)}
    assert pager_of({**there, "PAGER": "most -s"}) == ("most", "-s")
    assert pager_of({**there, "PAGER": "nope"}, "most -w") == ("most", "-w")


@pytest.mark.parametrize(("has", "taken"), [(("less", "more"), ("less", "-R")), (("more",), ("more",))])
def test_without_a_choice_it_is_less_or_more(tmp_path: Path, has: tuple[str, ...], taken: tuple[str, ...]) -> None:
    for name in has:
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    assert pager_of({"PATH": str(tmp_path), "PAGER": " "}) == taken


@pytest.mark.parametrize(
    ("environment", "setting", "said"),
    [
        ({"PAGER": "nope -R"}, None, r"there is no program 'nope', which \$PAGER names"),
        ({"PAGER": "most"}, "nope", "there is no program 'nope', which the setting pager names"),
        ({}, "most '", "the setting pager cannot be understood: no closing quotation"),
        ({}, None, r"there is neither less nor more: name a pager in the setting pager, or in \$PAGER"),
    ],
)
def test_a_pager_that_is_not_there_is_named_with_what_named_it(
    machine: Path, environment: dict[str, str], setting: str | None, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        pager_of({"PATH": str(machine), **environment}, setting)


def test_a_text_goes_in_pieces_and_what_is_not_utf_8_is_replaced() -> None:
    child = paging(("less",), "a log", lambda: (f"{n}\ud800" for n in range(2500)))
    assert child.fed is not None
    pieces = list(child.fed())
    assert len(pieces) == 3
    assert b"".join(pieces).splitlines()[2499] == b"2499?"
