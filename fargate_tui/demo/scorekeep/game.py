"""What Scorekeep does: users meet in sessions, play games there, and every move makes a new state."""

import secrets
import time

from fargate_tui.demo.scorekeep.table import Item, Table
from fargate_tui.demo.scorekeep.tic_tac_toe import INITIAL, IllegalMove, moved

RULES: Item = {
    "id": "TicTacToe",
    "name": "Tic Tac Toe",
    "categories": ["head to head", "quick"],
    "users": [2],
    "teams": 0,
    "phases": ["Move"],
    "moves": ["Move"],
    "initialState": INITIAL,
}
_PLAYERS = 2
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUV"
_NAMES = ("Ada", "Alan", "Barbara", "Edsger", "Frances", "Grace", "Katherine", "Ken", "Margaret", "Tony")


class NotThere(Exception):
    """A session, game, user, move or state of that id does not exist."""


class Scorekeep:
    """The game over its table; raises NotThere and IllegalMove."""

    def __init__(self, table: Table) -> None:
        self._table = table

    # --- users and sessions -------------------------------------------------------------------------------------

    def new_user(self, name: str | None) -> Item:
        """A user, by a name of chance where none is given."""
        return self._new("user", name=name or secrets.choice(_NAMES))

    def new_session(self) -> Item:
        """A session without games."""
        return self._new("session", name=None, owner=None, games=None)

    def all(self, kind: str, owner: str = "") -> list[Item]:
        """Everything of a kind; of games those of a session, of moves and states those of a game."""
        return self._table.of(kind, owner)

    def one(self, kind: str, identity: str) -> Item:
        """The item of this id."""
        found = self._table.get(kind, identity)
        if found is None:
            raise NotThere(f"{kind} {identity}")
        return found

    def delete(self, kind: str, identity: str) -> None:
        """Forget a session, a game or a user."""
        self.one(kind, identity)
        self._table.delete(kind, identity)

    def change(self, kind: str, identity: str, of: str = "", /, **members: object) -> Item:
        """Give an item other members."""
        with self._table.transaction():
            item = self.one(kind, identity) | members
            self._table.put(kind, item, of)
        return item

    # --- games --------------------------------------------------------------------------------------------------

    def new_game(self, session: str) -> Item:
        """A game in a session, without players or rules."""
        nothing = dict.fromkeys(("name", "users", "rules", "startTime", "endTime", "states", "moves"))
        with self._table.transaction():
            found = self.one("session", session)
            game = self._new("game", session, session=session, **nothing)
            self._table.put("session", found | {"games": [*(found["games"] or []), game["id"]]})
        return game

    def game(self, session: str, identity: str) -> Item:
        """The game of that session."""
        self.one("session", session)
        return self._game(session, identity)

    def set_rules(self, session: str, identity: str, rules: str) -> None:
        """Have a game played by these rules, from its first state on."""
        if rules != RULES["id"]:
            raise NotThere(f"rules {rules}")
        with self._table.transaction():
            game = self._game(session, identity)
            state = self._state(game, INITIAL, game["users"] or [])
            self._table.put("game", game | {"rules": rules, "states": [state["id"]], "moves": None}, session)

    def join(self, session: str, identity: str, users: list[str]) -> None:
        """Let users play."""
        with self._table.transaction():
            game = self._game(session, identity)
            joined = list(dict.fromkeys([*(game["users"] or []), *users]))
            for user in users:
                self.one("user", user)
            if len(joined) > _PLAYERS:
                raise IllegalMove(f"the game has its {_PLAYERS} players")
            self._table.put("game", game | {"users": joined}, session)

    def move(self, session: str, identity: str, user: str, text: str) -> Item:
        """Make a move, and with it the game's next state."""
        with self._table.transaction():
            game = self._game(session, identity)
            if not game["states"]:
                raise IllegalMove("the game has no rules yet")
            if user not in (game["users"] or []):
                raise IllegalMove(f"user {user} does not play this game")
            old = self.one("state", game["states"][-1])
            if game["moves"] and user not in old["turn"]:
                raise IllegalMove(f"it is not the turn of user {user}")
            others = [one for one in game["users"] if one != user]
            state = self._state(game, moved(old["state"], text), others or [user])
            move = self._new("move", identity, session=session, game=identity, user=user, move=text)
            is_over = state["state"][0] in "ABD"
            self._table.put("game", _moved_on(game, move, state, is_over=is_over), session)
        return move

    def _game(self, session: str, identity: str) -> Item:
        game = self.one("game", identity)
        if game["session"] != session:
            raise NotThere(f"game {identity}")
        return game

    def _state(self, game: Item, state: str, turn: list[str]) -> Item:
        return self._new("state", game["id"], session=game["session"], game=game["id"], state=state, turn=turn)

    def _new(self, kind: str, of: str = "", /, **members: object) -> Item:
        item: Item = {"id": "".join(secrets.choice(_LETTERS) for _ in range(8)), **members}
        self._table.put(kind, item, of)
        return item


def _moved_on(game: Item, move: Item, state: Item, *, is_over: bool) -> Item:
    return game | {
        "moves": [*(game["moves"] or []), move["id"]],
        "states": [*game["states"], state["id"]],
        "endTime": milliseconds() if is_over else None,
    }


def milliseconds() -> int:
    """Since 1970, as Java's dates are shown."""
    return round(time.time() * 1000)
