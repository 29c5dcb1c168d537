"""What each kind of error means, and what can be done: the help, the commands and docs/troubleshooting.md say it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fargate_tui.fargate.errors import (
    AwsError,
    ChangedMeanwhile,
    ClockSkewed,
    CredentialsExpired,
    CredentialsMissing,
    Invalid,
    MalformedQuery,
    NotAllowed,
    NotFound,
    NotLoggedIn,
    ReadOnly,
    Throttled,
    Unreachable,
)

PAGE: Final = "docs/troubleshooting.md"
"""Where the sections stand."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the page."""

    title: str
    means: str
    steps: tuple[str, ...]
    """What can be done, the most likely first."""

    @property
    def anchor(self) -> str:
        """As a site and as GitHub make it of the title."""
        return self.title.replace(" ", "-")

    @property
    def where(self) -> str:
        """What to look for, in a few words."""
        return f"troubleshooting › {self.title}"


NOT_LOGGED_IN: Final = Section(
    "not logged in",
    "No credentials were found where the AWS CLI looks: options, variables, config files, SSO cache, roles.",
    (
        "`aws sts get-caller-identity --profile NAME` shows what the AWS CLI finds; it is the same here",
        "`ctrl+p` chooses another profile, `:login` logs in by SSO or MFA where the profile says how",
        "`AWS_PROFILE`, `AWS_REGION` and the like in the shell's start files may name something that is gone",
    ),
)
UNANSWERED: Final = Section(
    "not answered",
    "AWS answered, and not as was asked; the sentence has AWS's own words.",
    ("`r` asks again", "`:requests` shows what was asked, how often, and what went wrong"),
)
SECTIONS: Final[Mapping[type[AwsError], Section]] = {
    NotAllowed: Section(
        "not allowed",
        "A policy of the caller, its permissions boundary, the organization or an endpoint forbids the call. All "
        "else goes on: what is missing is told as not checked.",
        (
            "the sentence names the IAM action: docs/iam.md has policies with what each view needs",
            "`:whoami` shows as whom AWS is asked; `ctrl+p` chooses another profile",
            "for a service's own roles `9` shows what they allow, and copies a policy that allows what is denied",
        ),
    ),
    Throttled: Section(
        "asked too often",
        "AWS limits calls by account and Region, and pipelines, consoles and other tools take from the same budget. "
        "It is asked again, more slowly.",
        (
            "`:requests` shows how many of the calls are from here",
            "the setting `refresh` asks less often; `metrics = false` and `live_tail = false` leave out what adds up",
        ),
    ),
    CredentialsMissing: NOT_LOGGED_IN,
    NotLoggedIn: NOT_LOGGED_IN,
    CredentialsExpired: Section(
        "login is over",
        "The credentials were good once. SSO sessions end after hours, assumed roles after one.",
        (
            "`:login` renews them without leaving the view; else the sentence names the command that does",
            "variables (`AWS_SESSION_TOKEN`) of an old session come before the profile: `unset` them",
        ),
    ),
    ClockSkewed: Section(
        "clocks differ",
        "AWS takes nothing that is signed more than five minutes before or after its own time.",
        (
            "set this machine's clock: `timedatectl set-ntp true`, or `sudo sntp -sS time.apple.com` on macOS",
            "a virtual machine that was asleep often lags: restart its time service",
        ),
    ),
    Unreachable: Section(
        "no answer",
        "No answer came, or none of AWS: the name is not known, the connection was refused or cut, it took too long, "
        "or a proxy answered.",
        (
            "`curl -sI https://ecs.REGION.amazonaws.com` tells whether it is this machine's network",
            "`HTTPS_PROXY`, `NO_PROXY` and `AWS_CA_BUNDLE` are used as by the AWS CLI",
            "a Region that is not enabled, or misspelt, has no address: the header shows which is asked",
        ),
    ),
    NotFound: Section(
        "not found",
        "It is not in this account and Region, or no longer: AWS forgets tasks about an hour after they have ended.",
        (
            "the header has the account and the Region; `ctrl+p` and `ctrl+r` choose others",
            "`:find` looks for an id, an address or a part of a name; `:history` has what has ended",
        ),
    ),
    Invalid: Section(
        "refused as invalid",
        "AWS understood what was asked and rejected it: a value, or a state in which it cannot be done.",
        (
            "the sentence has AWS's own words; of a change `c` on its plan copies the command, to be tried by hand",
            "`d` on the thing shows the state it is in",
        ),
    ),
    MalformedQuery: Section(
        "query not understood",
        "CloudWatch Logs Insights cannot read the query; nothing was scanned, and nothing is billed.",
        ("the cursor stands where reading it ended", "`tab` brings ready-made queries to begin with"),
    ),
    ReadOnly: Section(
        "read-only",
        "This program was told to change nothing; nothing was sent to AWS.",
        (
            "`--read-only`, the setting `read_only`, or a mistake in the settings: `fargate-tui config` shows which",
            "`:unlock` lifts it for a while, where the settings allow it",
        ),
    ),
    ChangedMeanwhile: Section(
        "changed meanwhile",
        "It is no longer as it was when the change was planned; nothing was sent.",
        ("plan it again: the plan is made of what is so now", "`3` and `:journal` show what has changed it"),
    ),
    AwsError: UNANSWERED,
}
"""By the kind of error; `section_of` looks for the nearest."""


def section_of(error: AwsError) -> Section:
    """The section about an error's kind."""
    return next(SECTIONS[kind] for kind in type(error).__mro__ if kind in SECTIONS)
