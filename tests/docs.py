"""Writes the parts of docs/ that are made from declarations: ``make docs``. A test holds the files to them."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from textual.binding import Binding
from textual.dom import DOMNode

from fargate_tui.actions.action import Action
from fargate_tui.actions.catalogue import ACTIONS, ALL
from fargate_tui.actions.creating.catalogue import MAKING
from fargate_tui.fargate.command_line import kebab
from fargate_tui.fargate.error_help import SECTIONS
from fargate_tui.keys.declared import own, parts
from fargate_tui.keys.keymap import keymap
from fargate_tui.keys.names import written
from fargate_tui.keys.presets import PRESETS, Preset
from fargate_tui.screens.commands import word_of
from fargate_tui.screens.help import meaning
from tests.calls_page import PAGE, calls_page
from tests.diagnosis_page import diagnosis_page
from tests.iam_page import PAGE as IAM
from tests.iam_page import iam_page, policy_files
from tests.man_page import PAGE as MAN
from tests.man_page import man_page
from tests.pictures import pictures
from tests.settings_page import settings_page
from tests.shell_files import completions
from tests.tour_page import tour_page
from tests.wizards_page import wizards_page

DOCS = Path(__file__).parent.parent / "docs"


def keys_page() -> str:
    """docs/keys.md."""
    return "\n".join(_lines()) + "\n"


_ABOUT_KEYS = """\
# Keys

Made from the declarations by `make docs`; `?` in the program shows those of the present view, `f1` those of a wizard.

## Your own keys

The table `[keys]` of the settings takes ids and keys, several with commas between; `preset` names a choice to begin
with:

```toml
[keys]
preset = "k9s"
"view.refresh" = "f8,ctrl+r"
"task.stop" = "ctrl+k"
```

The id of everything that has a key stands in the tables below, and in the program behind `:keys`. The key bar, the
help and what views say follow. An id means the same in all views, and what
is chosen for it holds in all of them.

- Keys are written as they are printed (`l`, `L`, `?`, `ctrl+x`, `f5`, `esc`, `pgdn`, `shift+←`), or by Textual's name
  (`question_mark`). What no terminal sends, or cannot tell from another key (`ctrl+i` is `tab`), is refused.
- `esc`, `↵` and `ctrl+c` stay where they are: they always lead back, in and out. What has them may get more keys.
- What is pressed while something is typed (`prompt.`, `form.`, `app.`, in the editor of queries and in wizards) takes
  no letters.
- Two meanings of one key in one view are told when the program starts, with both and where, and so are ids that mean
  nothing; all else holds. Of two the widget that has the focus comes before the view, and what you chose before what it
  meant.

Fixed are the keys of the panels at the bottom while one is open:

- a plan: `y` does it, `c` copies its commands, `1`–`9` set how many go at a time, `↑` `↓` `pgup` `pgdn` scroll, `esc`
  `q` `h` `←` `⌫` leave it;
- a number that is put together: `+` and `-` change it, `↵` plans, the same keys leave it;
- a form: `↑` `↓` `tab` `shift+tab` the fields, `←` `→` `space` the choices, `↵` plans, `esc` `ctrl+g` leave it;
- a line that is typed: `home` `end` `ctrl+a` `ctrl+e` `ctrl+u` `ctrl+k` `ctrl+w`.
"""


def _lines() -> Iterator[str]:
    yield _ABOUT_KEYS.rstrip()
    for name, preset in PRESETS.items():
        if preset.keys:
            yield from _preset(name, preset)
    for title, owners in parts():
        rows = [row for owner in owners for row in _rows(owner)]
        if not rows:
            continue
        yield from ("", f"## {title}", "", "| key | does | id |", "|---|---|---|")
        yield from rows


def _preset(name: str, preset: Preset) -> Iterator[str]:
    yield from ("", f"## The preset `{name}`", "", f"The keys of {preset.title}, where there is a counterpart.", "")
    yield from ("| key | does here | what it is there | before | id |", "|---|---|---|---|---|")
    told: dict[str | None, Binding] = {}
    for binding in (each for _, owners in parts() for owner in owners for each in own(owner)):
        told.setdefault(binding.id, binding)
    for entry, keys in keymap({"preset": name}).keys.items():
        binding = told[entry]
        there = preset.theirs.get(entry, "makes way")
        what = meaning(binding)
        cells = (_written(keys), what.replace("|", "\\|"), there, _written(binding.key.split(",")), entry)
        yield "| " + " | ".join(cells) + " |"
    yield from ("", "Not taken over:", "")
    yield from (f"- `{key}`: {why}." for key, why in preset.without.items())


def _written(keys: Iterable[str]) -> str:
    return " ".join(_code(written(key)) for key in keys)


def _code(key: str) -> str:
    """A key as code; a pipe would end its cell of a table."""
    return "<code>&#124;</code>" if key == "|" else f"`{key}`"


def actions_page() -> str:
    """docs/actions.md."""
    return "\n".join(_action_lines()) + "\n"


_ABOUT_ACTIONS = """\
# Actions

