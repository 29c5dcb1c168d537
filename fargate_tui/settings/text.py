"""Settings as text: values in TOML, the table of effective values, a file to begin with."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Final

from fargate_tui.settings.declarations import DECLARATIONS, Declaration
from fargate_tui.settings.file import PROFILES
from fargate_tui.settings.sources import Gathered

NOT_SET: Final = "–"


def in_toml(value: object) -> str:
    """A value as it stands in the file."""
    if is_dataclass(value):
        value = {
            field.name: set_to for field in fields(value) if (set_to := getattr(value, field.name)) != field.default
        }
    match value:
        case None:
            return NOT_SET
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"{value:g}" if isinstance(value, float) else str(value)
        case tuple() | list():
            return f"[{', '.join(in_toml(item) for item in value)}]"
        case Mapping():
            return f"{{{', '.join(f'{_key(key)} = {in_toml(item)}' for key, item in value.items())}}}"
        case _:
            return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _key(name: str) -> str:
    return name if name.replace("-", "_").isidentifier() else in_toml(name)


def effective(gathered: Gathered) -> Iterator[str]:
    """Every setting with its value and where that comes from, a line each."""
    values = {name: in_toml(getattr(gathered.settings, name)) for name in DECLARATIONS}
    names, widest = max(map(len, DECLARATIONS)), min(40, max(map(len, values.values())))
    for name, value in values.items():
        yield f"{name:<{names}}  {value:<{widest}}  {gathered.origins.get(name, 'default')}".rstrip()


def table_example(table: Declaration) -> tuple[str, ...]:
    """A table as it may stand in the file, line by line."""
    name = f"{table.name}.{table.told.word}" if table.members else table.name
    return (f"[{name}]", *table.told.example.splitlines())


def example() -> Iterator[str]:
    """A settings file in which everything is there and nothing is set."""
    yield "# settings of fargate-tui: take away the # before what is to be otherwise"
    tables = [declaration for declaration in DECLARATIONS.values() if declaration.is_table]
    for declaration in DECLARATIONS.values():
        if not declaration.is_table:
            value = declaration.told.example or in_toml(declaration.default)
            yield from ("", f"# {declaration.told.sentence}", f"#{declaration.name} = {value}")
    for table in tables:
        yield from ("", f"# {table.told.sentence}", *(f"#{text}" for text in table_example(table)))
    yield from ("", "# What is otherwise with one profile, or with all whose name is like this.")
    yield from (f'#[{PROFILES}."prod*"]', "#read_only = true", '#label = "PRODUCTION"', '#colour = "red"')
