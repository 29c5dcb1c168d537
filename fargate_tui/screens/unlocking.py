"""How read-only mode is lifted for a while: by typing what the account is called."""

from fargate_tui.screens.editing import EditingScreen
from fargate_tui.widgets.prompt import Prompt

UNLOCK = "type {} to unlock for {} min:"


class UnlockingScreen(EditingScreen):
    """A view from which read-only mode can be lifted."""

    def obey_unlock(self, _rest: str) -> None:
        """Ask for the name of the account, where read-only mode can be lifted at all."""
        lock = self.context.lock
        if not lock.is_closed:
            left = lock.minutes_left
            self.notify(f"unlocked for {left} min already" if left else "this is not read-only mode", markup=False)
        elif not lock.opens:
            said = f"read-only was asked for by {self.context.locked_by}: start without it to change anything"
            self.notify(said, severity="warning", markup=False)
        else:
            self.query_one(Prompt).open(UNLOCK.format(self.unlock_name, lock.minutes))

    def obey_lock(self, _rest: str) -> None:
        """Refuse every change again."""
        self.context.lock.close()
        self.notify("read-only again" if self.context.lock.is_closed else "this is not read-only mode", markup=False)
        self.show_lock()

    @property
    def unlock_name(self) -> str:
        """What is typed to unlock: the label of the account, else its profile, else its number."""
        caller = self.context.store.caller()
        names = (self.context.settings.label, caller and caller.profile, caller and caller.account)
        return next((name for name in names if name), "unlock")

    def unlocks(self, glyph: str, typed: str) -> bool:
        """Take what was typed into the question of `:unlock`; whether it was that question."""
        lock = self.context.lock
        if glyph != UNLOCK.format(self.unlock_name, lock.minutes):
            return False
        if typed.strip() != self.unlock_name:
            self.notify(f"that is not {self.unlock_name}: it stays read-only", severity="warning", markup=False)
            return True
        lock.open()
        said = f"changes are let through for {lock.minutes} min · :lock ends it"
        self.notify(said, severity="warning", markup=False)
        self.show_lock()
        return True

    def show_lock(self) -> None:
        """Show in the header whether anything may be changed."""