Everything that can be changed from here, made from the declarations in `fargate_tui/actions/` by `make docs`.

Each is planned upon what AWS says just then, confirmed (`y`, or by typing the name where something is lost or with
`--guarded`), followed to its end (`:changes`), written down (`:journal`), and taken back with `u` where that is
possible. Typed after `:`, it is done to what is marked or under the cursor: `:scale 5`.
"""


_ABOUT_CREATING = """
## What wizards create

No key and no name leads to these: a wizard proposes them, several as one plan, one after the other. Each is known by
its name: what is there as it is wanted is not made again, what is there otherwise is refused before anything is sent.
What AWS refuses for a moment only (a role that is not known everywhere yet, a target group that is not attached yet) is
waited out. `u` takes all of it back, the last first; what was there before stays.
"""


def _action_lines() -> Iterator[str]:
    yield _ABOUT_ACTIONS
    yield "| key | typed | does | applies to | IAM actions | the same by | taken back |"
    yield "|---|---|---|---|---|---|---|"
    for action in ACTIONS:
        yield _action_row(action)
    yield _ABOUT_CREATING
    yield "| creates | IAM actions | taken back | by |"
    yield "|---|---|---|---|"
    for making in MAKING:
        back = ", ".join(f"`{operation.action}`" for operation in ALL[making.undone_by].operations)
        actions = ", ".join(f"`{operation.action}`" for operation in making.operations)
        yield f"| {making.kind.replace('-', ' ')} | {actions} | {making.taken_back} | {back} |"


def _action_row(action: Action) -> str:
    keys = " ".join(dict.fromkeys(_keys(binding) for binding in action.bindings)) or "—"
    label = action.question.label if action.question is not None else ""
    asked = f" {label.upper()}" if label and label != word_of(action) else ""
    what = "; ".join(dict.fromkeys(meaning(binding) for binding in action.bindings)) or action.id
    cells = (
        keys,
        f"`:{word_of(action)}{asked}`",
        what,
        action.kind.replace("-", " "),
        ", ".join(f"`{operation.action}`" for operation in action.operations),
        ", ".join(f"`aws {operation.service} {kebab(operation.name)}`" for operation in action.operations),
        action.taken_back,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _rows(owner: type[DOMNode]) -> Iterator[str]:
    for binding in own(owner):
        keys = _keys(binding)
        what = meaning(binding).replace("|", "\\|")
        yield f"| {keys} | {what} | {binding.id} |"


def _keys(binding: Binding) -> str:
    keys = (binding.key_display or written(key) for key in binding.key.split(","))
    return " ".join(_code(key) for key in dict.fromkeys(keys))


def troubles_page() -> str:
    """docs/troubleshooting.md, its sections about errors made anew."""
    text = (DOCS / "troubleshooting.md").read_text("utf-8")
    begin, end = text.index("make docs` -->") + len("make docs` -->"), text.index("<!-- end -->")
    return text[:begin] + "\n\n" + "\n".join(_sections()) + "\n" + text[end:]


def _sections() -> Iterator[str]:
    for section in dict.fromkeys(SECTIONS.values()):
        yield from (f"### {section.title.capitalize()}", "", section.means, "")
        yield from (f"- {step.replace('docs/iam.md', '[IAM](iam.md)')}" for step in section.steps)
        yield ""


if __name__ == "__main__":
    (DOCS / "troubleshooting.md").write_text(troubles_page(), encoding="utf-8")
    (DOCS / "keys.md").write_text(keys_page(), encoding="utf-8")
    (DOCS / "actions.md").write_text(actions_page(), encoding="utf-8")
    PAGE.write_text(calls_page(), encoding="utf-8")
    (DOCS / "preflight.md").write_text(wizards_page(), encoding="utf-8")
    (DOCS / "tour.md").write_text(tour_page(), encoding="utf-8")
    (DOCS / "settings.md").write_text(settings_page(), encoding="utf-8")
    (DOCS / "diagnosis.md").write_text(diagnosis_page(), encoding="utf-8")
    MAN.write_text(man_page(), encoding="utf-8")
    IAM.write_text(iam_page(), encoding="utf-8")
    for path, made in {**completions(), **policy_files(), **pictures()}.items():
        path.write_text(made, encoding="utf-8")
