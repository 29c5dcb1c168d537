"""A page of a wizard: filled in, chosen from, told what is wrong, at a small cost for each key."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from fargate_tui.fargate.drafts.fields import Kind
from fargate_tui.widgets.choice_list import Candidate
from fargate_tui.widgets.form_fields import FormField, matching, taking, typed_part
from fargate_tui.widgets.lines import Span
from fargate_tui.widgets.wizard_form import WizardForm
from tests.widgets.terminal_app import TerminalApp

SUBNETS = tuple(Candidate(f"subnet-{number:02}", f"us-east-1{'ab'[number % 2]}") for number in range(12))
LAUNCH = (Candidate("FARGATE", "on demand"), Candidate("strategy", "capacity providers"))
NAME = FormField("name", "name", hint="letters, digits, - _", heading="service")
FIELDS = (
    NAME,
    FormField("launch", "launch type", kind="choice", choices=LAUNCH),
    FormField("subnets", "subnets", kind="many", choices=SUBNETS),
    FormField("environment", "environment", kind="list", hint="NAME=value", mask=lambda text: f"{text[:2]}••"),
)
VALUES = ("web", "FARGATE", "", "")


class Page:
    """A form in an app that takes every answer, as a draft would."""

    def __init__(self, fields: Sequence[FormField] = FIELDS, values: Sequence[str] = VALUES) -> None:
        self.form = WizardForm(self.put)
        self.app = TerminalApp(self.form)
        self.fields, self.values = tuple(fields), list(values)
        self.heard: list[str] = []

    def hook(self, message: object) -> None:
        name = type(message).__name__
        if isinstance(message, WizardForm.Left | WizardForm.Finished) and name not in self.heard:
            self.heard.append(name)

    def put(self, field: str, value: str) -> None:
        place = next(place for place, each in enumerate(self.fields) if each.id == field)
        if self.values[place] != value:
            self.values[place] = value
            self.form.update_fields(self.fields, self.values)

    async def open(self, pilot: Pilot[None]) -> None:
        await pilot.pause()
        self.form.show(self.fields, self.values)
        self.form.focus()
        await pilot.pause()

    def here(self) -> str:
        """The line with the cursor."""
        return next((line for line in self.app.lines() if line.startswith(" ›")), "")


async def test_arrows_go_from_field_to_field_and_what_is_typed_is_told_at_once() -> None:
    page = Page()
    async with page.app.run_test(size=(80, 24), message_hook=page.hook) as pilot:
        await page.open(pilot)
        assert page.here().split() == ["›", "name", "web"]
        await pilot.press("minus", "2", "down")
        await pilot.pause()
        assert page.values[0] == "web-2"
        assert page.here().split() == ["›", "launch", "type", "‹", "FARGATE", "›", "on", "demand"]
        await pilot.press("right", "up", "up")
        await pilot.pause()
        assert page.values[1] == "strategy"
        assert "environment" in page.here(), "from the first field up is the last"


async def test_enter_opens_the_choices_and_takes_one() -> None:
    page = Page()
    async with page.app.run_test(size=(80, 24), message_hook=page.hook) as pilot:
        await page.open(pilot)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert page.here().endswith("FARGATE ›  on demand")
        assert [line.split()[0] for line in page.app.lines()[3:5]] == ["›", "strategy"]
        await pilot.press("down", "enter")
        await pilot.pause()
        assert page.values[1] == "strategy"
        assert not page.form.is_choosing
        assert "subnets" in page.here(), "and on to the next field"


async def test_esc_closes_the_choices_before_it_leaves_the_page() -> None:
    page = Page()
    async with page.app.run_test(size=(80, 24), message_hook=page.hook) as pilot:
        await page.open(pilot)
        await pilot.press("down", "enter", "escape")
        await pilot.pause()
        assert (page.heard, page.form.is_choosing) == ([], False)
        await pilot.press("escape")
        await pilot.pause()
        assert page.heard == ["Left"]


async def test_several_are_put_in_and_taken_out_and_typing_narrows_them_down() -> None:
    page = Page()
    async with page.app.run_test(size=(80, 24), message_hook=page.hook) as pilot:
        await page.open(pilot)
        await pilot.press("down", "down", "enter", "enter", "down", "enter", "up", "enter")
        await pilot.pause()
        assert page.values[2] == "subnet-01"
        await pilot.press("escape", *" 11")
        await pilot.pause()
        assert [line.split()[0] for line in page.app.lines() if "us-east" in line] == ["subnet-11"]
        await pilot.press("down", "enter")
        await pilot.pause()
        assert page.values[2] == "subnet-01 subnet-11"


async def test_a_list_has_one_item_a_line() -> None:
    page = Page()
    async with page.app.run_test(size=(80, 24), message_hook=page.hook) as pilot:
        await page.open(pilot)
        await pilot.press("up", *"A=1", "enter", *"B=2", "enter")
        await pilot.pause()
        assert page.values[3] == "A=1\nB=2\n"
        assert [line.strip() for line in page.app.lines()[4:6]] == ["environment A=••", "B=••"], "masked elsewhere"
        await pilot.press("backspace", "enter")
        await pilot.pause()
        assert page.values[3] == "A=1\nB=2\n", "an empty item goes away, and another comes"
        await pilot.press("enter")
        await pilot.pause()
        assert page.heard == ["Finished"], "enter in an empty last item leads on"


async def test_lines_that_are_pasted_become_items() -> None:
    page = Page()
    async with page.app.run_test(size=(80, 24), message_hook=page.hook) as pilot:
        await page.open(pilot)
        await pilot.press("up")
        page.form.post_message(Paste("A=1\nB=2\n\nC=3\n"))
        await pilot.pause()
        assert page.values[3] == "A=1\nB=2\nC=3"


async def test_the_first_key_takes_the_place_of_what_nobody_has_typed() -> None:
    page = Page((replace(NAME, is_proposed=True), FormField("other", "other", is_proposed=True)), ["proposed", "kept"])
    async with page.app.run_test(size=(80, 24), message_hook=page.hook) as pilot:
        await page.open(pilot)
        await pilot.press("w", "e", "b", "down", "end", "2")
        await pilot.pause()
        assert page.values == ["web", "kept2"], "a key that moves the cursor keeps it"
        await pilot.press("up", "backspace")
        await pilot.pause()
        assert page.values[0] == ""


async def test_a_letter_means_nothing_to_the_screen_even_where_it_cannot_be_typed() -> None:
    page = Page()
    async with page.app.run_test(size=(80, 24), message_hook=page.hook) as pilot:
        await page.open(pilot)
        went: list[str] = []

        async def ring() -> None:
            went.append("h")

        page.app.bind("h", "bell", show=False)
        page.app.action_bell = ring  # type: ignore[method-assign]
        await pilot.press("down", "h", "backspace", "q")
        await pilot.pause()
        assert (went, page.values) == ([], list(VALUES))


async def test_what_is_wrong_stands_below_its_field_and_what_is_typed_stays_when_news_come() -> None:
    page = Page()
    wrong = (Span("✗ ", "bad"), Span("there is a service of this name", "bad"), Span("  → take another", "muted"))
    async with page.app.run_test(size=(80, 24), message_hook=page.hook) as pilot:
        await page.open(pilot)
        await pilot.press("home", *"my-")
        page.form.update_fields((replace(NAME, marks=(wrong,)), *FIELDS[1:]), page.values)
        await pilot.pause()
        assert page.app.lines()[2].strip() == "✗ there is a service of this name  → take another"
        await pilot.press("x")
        await pilot.pause()
        assert page.values[0] == "my-xweb", "the cursor is where it was"


async def test_a_page_that_is_longer_than_the_screen_follows_the_cursor() -> None:
    fields = tuple(FormField(f"f{number}", f"field {number}") for number in range(40))
    page = Page(fields, [""] * 40)
    async with page.app.run_test(size=(80, 24), message_hook=page.hook) as pilot:
        await page.open(pilot)
        await pilot.press("up")
        await pilot.pause()
        assert page.here().split() == ["›", "field", "39"]
        await pilot.press("down")
        await pilot.pause()
        assert page.app.lines()[0].split() == ["›", "field", "0"]


async def test_a_key_writes_little() -> None:
    page = Page()
    async with page.app.run_test(size=(120, 36), message_hook=page.hook) as pilot:
        await page.open(pilot)
        before = page.app.written
        await pilot.press("x")
        await pilot.pause()
        assert 0 < page.app.written - before < 200


@pytest.mark.parametrize(
    ("kind", "text", "kept", "looked_up"),
    [
        ("text", "web api", "", "web api"),
        ("many", "subnet-1 sub", "subnet-1 ", "sub"),
        ("list", "PASSWORD=arn:aws", "PASSWORD=", "arn:aws"),
        ("list", "PASSWORD", "", "PASSWORD"),
    ],
)
def test_the_part_that_is_looked_up(kind: str, text: str, kept: str, looked_up: str) -> None:
    field = replace(NAME, kind=kind)  # type: ignore[arg-type]
    assert typed_part(field, text) == (kept, looked_up)


def test_what_begins_so_comes_before_what_holds_it() -> None:
    field = replace(NAME, choices=(Candidate("my-web"), Candidate("web"), Candidate("web-2"), Candidate("api")))
    assert [each.value for each in matching(field, "web-")] == ["web-2"]
    assert [each.value for each in matching(field, "we")] == ["web", "web-2", "my-web"]
    assert len(matching(field, "web")) == 4, "where it is one of them already all are offered"
    assert [each.value for each in matching(field, "web", is_typing=True)] == ["web", "web-2", "my-web"]


def test_a_choice_takes_the_place_of_the_part_that_was_typed() -> None:
    field = FormField("subnets", "subnets", kind="many", choices=SUBNETS)
    assert taking(field, "subnet-01 11", SUBNETS[11]) == "subnet-01 subnet-11"
    assert taking(field, "subnet-01 subnet-11", SUBNETS[1]) == "subnet-11"
    secrets = FormField("secrets", "secrets", kind="list", choices=(Candidate("arn:x"),))
    assert taking(secrets, "PASSWORD=", secrets.choices[0]) == "PASSWORD=arn:x"


@pytest.mark.parametrize(("value", "shown"), [("4", "grace period 4"), ("60", "grace period 60  a minute")])
async def test_beside_what_is_proposed_stands_what_it_is_and_no_hint(value: str, shown: str) -> None:
    grace = FormField("grace", "grace period", choices=(Candidate("60", "a minute"),), hint="0", is_proposed=True)
    page = Page((grace,), (value,))
    async with page.app.run_test(size=(80, 24)) as pilot:
        await page.open(pilot)
        assert page.here().removeprefix(" › ") == shown


async def test_what_the_chosen_one_is_is_told_in_full_at_the_cursor() -> None:
    words = "a new rule and target group, behind a listener that there is already in this account"
    kind = FormField("kind", "load balancer", kind="choice", choices=(Candidate("rule", words),))
    page = Page((kind, NAME), ("rule", ""))
    async with page.app.run_test(size=(80, 24)) as pilot:
        await page.open(pilot)
        assert page.here().endswith("‹ rule ›")
        assert " ".join(" ".join(page.app.lines()[1:3]).split()) == words
        await pilot.press("down")
        await pilot.pause()
        assert "a new rule and target group" in page.app.lines()[0], "elsewhere in one line"
        assert page.app.lines()[0].endswith("…")


async def test_choices_with_long_names_are_told_apart_by_what_they_are() -> None:
    registry = "123456789012.dkr.ecr.us-east-1.amazonaws.com/"
    names = ("scorekeep-api", "scorekeep-frontend")
    image = FormField("image", "image", choices=tuple(Candidate(registry + each, each) for each in names))
    page = Page((image,), ("",))
    async with page.app.run_test(size=(80, 24)) as pilot:
        await page.open(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert [line.split()[-1] for line in page.app.lines()[1:3]] == list(names)


class Proposing(Page):
    """A page whose draft fills in again what was emptied."""

    def put(self, field: str, value: str) -> None:
        place = next(place for place, each in enumerate(self.fields) if each.id == field)
        self.values[place] = value or "proposed"
        self.form.update_fields(self.fields, self.values)


@pytest.mark.parametrize("kind", ["text", "many"])
async def test_what_is_proposed_again_after_it_was_emptied_gives_way_to_what_is_typed(kind: Kind) -> None:
    page = Proposing((FormField("name", "name", kind=kind, is_proposed=kind == "text"),), ("old",))
    async with page.app.run_test(size=(80, 24)) as pilot:
        await page.open(pilot)
        await pilot.press("ctrl+u")
        assert page.values == ["proposed"]
        await pilot.press("n", "e", "w")
        assert page.values == ["new"]
        await pilot.press("ctrl+u")
        page.form.post_message(Paste("pasted"))
        await pilot.pause()
        assert page.values == ["pasted"]
