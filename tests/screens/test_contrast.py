"""What is written can be read: in every theme of ours, against what is behind it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from rich.style import Style

from fargate_tui.screens.wizards.wizard import WizardScreen
from fargate_tui.widgets.wizard_form import WizardForm
from tests.live.small_aws import SmallAws
from tests.screens.person import Person, sitting
from tests.screens.test_log_pictures import follow, talking
from tests.screens.world import believable

RATIOS = {"fargate-dark": 4.5, "fargate-light": 4.5, "fargate-high-contrast": 7.0}
"""The least contrast of text by theme: WCAG 2.2's AA, and AAA."""
OF_SIGNS = 3.0
"""That of bars and curves, in all themes."""
DIVIDERS = "│─"
"""Lines that only divide may be fainter where contrast is not all that counts."""
SIGNS = re.compile(r"^[\s\u2500-\u259f\u2800-\u28ff]*$")
"""Lines, blocks and dots that are drawn."""

VIEWS: dict[str, tuple[str, ...]] = {
    "services": (":", *"production", "enter", "space", "j", "space", "!"),
    "filter": (":", *"production", "enter", "/", *"pri"),
    "go to": (":", *"prod", "down"),
    "tasks": (":", *"production/image-resizer", "enter", "x"),
    "task": (":", *"production/image-resizer", "enter", "enter"),
    "mortem": (":", *"production/image-resizer", "enter", "j", "enter"),
    "deployments": (":", *"production/pricing-api", "enter", "2"),
    "logs": ("t", "enter", "k"),
    "found": ("t", "/", *"payment", "enter"),
    "metrics": (":", *"production/storefront", "enter", "5"),
    "plan": (":", *"production", "enter", "S", "D", "enter"),
    "question": (":", *"production", "enter", "="),
    "wizard": (*"not a name!", "down", "up"),
    "choices": ("space", "down"),
    "query": (":", *"all query", "enter"),
    "json": ("y", "/", *"cluster", "enter", "n"),
    "help": ("?",),
}


LOGS = ("logs", "found")
WIZARDS = ("wizard", "choices")


def around(view: str) -> tuple[SmallAws, dict[str, Any]]:
    """The account that has what the view shows."""
    return (talking(), {"cluster": "prod"}) if view in LOGS else (believable(), {})


async def come(person: Person, view: str) -> None:
    """Press the keys that lead to the view, and wait until it stands."""
    if view in LOGS:
        await follow(person)
    if view in WIZARDS:
        await person.press(":", *"taskdefs", "enter", "n")
        await person.until(lambda: isinstance(person.app.screen, WizardScreen))
        form = person.app.screen.query_one(WizardForm)
        await person.until(lambda: form.field is not None)
        while view == "choices" and form.field is not None and form.field.kind != "choice":
            await person.press("down")
    await person.press(*VIEWS[view])


def luminance(colour: tuple[int, int, int]) -> float:
    """The relative luminance of WCAG."""
    parts = (each / 255 for each in colour)
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(style: Style) -> float:
    """From 1 (the same) to 21 (black on white)."""
    assert style.color is not None
    assert style.bgcolor is not None
    pair = [luminance(each.get_truecolor()) for each in (style.color, style.bgcolor)]
    return (max(pair) + 0.05) / (min(pair) + 0.05)


def written(person: Person) -> Iterator[tuple[str, Style]]:
    """What stands on the terminal, with the colours it is sent in."""
    for strip in person.app.screen._compositor.render_strips():
        for text, style, _ in strip:
            if text.strip() and style is not None:
                yield text, style


def least(text: str, theme: str) -> float:
    """The contrast that a text has to have."""
    if not text.strip().strip(DIVIDERS) and theme != "fargate-high-contrast":
        return 1.0
    return OF_SIGNS if SIGNS.match(text) else RATIOS[theme]


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(Style.parse("#000000 on #ffffff")) == pytest.approx(21)
    assert contrast(Style.parse("#777777 on #ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("theme", RATIOS)
async def test_every_text_stands_out_from_what_is_behind_it(theme: str, view: str) -> None:
    async with sitting(around(view)[0], theme=theme, **around(view)[1]) as person:
        await come(person, view)
        faint = {
            (text.strip()[:30], str(style.color and style.color.name), str(style.bgcolor and style.bgcolor.name))
            for text, style in written(person)
            if contrast(style) < least(text, theme)
        }
        assert not faint


MARKED = ("services", "task", "logs", "found", "wizard", "choices", "json", "go to")
"""Views in which something is chosen."""


def sent(person: Person) -> Iterator[tuple[str, Style]]:
    """What stands on the terminal, as the terminal is told it."""
    filters = [each for each in person.app._filters if each.enabled]
    background = person.app.screen.background_colors[1]
    for strip in person.app.screen._compositor.render_strips():
        for text, style, _ in strip.apply_filter(filters[0], background) if len(filters) == 1 else strip:
            if style is not None:
                yield text, style


@pytest.mark.parametrize("theme", [None, "fargate-light", "fargate-high-contrast"])
@pytest.mark.parametrize("view", VIEWS)
async def test_no_color_means_none_whatever_theme_was_chosen(view: str, theme: str | None) -> None:
    async with sitting(around(view)[0], theme=theme, **around(view)[1]) as person:
        person.app.without_colours()
        await come(person, view)
        pairs = {(style.color and style.color.name, style.bgcolor and style.bgcolor.name) for _, style in sent(person)}
        assert pairs <= {("default", "default")}
        if view in MARKED:
            assert any(style.reverse for _, style in sent(person)), "what is chosen stands out"


@pytest.mark.parametrize("view", VIEWS)
async def test_the_terminals_own_colours_are_not_taken_for_dark_or_light(view: str) -> None:
    """Black or white on nothing would be gone on one of two terminals."""
    async with sitting(around(view)[0], theme="fargate-ansi", **around(view)[1]) as person:
        await come(person, view)
        found = set()
        for text, style in written(person):
            colour, behind = style.color and style.color.name, style.bgcolor and style.bgcolor.name
            is_lost = behind in (None, "default") and colour in ("black", "white", "bright_black", "bright_white")
            if is_lost or behind in ("black", "white", "bright_white") or (colour or "").startswith("#"):
                found.add((text.strip()[:30], colour, behind))
        assert not found
