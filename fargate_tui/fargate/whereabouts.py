"""Where AWS is asked: a profile in a Region."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A profile of the AWS config files in a Region; equal ones are the same account and Region."""

    profile: str | None = None
    """None leaves the choice to the environment and the default, as in the AWS CLI."""
    region: str | None = None
    """None, while it is not known, leaves it to the environment and the profile."""

    def __str__(self) -> str:
        """``prod in eu-west-1``."""
        name = self.profile or "the default profile"
        return f"{name} in {self.region}" if self.region else name

    def in_region(self, region: str) -> "Whereabouts":
        """The same profile elsewhere."""
        return replace(self, region=region)
