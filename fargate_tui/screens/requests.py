"""What this program has asked of AWS, and what that takes from the account."""

from fargate_tui.columns.requests import COLUMNS, account
from fargate_tui.fargate.requests import RequestRow
from fargate_tui.format import money, visible
from fargate_tui.live.watch import Watch
from fargate_tui.screens.journey import Place
from fargate_tui.screens.table import TableScreen
from fargate_tui.widgets.lines import Line, Span


class RequestsScreen(TableScreen[RequestRow]):
    """Every operation that was called, those of one API bucket together; to look at it asks nothing."""

    COLUMNS = COLUMNS
    EXPLAINS = True
    OPENS = False
    noun = "operations"
    kind = "operation"

    def listing(self) -> Watch[RequestRow]:
        """What has been asked so far."""
        return self.context.store.own.requests()

    def place_of(self, row: RequestRow) -> Place | None:  # noqa: ARG002 - nothing lies behind a number
        """Nowhere."""
        return None

    @property
    def nothing(self) -> str:
        """What is said before the first call."""
        return "nothing has been asked of AWS yet"

    def notes(self) -> tuple[str, ...]:
        """What all of it costs, as far as prices are known, then how the rows are arranged."""
        billed = (row.calls.billed for row in self.latest.rows)
        dollars = [each.dollars for each in billed if each is not None and each.dollars is not None]
        return (*((f"billed: about {money(sum(dollars))}",) if dollars else ()), *super().notes())

    def explanation(self, row: RequestRow) -> Line:
        """What went wrong last, else what is billed on which terms, and the budget it takes from."""
        return super().explanation(row) or (Span(visible(account(row)), "muted"),)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """AWS has nothing more to say of a call."""
        return False if action in ("open", "describe", "json") else super().check_action(action, parameters)
