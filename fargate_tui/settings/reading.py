"""Reading the settings file: what stands in it, line by line, and what is wrong with it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from fargate_tui.settings.declarations import DECLARATIONS, Declaration
from fargate_tui.settings.file import PROFILES, Given, Mistake, SettingsFile, line_of, unknown
from fargate_tui.settings.positions import line_of_error, positions
from fargate_tui.settings.values import Refused, item_taken, table_taken, taken

_NAME = re.compile(r"[A-Za-z0-9][\w-]*", re.ASCII)


def read_file(path: Path) -> SettingsFile:
    """Read a settings file; whatever is wrong with it is among its mistakes."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return SettingsFile(path)
    except (OSError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return _broken(path, Mistake(f"cannot be read: {why.lower()}", path.name, guards=True))
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = line_of_error(error)
        where = f"{path.name} line {line}" if line else path.name
        why = str(error).partition(" (at")[0]
        return _broken(path, Mistake(f"this is no TOML: {why[:1].lower()}{why[1:]}", where, guards=True))
    return _Reading(path, positions(text)).of(document)


def _broken(path: Path, mistake: Mistake) -> SettingsFile:
    return SettingsFile(path, exists=True, mistakes=(mistake,))


class _Reading:
    """One pass over a document."""

    def __init__(self, path: Path, lines: Mapping[tuple[str, ...], int]) -> None:
        self._path = path
        self._lines = lines
        self._mistakes: list[Mistake] = []

    def of(self, document: Mapping[str, object]) -> SettingsFile:
        tables = document.get(PROFILES, {})
        values = dict(self._values(document, ()))
        profiles: dict[str, Mapping[str, Given]] = {}
        if not isinstance(tables, Mapping):
            self._note(f"{PROFILES} is a table: write [{PROFILES}.NAME]", (PROFILES,), guards=True)
            tables = {}
        for name, table in tables.items():
            if isinstance(table, Mapping):
                profiles[name] = dict(self._values(table, (PROFILES, name)))
            else:
                self._note(f"{name} is no table: write [{PROFILES}.{name}]", (PROFILES, name), guards=True)
        return SettingsFile(self._path, True, values, profiles, tuple(self._mistakes), self._lines)

    def _values(self, table: Mapping[str, object], at: tuple[str, ...]) -> Iterator[tuple[str, Given]]:
        for name, value in table.items():
            declaration = DECLARATIONS.get(name)
            if not at and name == PROFILES:
                continue
            if declaration is None:
                self._note(unknown(name, self._names(at)), (*at, name), guards=True)
            elif at and not declaration.told.of_profile:
                self._note(f"{name} is not set by profile: move it before the first [table]", (*at, name))
            else:
                line = line_of(self._lines, (*at, name))
                try:
                    yield name, Given(self._value(declaration, value), self._where(line, at), line)
                except Refused as refused:
                    self._note(str(refused), (*at, name), guards=declaration.told.guards)

    def _value(self, declaration: Declaration, value: object) -> object:
        """A value; of a table what is right of it."""
        if not (declaration.is_table and isinstance(value, Mapping)):
            return taken(declaration, value)
        if declaration.members:
            return dict(self._tables(declaration, value))
        found = {}
        for key, item in _flat(value):
            try:
                found[key] = item_taken(declaration, key, item)
            except Refused as refused:
                self._note(str(refused), (declaration.name, key))
        return found

    def _tables(self, declaration: Declaration, tables: Mapping[str, object]) -> Iterator[tuple[str, object]]:
        """The tables of a table, those that are right from one end to the other."""
        for name, values in tables.items():
            path, called = (declaration.name, name), f"{declaration.name}.{name}"
            if not isinstance(values, Mapping):
                self._note(f"{name} is no table: write [{called}]", path)
            elif _NAME.fullmatch(name) is None:
                self._note(f"{called}: a name is of letters, digits, - and _", path)
            else:
                found, wrong = table_taken(declaration, values)
                for member, words in wrong:
                    self._note(f"{called}: {words}", (*path, member))
                if found is not None:
                    yield name, found

    def _names(self, at: tuple[str, ...]) -> list[str]:
        if at:
            return [name for name, declaration in DECLARATIONS.items() if declaration.told.of_profile]
        return [*DECLARATIONS, PROFILES]

    def _note(self, what: str, path: tuple[str, ...], *, guards: bool = False) -> None:
        self._mistakes.append(Mistake(what, self._where(line_of(self._lines, path)), guards))

    def _where(self, line: int | None, at: tuple[str, ...] = ()) -> str:
        of = f" [{'.'.join(at)}]" if at else ""
        return f"{self._path.name} line {line}{of}" if line else f"{self._path.name}{of}"


def _flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """The items of a table by their dotted names: TOML reads ``row.logs = "L"`` as a table in the table."""
    for key, item in table.items():
        if isinstance(item, Mapping):
            yield from _flat(item, f"{before}{key}.")
        else:
            yield f"{before}{key}", item
