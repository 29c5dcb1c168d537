"""Being told what becomes of what is shown, wherever one is: the key that begins and ends it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import work

from fargate_tui.format import MARK, visible
from fargate_tui.screens.editing import EditingScreen
from fargate_tui.screens.loading import load_actions
from fargate_tui.widgets.masthead import Trail

if TYPE_CHECKING:
    from fargate_tui.fargate.watching import Watched


class WatchingScreen(EditingScreen):
    """A view of things that can be watched."""

    def watchables(self) -> "tuple[Watched, ...]":
        """What is watched where one is: the service that is shown."""
        from fargate_tui.fargate.watching import Watched

        place = self.place
        if not place.cluster or not place.service:
            return ()
        return (Watched("service", place.cluster, place.service),)

    @property
    def watches_nothing(self) -> str:
        """Why there is nothing to watch."""
        return "a service, its deployments, or what is searched for in logs can be watched"

    @work(group="watch")
    async def action_watch(self) -> None:
        """Watch what is shown or under the cursor, or end that."""
        wanted = self.watchables()
        if not wanted:
            self.notify(self.watches_nothing, severity="warning", markup=False)
            return
        await load_actions(self.context)
        self.turn_watches(wanted)

    def turn_watches(self, wanted: "tuple[Watched, ...]") -> None:
        """Watch those things, or end the watches where all are watched."""
        watching = self.context.watching
        begins = [each for each in wanted if each not in watching]
        names = ", ".join(visible(each.name) for each in (begins or wanted)[:3])
        if not begins:
            for each in wanted:
                watching.end(each)
            self.notify(f"{MARK} no longer watched: {names}", markup=False)
        elif all(watching.begin(each) for each in begins):
            key = self.key("view.watch", "W")
            self.notify(f"{MARK} watched: {names} · {key} ends it, :watches lists all", markup=False)
        else:
            said = f"{len(watching)} things are watched already: end one at :watches"
            self.notify(said, severity="warning", markup=False)
        self.show_watched()

    def show_watched(self) -> None:
        """Show what is watched now."""

    def with_watches(self, trail: Trail) -> Trail:
        """The trail with how many things are watched, or that what is shown is."""
        number, watched = self.context.watched_number, self.context.watched
        if not number:
            return trail
        is_here = self.place.service is not None and any(wanted in watched for wanted in self.watchables())
        return replace(trail, notes=(f"{MARK} watched" if is_here else f"{MARK} {number}", *trail.notes))
