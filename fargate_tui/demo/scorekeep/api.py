"""``scorekeep-api``: the game's HTTP API, with the routes and objects of the sample ``eb-java-scorekeep``.

What the sample's clients may get wrong is refused here (409): a move out of turn, on a field that is taken, after the
end, by somebody who does not play, and a third player.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from fargate_tui.demo.scorekeep.game import RULES, NotThere, Scorekeep, milliseconds
from fargate_tui.demo.scorekeep.server import Asked, PortTaken, Reply, say, serve
from fargate_tui.demo.scorekeep.table import IN_MEMORY, Table
from fargate_tui.demo.scorekeep.tic_tac_toe import IllegalMove
from fargate_tui.demo.scorekeep.told import API_PORT, TABLE, WrongOption, port_of

_FAILED = (
    "java.lang.IllegalStateException: Failed to load ApplicationContext",
    "\tat org.springframework.boot.SpringApplication.run(SpringApplication.java:307)",
    "\tat scorekeep.Application.main(Application.java:24)",
    "Caused by: com.amazonaws.services.dynamodbv2.model.ResourceNotFoundException: Table: scorekeep-session not found",
    "\tat scorekeep.SessionModel.<init>(SessionModel.java:31)",
    "\t... 17 more",
)


class _NoRoute(Exception):
    """Nothing answers there."""


class Api:
    """Answers requests to ``/api``."""

    def __init__(self, game: Scorekeep) -> None:
        self._game = game

    def answer(self, asked: Asked) -> Reply:
        """Answer one; 4xx as Spring words it."""
        path = asked.path.partition("?")[0]
        try:
            return _json(200, self._route(asked, path.strip("/").split("/")))
        except (_NoRoute, NotThere) as error:
            return _error(404, "Not Found", str(error) or "No message available", path)
        except IllegalMove as error:
            return _error(409, "Conflict", str(error), path)
        except ValueError as error:
            return _error(400, "Bad Request", str(error), path)

    def _route(self, asked: Asked, path: list[str]) -> object:
        match path:
            case [""] | ["health"]:
                return {"status": "UP"}
            case ["api", "rules"]:
                return [RULES]
            case ["api", "rules", "TicTacToe"]:
                return RULES
            case ["api", "user", *rest]:
                return self._user(asked, rest)
            case ["api", "session", *rest]:
                return self._session(asked, rest)
            case ["api", "game", session, *rest]:
                return self._games(asked, session, rest)
            case ["api", "move", session, game, *rest]:
                return self._move(asked, session, game, rest)
            case ["api", "state", session, game, *rest] if asked.method == "GET":
                self._game.game(session, game)
                return self._game.one("state", rest[0]) if rest else self._game.all("state", game)
        raise _NoRoute

    def _user(self, asked: Asked, rest: list[str]) -> object:
        match asked.method, rest:
            case "POST", []:
                return self._game.new_user(_members(asked).get("name"))
        return self._plain("user", asked, rest)

    def _session(self, asked: Asked, rest: list[str]) -> object:
        match asked.method, rest:
            case "POST", []:
                return self._game.new_session()
            case "PUT", [session, "owner", user]:
                return self._game.change("session", session, owner=self._game.one("user", user)["id"])
        return self._plain("session", asked, rest)

    def _plain(self, kind: str, asked: Asked, rest: list[str]) -> object:
        """What can be done with everything: list, read, rename, delete."""
        match asked.method, rest:
            case "GET", []:
                return self._game.all(kind)
            case "GET", [identity]:
                return self._game.one(kind, identity)
            case "PUT", [identity]:
                return self._game.change(kind, identity, name=_members(asked).get("name"))
            case "DELETE", [identity]:
                self._game.delete(kind, identity)
                return None
        raise _NoRoute

    def _games(self, asked: Asked, session: str, rest: list[str]) -> object:
        game = self._game
        match asked.method, rest:
            case "GET", []:
                return game.all("game", game.one("session", session)["id"])
            case "POST", []:
                return game.new_game(session)
            case "GET", [identity]:
                return game.game(session, identity)
            case "GET", [identity, "name" | "rules" as what]:
                return game.game(session, identity)[what]
            case "GET", [identity, "user"]:
                return game.game(session, identity)["users"]
        self._change_game(asked, session, rest)
        return None

    def _change_game(self, asked: Asked, session: str, rest: list[str]) -> None:
        game = self._game
        match asked.method, rest:
            case "PUT", [identity, "rules", rules]:
                game.set_rules(session, identity, rules)
            case "PUT", [identity, "user", user]:
                game.join(session, identity, [user])
            case "POST", [identity, "users"]:
                game.join(session, identity, [str(user) for user in json.loads(asked.body)])
            case "PUT", [identity, "name", name]:
                game.change("game", game.game(session, identity)["id"], session, name=name)
            case "PUT", [identity, "starttime" | "endtime" as what, text]:
                times = {"startTime" if what == "starttime" else "endTime": int(text)}
                game.change("game", game.game(session, identity)["id"], session, **times)
            case "DELETE", [identity]:
                game.delete("game", game.game(session, identity)["id"])
            case _:
                raise _NoRoute

    def _move(self, asked: Asked, session: str, game: str, rest: list[str]) -> object:
        match asked.method, rest:
            case "GET", []:
                return self._game.all("move", self._game.game(session, game)["id"])
            case "GET", [move]:
                return self._game.one("move", move)
            case "POST", [user]:
                return self._game.move(session, game, user, asked.body.decode().strip().strip('"'))
        raise _NoRoute


def _members(asked: Asked) -> dict[str, Any]:
    members = json.loads(asked.body or b"{}")
    if not isinstance(members, dict):
        raise ValueError("the body is a JSON object")  # noqa: TRY004  it is the client's mistake
    return members


def _json(status: int, content: object) -> Reply:
    return Reply(status, b"" if content is None else json.dumps(content).encode())


def _error(status: int, error: str, message: str, path: str) -> Reply:
    told = {"timestamp": milliseconds(), "status": status, "error": error, "message": message, "path": path}
    return _json(status, told)


def _log(asked: Asked, reply: Reply, seconds: float) -> str:
    level = "INFO" if reply.status < 400 else "WARN" if reply.status < 500 else "ERROR"
    return _line(level, "scorekeep.Api", f"{asked.method} {asked.path} {reply.status} {seconds * 1000:.1f}ms")


def _line(level: str, who: str, text: str) -> str:
    """Without the time: CloudWatch Logs has that."""
    return f"{level:<5} [main] {who} - {text}"


def _fail(*lines: str) -> int:
    say(_line("ERROR", "o.s.boot.SpringApplication", "Application startup failed"))
    for line in lines:
        say(line)
    return 1


def main(arguments: list[str]) -> int:
    """Serve until told to end, or fail as a Java program would; returns the exit status."""
    began = time.perf_counter()
    try:
        port = port_of(os.environ, arguments, API_PORT)
    except WrongOption as error:
        say(f"Error: Unable to access jarfile {error}")
        return 1
    say(_line("INFO", "scorekeep.Application", "Starting Application"))
    if os.environ.get("FAIL") in ("1", "start"):
        return _fail(*_FAILED)
    api: Callable[[Asked], Reply] = Api(Scorekeep(Table(os.environ.get(TABLE, IN_MEMORY)))).answer
    say(_line("INFO", "scorekeep.Application", f"Started in {time.perf_counter() - began:.3f} s, port {port} (http)"))
    try:
        serve(port, api, _log)
    except PortTaken:
        return _fail("java.net.BindException: Address already in use", "\tat sun.nio.ch.Net.bind0(Native Method)")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
