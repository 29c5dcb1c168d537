"""Themes of one's own: TOML files beside the settings."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from textual.color import Color, ColorParseError
from textual.theme import Theme

from fargate_tui.settings.file import Mistake, line_of, meant, settings_path
from fargate_tui.settings.positions import line_of_error, positions
from fargate_tui.themes import NAMES
from fargate_tui.themes.own import DARK, LIGHT

COLOURS: Final = (
    "background", "foreground", "primary", "secondary", "accent", "success", "warning", "error", "surface", "panel",
    "boost",
)  # fmt: skip
"""What the table ``colours`` may hold."""
MEMBERS: Final = ("name", "dark", "colours", "variables")
"""What a file may hold."""
STYLES: Final = ("none", "bold", "dim", "italic", "underline", "reverse", "strike")
"""What a variable whose name ends in ``style`` may hold, several with blanks between."""
VARIABLES: Final = tuple(sorted(DARK.to_color_system().generate()))
"""Textual's variables, each of which a file may set."""


@dataclass(frozen=True, slots=True)
class ReadThemes:
    """What was found in the directory."""

    themes: tuple[Theme, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What they are called."""
        return tuple(theme.name for theme in self.themes)


class Wrong(Exception):
    """A value that a theme cannot have."""

    def __init__(self, what: str, *path: str) -> None:
        super().__init__(what)
        self.what = what
        self.path = path


def themes_directory() -> Path:
    """``themes`` beside the settings file."""
    return settings_path().parent / "themes"


def read_themes(directory: Path) -> ReadThemes:
    """All themes of a directory, by file name; one with a mistake is left out, and the mistake told."""
    try:
        paths = sorted(directory.glob("*.toml"))
    except OSError as error:
        return ReadThemes((), (Mistake(f"themes cannot be read: {error.strerror}", str(directory)),))
    themes: dict[str, Theme] = {}
    mistakes: list[Mistake] = []
    for path in paths:
        theme, wrong = _read(path)
        if theme is not None and theme.name in themes:
            wrong = [Mistake(f"there is a theme {theme.name} already in another file", _where(path))]
        elif theme is not None:
            themes[theme.name] = theme
        mistakes += wrong
    return ReadThemes(tuple(themes.values()), tuple(mistakes))


def _read(path: Path) -> tuple[Theme | None, list[Mistake]]:
    try:
        text = path.read_text("utf-8")
        document = tomllib.loads(text)
    except OSError as error:
        return None, [Mistake(f"it cannot be read: {error.strerror}", _where(path))]
    except UnicodeDecodeError:
        return None, [Mistake("it is not UTF-8", _where(path))]
    except tomllib.TOMLDecodeError as error:
        return None, [Mistake(f"it is no TOML: {error}", _where(path, line_of_error(error)))]
    lines = positions(text)
    wrong = [Mistake(each.what, _where(path, line_of(lines, each.path))) for each in _wrongs(path.stem, document)]
    return (None, wrong) if wrong else (_theme(path.stem, document), [])


def _where(path: Path, line: int | None = None) -> str:
    return f"themes/{path.name} line {line}" if line else f"themes/{path.name}"


def _wrongs(stem: str, document: Mapping[str, object]) -> Iterator[Wrong]:
    """Everything that is wrong with a file."""
    for member in document:
        if member not in MEMBERS:
            yield Wrong(f"a theme has no {member}{meant(member, MEMBERS)}", member)
    name = document.get("name", stem)
    if not isinstance(name, str) or not name.strip():
        yield Wrong("name: it is no text", "name")
    elif name in NAMES:
        yield Wrong(f"name: {name} comes with the program: take another one", "name")
    if not isinstance(document.get("dark", True), bool):
        yield Wrong("dark: it is true or false", "dark")
    yield from _wrong_items(document, "colours", COLOURS)
    yield from _wrong_items(document, "variables", VARIABLES)


def _wrong_items(document: Mapping[str, object], table: str, known: Sequence[str]) -> Iterator[Wrong]:
    items = document.get(table, {})
    if not isinstance(items, Mapping):
        yield Wrong(f"{table}: it is a table: [{table}]", table)
        return
    for name, value in items.items():
        if name not in known:
            yield Wrong(f"{table}: there is no {name}{_near(name, known)}", table, name)
        elif (problem := _problem(name, value)) != "":
            yield Wrong(f"{table}.{name}: {problem}", table, name)


def _near(name: str, known: Sequence[str]) -> str:
    """The one that may be meant; of the many variables not all are listed."""
    said = meant(name, known)
    return said if len(known) < len(VARIABLES) or "meant" in said else "; docs/themes.md tells which there are"


def _problem(name: str, value: object) -> str:
    if not isinstance(value, str):
        return f"{value!r} is no text"
    if name.endswith("style"):
        strange = [word for word in value.split() if word not in STYLES]
        return f"{strange[0]!r} is no style{meant(strange[0], STYLES)}" if strange else ""
    try:
        colour = Color.parse(value.split(" ")[0] if value.endswith("%") else value)
    except ColorParseError as error:
        near = error.suggested_color
        return f"{value!r} is no colour: #rrggbb, or a name" + (f"; is {near} meant?" if near else "")
    return "the terminal's own colours are those of fargate-ansi: write #rrggbb" if colour.ansi is not None else ""


def _theme(stem: str, document: Mapping[str, object]) -> Theme:
    """The theme of a file without mistakes: what it does not name is that of ours."""
    base = DARK if document.get("dark", True) else LIGHT
    colours, variables = document.get("colours", {}), document.get("variables", {})
    assert isinstance(colours, dict)
    assert isinstance(variables, dict)
    changed = {"surface": colours["background"]} if "background" in colours else {}
    own = {name: value for name, value in base.variables.items() if name != "text-muted" or not colours}
    return replace(
        base,
        name=str(document.get("name", stem)),
        **{**changed, **colours},
        variables={**own, **variables},
    )
