"""The environment of a command of one's own: the person's, with what the command is about, and the account asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from fargate_tui.fargate.pointable import VARIABLES

CREDENTIALS: Final = (
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
    "AWS_CREDENTIAL_EXPIRATION", "AWS_DEFAULT_PROFILE", "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
)  # fmt: skip
"""What the AWS CLI takes before AWS_PROFILE: with a profile that was chosen here it would ask another account."""
IGNORED: Final = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"
ENDPOINT: Final = "AWS_ENDPOINT_URL"


@dataclass(frozen=True, slots=True)
class Asked:
    """Where AWS is asked here."""

    profile: str = ""
    """As it was chosen here; empty where the environment decides."""
    region: str = ""
    account: str = ""
    endpoint: str = ""
    """Empty for AWS itself."""

    @property
    def variables(self) -> dict[str, str]:
        """Those that are known."""
        found = {
            "ACCOUNT": self.account,
            "AWS_PROFILE": self.profile,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "ENDPOINT_URL": self.endpoint,
            ENDPOINT: self.endpoint,
        }
        return {name: value for name, value in found.items() if value}

    def hidden(self, ours: Mapping[str, str]) -> Iterator[str]:
        """The variables of the person's that would lead to another account, or elsewhere, or are old."""
        yield from (name for name in VARIABLES if name in ours)
        if self.profile:
            yield from (name for name in CREDENTIALS if name in ours)
        if self.endpoint:
            yield from (name for name in ours if name.startswith(f"{ENDPOINT}_") or name == IGNORED)
