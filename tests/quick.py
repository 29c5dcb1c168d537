"""What all tests share so that they are quicker: nothing here changes what one of them sees."""

from typing import Final

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation

_parse = Stylesheet._parse_rules
_parsed: Final[dict[object, list[RuleSet]]] = {}


def _parse_once(
    self: Stylesheet,
    css: str,
    read_from: CSSLocation,
    is_default_rules: bool = False,
    tie_breaker: int = 0,
    scope: str = "",
) -> list[RuleSet]:
    key = (css, read_from, is_default_rules, tie_breaker, scope, tuple(self._variables.items()))
    if key not in _parsed:
        _parsed[key] = _parse(self, css, read_from, is_default_rules, tie_breaker, scope)
    return _parsed[key]


def share_stylesheets() -> None:
    """Parse CSS once with each theme, for all apps of a process: it is a fifth of what a test of a screen costs.

    Textual (8.2) keeps what it has parsed too, but for one app each.
    """
    Stylesheet._parse_rules = _parse_once  # type: ignore[method-assign]
