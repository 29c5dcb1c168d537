"""The book kept during one round: what it cost, what is missing, what went wrong."""

from collections.abc import Iterable

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.errors import AwsError, CredentialsExpired, CredentialsMissing, Throttled
from fargate_tui.fargate.records import Failure


class Round:
    """Collects calls by API bucket, gaps and errors while a round goes on."""

    def __init__(self) -> None:
        self._calls: dict[str, int] = {}
        self._gaps: dict[str, None] = {}
        self.errors: list[AwsError] = []

    def count(self, bucket: str, calls: int = 1) -> None:
        """Take note of requests to one of AWS's buckets (fargate.md §10.1)."""
        self._calls[bucket] = self._calls.get(bucket, 0) + calls

    @property
    def calls(self) -> int:
        """Requests in the busiest bucket."""
        return max(self._calls.values(), default=0)

    def miss(self, *gaps: str) -> None:
        """Take note of what is missing, a sentence each."""
        self._gaps.update(dict.fromkeys(gaps))

    def miss_failures(self, failures: Iterable[Failure]) -> None:
        """Take note of what a Describe call could not answer for."""
        for failure in failures:
            why = failure.detail or (failure.reason or "no reason given").lower()
            self.miss(f"cannot describe {name_of(failure.arn or 'one of them')}: {why}")

    def absorb(self, error: AwsError) -> None:
        """Take an error in one place for a gap; without credentials nothing else will succeed, so that is raised."""
        if isinstance(error, (CredentialsExpired, CredentialsMissing)):
            raise error
        self.errors.append(error)
        self.miss(str(error))

    @property
    def is_throttled(self) -> bool:
        """Whether AWS asked to slow down anywhere."""
        return any(isinstance(error, Throttled) for error in self.errors)

    @property
    def gaps(self) -> tuple[str, ...]:
        """All that is missing, each once."""
        return tuple(self._gaps)
