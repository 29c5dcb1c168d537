"""Names as the forms have them: variables of a shell, logical ids of CloudFormation, labels of Terraform."""

import re
from collections.abc import Sequence

from fargate_tui.fargate.command_line import kebab
from fargate_tui.fargate.drafts.creations import Creation, Ref

_BETWEEN = re.compile(r"[^A-Za-z0-9]+")


def pascal(text: str) -> str:
    """``target-group`` and ``desiredCount`` as ``TargetGroup`` and ``DesiredCount``."""
    return "".join(part[:1].upper() + part[1:] for part in _BETWEEN.split(text))


def snake(text: str) -> str:
    """``desiredCount`` and ``TargetGroup-1`` as ``desired_count`` and ``target_group_1``."""
    return _BETWEEN.sub("_", kebab(text)).strip("_")


class Names:
    """A name for each step, none of them twice."""

    def __init__(self, creations: Sequence[Creation]) -> None:
        self._of_step = {each.step: each for each in creations}
        self._kinds = [each.kind for each in creations]
        self._given: dict[str, str] = {}

    def variable(self, ref: Ref) -> str:
        """A variable of a shell: ``TARGET_GROUP_ARN``, with the name in it where there are several of its kind."""
        made = self._of_step.get(ref.step)
        kind, _, name = ref.step.partition(":")
        alone = made is not None and self._kinds.count(made.kind) == 1
        words = (kind, ref.attribute) if alone else (kind, snake(name), ref.attribute)
        return self._unique(f"{ref.step} {ref.attribute}", _BETWEEN.sub("_", "_".join(words)).upper())

    def logical_id(self, step: str, suffix: str = "") -> str:
        """The id of a resource of CloudFormation: ``WebTargetGroup``; a suffix tells several of one step apart."""
        kind, _, name = step.partition(":")
        thing, called = pascal(kind), pascal(name)
        whole = called if called.endswith(thing) else f"{called}{thing}"
        return self._unique(f"{step} {suffix}", f"{whole if whole[:1].isalpha() else f'{thing}{called}'}{suffix}")

    def label(self, step: str, suffix: str = "") -> str:
        """The label of a resource of Terraform: ``web``."""
        kind, _, name = step.partition(":")
        called = snake(name)
        whole = called if called[:1].isalpha() else f"{snake(kind)}_{called}".strip("_")
        return self._unique(f"{step} {suffix}", f"{whole}{f'_{suffix}' if suffix else ''}")

    def _unique(self, key: str, wanted: str) -> str:
        if key not in self._given:
            taken = set(self._given.values())
            number, name = 2, wanted
            while name in taken:
                name, number = f"{wanted}{number}", number + 1
            self._given[key] = name
        return self._given[key]
