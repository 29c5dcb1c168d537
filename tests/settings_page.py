"""docs/settings.md: every setting as it is declared."""

from collections.abc import Iterator

from fargate_tui.settings.declarations import DECLARATIONS, Declaration
from fargate_tui.settings.text import in_toml
from fargate_tui.settings.values import type_of, wanted

_ABOUT = """\
# Settings

Made from the declarations in `fargate_tui/settings/declared.py` by `make docs`.

The file is `$XDG_CONFIG_HOME/fargate-tui/config.toml` (without that variable `~/.config/fargate-tui/config.toml` on
Linux, `~/Library/Application Support/fargate-tui/config.toml` on macOS), or what `$FARGATE_TUI_CONFIG` names. Each
setting comes from the first of these that has it:

1. the option: `--read-only`, `--refresh 5`; what is on or off has a `--no-…` too
2. the variable: `FARGATE_TUI_READ_ONLY=1`, `FARGATE_TUI_REFRESH=5`
3. the file's table of the profile in use: `[profiles.NAME]`; the name may be a pattern (`[profiles."prod*"]`), and the
   exact name comes before all patterns
4. the file
5. the default

```
fargate-tui config                  every setting, its value, and where that comes from
fargate-tui config --profile prod   the same with a profile
fargate-tui config check            what is wrong, with line numbers; exits with 1 where something is
fargate-tui config example          a file to begin with, everything commented out
fargate-tui config schema           its JSON schema, for editors
```

## Mistakes

Unknown keys and values that cannot be are told at the start and by `config check`, each with its line, and with what
may have been meant. What is right holds all the same. **A mistake never loosens**: where the file cannot be read, a key
is not known, or a guard rail has a value it cannot have, nothing may be changed until it is mended; `--no-read-only`
says otherwise for one run.

## Guard rails of an account

```toml
[profiles."prod*"]
read_only = true
unlock_minutes = 10
label = "PRODUCTION"
colour = "red"

[profiles.staging]
label = "STAGING"
colour = "yellow"
metrics = false
live_tail = false
```

The label stands first in the header, in its colour (a word too, for `NO_COLOR`). Read-only mode plans and refuses,
below the screens. `:unlock` lifts it for `unlock_minutes` after the label (without one the profile, else the account's
number) was typed; the header counts the minutes down, `:lock` ends it before. What `--read-only`, the variable or a
mistake in the settings closes is not opened from inside.

## JSON schema

`fargate-tui config schema > ~/.config/fargate-tui/schema.json`, and as the first line of the settings file
`#:schema ./schema.json`: editors with a TOML language server (taplo, Even Better TOML) complete and check it then.

## All of them
"""


_PAGES = {
    "commands": "plug-in commands](plug-in-commands.md)",
    "accounts": "accounts](accounts.md#groups-in-the-settings)",
}


def settings_page() -> str:
    """The page."""
    return "\n".join((_ABOUT, *_lines(), ""))


def _lines() -> Iterator[str]:
    for declaration in DECLARATIONS.values():
        yield from (f"### {declaration.name}", "", declaration.told.sentence, "")
        yield from (f"- {fact}" for fact in _facts(declaration))
        yield ""


def _facts(declaration: Declaration) -> Iterator[str]:
    told = declaration.told
    if declaration.members:
        yield f"[{_PAGES[declaration.name]} says all of it; tables `[{declaration.name}.NAME]`, each with"
        for name, member in declaration.members.items():
            default = "needed" if member.is_needed else _default(member)
            sentence = member.told.sentence
            yield f"`{name}`: {sentence[:1].lower()}{sentence[1:]} {_wants(member)}; {default}"
        return
    if declaration.is_table:
        yield f"a table: `[{declaration.name}]`, then `{told.example}`"
        return
    no = f", `--no-{declaration.flag[2:]}`" if declaration.is_switch else ""
    yield f"{wanted(type_of(declaration))}; {_default(declaration)}"
    yield f"`{declaration.flag}`{no}; `{declaration.variable}`"
    if told.of_profile:
        yield "for a profile too"


def _wants(member: Declaration) -> str:
    words = wanted(type_of(member))
    return f"{words[:1].upper()}{words[1:]}"


def _default(declaration: Declaration) -> str:
    if declaration.default is None:
        return f"not set; for instance `{declaration.told.example}`" if declaration.told.example else "not set"
    return f"default `{in_toml(declaration.default)}`"
