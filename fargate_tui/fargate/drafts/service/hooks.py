"""What holds a deployment up at a stage, as it is typed: a pause for a person, or a function."""

from collections.abc import Iterator, Mapping
from typing import Final

from fargate_tui.fargate.drafts.fields import lines
from fargate_tui.fargate.drafts.service.parts import number
from fargate_tui.fargate.records import Record

STAGES: Final = (
    "RECONCILE_SERVICE", "PRE_SCALE_UP", "POST_SCALE_UP", "TEST_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT",
    "PRE_PRODUCTION_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT",
)  # fmt: skip
LONGEST_PAUSE: Final = 20160
"""Minutes."""


class Hook(Record, frozen=True, kw_only=True):
    """One line of the field."""

    typed: str
    stage: str = ""
    minutes: int | None = None
    """Of a pause."""
    function: str = ""
    role: str = ""

    @property
    def is_well(self) -> bool:
        """Whether it says all that AWS wants."""
        pauses = self.minutes is not None and 1 <= self.minutes <= LONGEST_PAUSE
        calls = self.function.startswith("arn:") and self.role.startswith("arn:")
        return self.stage in STAGES and (pauses or calls)

    @property
    def request(self) -> Mapping[str, object]:
        """The same as CreateService has it."""
        if self.minutes is None:
            return {
                "targetType": "AWS_LAMBDA",
                "hookTargetArn": self.function,
                "roleArn": self.role,
                "lifecycleStages": [self.stage],
            }
        timeout = {"timeoutInMinutes": self.minutes, "action": "ROLLBACK"}
        return {"targetType": "PAUSE", "lifecycleStages": [self.stage], "timeoutConfiguration": timeout}


def hooks_of(text: str) -> Iterator[Hook]:
    """The hooks that were typed, one a line; what cannot be read is a hook that is not well."""
    for line in lines(text):
        match line.split():
            case [stage, "pause", minutes]:
                yield Hook(typed=line, stage=stage, minutes=number(minutes))
            case [stage, function, role]:
                yield Hook(typed=line, stage=stage, function=function, role=role)
            case _:
                yield Hook(typed=line)
