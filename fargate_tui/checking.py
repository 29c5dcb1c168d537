"""What settings name that is not there: themes, lists, columns. It loads what knows the names."""

from collections.abc import Iterator, Mapping, Sequence

from fargate_tui.columns.lists import LISTS, columns_of
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.pointable import OF_AWS, VARIABLES
from fargate_tui.links import PLACES, BadLink, group_of, parsed
from fargate_tui.settings import Settings
from fargate_tui.settings.account_group import ENVIRONMENT, AccountGroup, like
from fargate_tui.settings.file import Mistake, SettingsFile, meant
from fargate_tui.settings.own_command import OwnCommand
from fargate_tui.settings.sources import Gathered

_LITERAL = frozenset(form for name in (*VARIABLES, *OF_AWS) for form in (f"${name}", f"${{{name}}}"))


def named_wrong(gathered: Gathered) -> Iterator[Mistake]:
    """The mistakes of the names in the settings."""
    settings, file = gathered.settings, gathered.file
    yield from _themes(settings.theme, gathered.origins.get("theme", ""))
    if settings.keys or settings.commands:
        yield from _keys(settings, file)
    yield from _commands(settings.commands, file)
    yield from _start(settings, gathered.origins.get("start", ""))
    if settings.accounts:
        yield from _accounts(settings.accounts, file)
    for name, ids in settings.columns.items():
        yield from _columns("columns", name, ids, file.where("columns", name))
    for name, sorted_by in settings.sort.items():
        yield from _columns("sort", name, (sorted_by.removeprefix("-"),), file.where("sort", name))


def _keys(settings: Settings, file: SettingsFile) -> Iterator[Mistake]:
    from fargate_tui.keys.keymap import keymap
    from fargate_tui.keys.own import OWN
    from fargate_tui.keys.troubles import troubles

    for trouble in troubles(keymap(settings.keys), settings.commands):
        if trouble.entry.startswith(OWN) and trouble.entry not in settings.keys:
            name = trouble.entry.removeprefix(OWN)
            yield Mistake(f"commands.{name}: key: {trouble.words}", file.where("commands", name, "key"))
            continue
        dotted = ("keys", *trouble.entry.split("."))
        where = file.where(*dotted) if dotted in file.lines else file.where("keys", trouble.entry)
        yield Mistake(f"keys: {trouble.entry}: {trouble.words}", where)


def _commands(commands: Mapping[str, OwnCommand], file: SettingsFile) -> Iterator[Mistake]:
    """Names that mean something else after a colon, and variables where nothing is put in their place."""
    if not commands:
        return
    from fargate_tui.screens.typed_words import is_taken

    for name, own in commands.items():
        if is_taken(name):
            yield Mistake(
                f"commands.{name}: :{name} means something else: name it otherwise", file.where("commands", name)
            )
        literal = [word for word in own.command if word in _LITERAL] if isinstance(own.command, tuple) else []
        if literal:
            said = f"{literal[0]} stays as it is in a list: write the command as one text, which sh reads"
            yield Mistake(f"commands.{name}: command: {said}", file.where("commands", name, "command"))


def _themes(theme: str | None, where: str) -> Iterator[Mistake]:
    from fargate_tui.themes import NAMES
    from fargate_tui.themes.files import read_themes, themes_directory

    own = read_themes(themes_directory())
    names = (*NAMES, *own.names)
    if theme is not None and theme not in names:
        yield Mistake(f"there is no theme {theme!r}{meant(theme, names)}", where)
    yield from own.mistakes


def _accounts(groups: Mapping[str, AccountGroup], file: SettingsFile) -> Iterator[Mistake]:
    """Profiles that the AWS config files do not have, and Regions that the SDK does not know."""
    from fargate_tui.connecting import known_profiles, known_regions

    try:
        names, regions = (*known_profiles(), ENVIRONMENT), known_regions()
    except AwsError:
        return  # what is wrong with the AWS config files is told wherever they are read
    for group, of in groups.items():
        for pattern in of.profiles:
            if not like(pattern, names):
                said = f"no profile of the AWS config files is called {pattern!r}{_close(pattern, names)}"
                yield Mistake(f"accounts.{group}: {said}", file.where("accounts", group, "profiles"))
        for region in of.regions:
            if region not in regions:
                said = f"there is no Region {region!r}{_close(region, regions)}"
                yield Mistake(f"accounts.{group}: {said}", file.where("accounts", group, "regions"))


def _close(name: str, known: Sequence[str]) -> str:
    """Which of the known names may be meant; there are too many to tell all of them."""
    return meant(name, known).partition(";")[0]


def _start(settings: Settings, where: str) -> Iterator[Mistake]:
    start = settings.start
    if group := group_of(start):
        if group not in settings.accounts:
            known = meant(group, tuple(settings.accounts)) if settings.accounts else ": [accounts.NAME] makes one"
            yield Mistake(f"start: there is no group {group!r} of accounts{known}", where)
        return
    try:
        if start not in PLACES:
            parsed(start)
    except BadLink as problem:
        yield Mistake(f"start: {problem}, last or clusters", where)


def _columns(setting: str, name: str, ids: Sequence[str], where: str) -> Iterator[Mistake]:
    if name not in LISTS:
        yield Mistake(f"{setting}: there is no list {name!r}{meant(name, LISTS)}", where)
        return
    known = [column.id for column in columns_of(name)]
    for given in ids:
        if given not in known:
            yield Mistake(f"{setting}.{name}: there is no column {given!r}{meant(given, known)}", where)
