"""What can go wrong when AWS is asked: a few kinds, each saying what happened, to what, and what to do."""

from typing import Literal


class AwsError(Exception):
    """A question or a change that AWS did not answer as asked.

    ``doing`` is what was tried in plain words ("list services of production"), ``why`` what came back, and
    ``remedy`` what the person can do about it. `str` of it is the one sentence for the screen.
    """

    def __init__(self, doing: str, why: str, remedy: str = "") -> None:
        super().__init__(doing, why, remedy)
        self.doing = doing
        self.why = why
        self.remedy = remedy
        self.request_id = ""
        """AWS's id of the request, where it answered one that changes something."""
        self.is_of_a_repeat = False
        """Whether the request had been sent before, without a good answer: that one may be the reason."""

    def __str__(self) -> str:
        sentence = f"cannot {self.doing}: {self.why}"
        return f"{sentence}; {self.remedy}" if self.remedy else sentence


class NotAllowed(AwsError):
    """An IAM policy, boundary or organization forbids it. ``action`` is the IAM action that is missing."""

    def __init__(self, doing: str, why: str, remedy: str = "", *, action: str = "") -> None:
        super().__init__(doing, why, remedy)
        self.action = action


class Throttled(AwsError):
    """AWS asks everybody in the account and Region to slow down."""


class NotLoggedIn(AwsError):
    """Credentials are missing or over; the remedy names the command that renews them.

    ``login`` is how a person renews them from here, ``profile`` with which profile.
    """

    def __init__(
        self, doing: str, why: str, remedy: str = "", *, login: Literal["", "sso", "mfa"] = "", profile: str = ""
    ) -> None:
        super().__init__(doing, why, remedy)
        self.login: Literal["", "sso", "mfa"] = login
        self.profile = profile


class CredentialsMissing(NotLoggedIn):
    """No credentials were found anywhere the AWS CLI would look."""


class CredentialsExpired(NotLoggedIn):
    """The credentials were good once."""


class ClockSkewed(AwsError):
    """The clocks of this machine and of AWS differ by more than AWS allows: nothing that is signed is accepted."""


class Unreachable(AwsError):
    """No answer came: name not found, refused, timed out, cut off, or not an AWS answer at all."""


class NotFound(AwsError):
    """What was asked for is not there, or no longer."""


class Invalid(AwsError):
    """AWS understood the request and rejected it."""


class MalformedQuery(Invalid):
    """A query that cannot be understood; ``start`` and ``end`` are the characters of its text that are in the way."""

    def __init__(self, doing: str, why: str, remedy: str = "", *, start: int | None = None, end: int = 0) -> None:
        super().__init__(doing, why, remedy)
        self.start = start
        self.end = end


class ReadOnly(AwsError):
    """The program was told to change nothing; nothing was sent."""

    def __init__(self, doing: str) -> None:
        """``doing`` is what was refused."""
        super().__init__(doing, "this is read-only mode", ":unlock lifts it for a while, where the settings allow it")


class ChangedMeanwhile(AwsError):
    """The thing is no longer as it was when the change was planned; nothing was sent."""
