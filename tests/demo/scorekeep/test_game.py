"""The game itself, without processes: its rules, and the API over them."""

import json
from typing import Any

import pytest

from fargate_tui.demo.scorekeep.api import Api
from fargate_tui.demo.scorekeep.game import Scorekeep
from fargate_tui.demo.scorekeep.server import Asked
from fargate_tui.demo.scorekeep.table import Table
from fargate_tui.demo.scorekeep.tic_tac_toe import INITIAL, IllegalMove, moved
from fargate_tui.demo.scorekeep.told import WrongOption, port_of


def played(*moves: str) -> str:
    state = INITIAL
    for move in moves:
        state = moved(state, move)
    return state


def test_the_players_take_turns() -> None:
    assert played("X5") == "O    X    "
    assert played("X5", "O1") == "XO   X    "


@pytest.mark.parametrize("line", ["123", "456", "789", "147", "258", "369", "159", "357"])
def test_three_in_a_row_win(line: str) -> None:
    others = [field for field in "123456789" if field not in line]
    first, second, third = tuple(line)
    state = played(f"X{first}", f"O{others[0]}", f"X{second}", f"O{others[1]}", f"X{third}")
    assert state[0] == "A"


def test_the_second_player_can_win() -> None:
    assert played("X1", "O4", "X2", "O5", "X9", "O6")[0] == "B"


def test_a_full_board_is_a_draw_unless_the_last_move_wins() -> None:
    assert played("X1", "O2", "X3", "O5", "X4", "O6", "X8", "O7", "X9") == "DXOXXOOOXX"
    assert played("X1", "O2", "X3", "O4", "X5", "O6", "X8", "O7", "X9")[0] == "A"


@pytest.mark.parametrize(
    ("before", "move", "why"),
    [
        ((), "O1", "it is the turn of X"),
        (("X1",), "O1", "field 1 is taken by X"),
        (("X1", "O4", "X2", "O5", "X3"), "O6", "the game is over"),
        ((), "X0", "a field from 1 to 9"),
        ((), "Z1", "a move is X or O"),
        ((), "", "a move is X or O"),
    ],
)
def test_what_the_rules_forbid_is_refused(before: tuple[str, ...], move: str, why: str) -> None:
    with pytest.raises(IllegalMove, match=why):
        moved(played(*before), move)


class Client:
    """Asks the API without a socket."""

    def __init__(self) -> None:
        self._api = Api(Scorekeep(Table()))

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        sent = b"" if body is None else body.encode() if isinstance(body, str) else json.dumps(body).encode()
        reply = self._api.answer(Asked(method, path, {}, sent, "127.0.0.1"))
        return reply.status, json.loads(reply.body or b"null")

    def made(self, method: str, path: str, body: object = None) -> Any:
        status, content = self.ask(method, path, body)
        assert status == 200, content
        return content

    def game(self, players: int = 2) -> tuple[str, list[str]]:
        """``SESSION/GAME`` with its rules set, and the ids of those who play."""
        users = [self.made("POST", "/api/user", {"name": f"player {one}"})["id"] for one in range(players)]
        session = self.made("POST", "/api/session")["id"]
        game = self.made("POST", f"/api/game/{session}")["id"]
        self.made("POST", f"/api/game/{session}/{game}/users", users)
        self.made("PUT", f"/api/game/{session}/{game}/rules/TicTacToe")
        return f"{session}/{game}", users


@pytest.fixture
def client() -> Client:
    return Client()


def test_a_game_is_played_with_the_routes_and_objects_of_the_sample(client: Client) -> None:
    place, (first, second) = client.game()
    assert client.made("GET", f"/api/state/{place}")[0]["state"] == INITIAL
    for user, move in ((first, "X1"), (second, "O4"), (first, "X2"), (second, "O5"), (first, "X3")):
        made = client.made("POST", f"/api/move/{place}/{user}", move)
        assert (made["user"], made["move"]) == (user, move)
    game = client.made("GET", f"/api/game/{place}")
    assert game["rules"] == "TicTacToe"
    assert game["users"] == [first, second]
    assert game["endTime"] is not None
    assert len(game["moves"]) == 5
    last = client.made("GET", f"/api/state/{place}/{game['states'][-1]}")
    assert (last["state"], last["turn"]) == ("AXXXOO    ", [second])
    assert [move["move"] for move in client.made("GET", f"/api/move/{place}")] == ["X1", "O4", "X2", "O5", "X3"]
    session = place.partition("/")[0]
    assert client.made("GET", f"/api/session/{session}")["games"] == [game["id"]]


def test_out_of_turn_twice_on_a_field_and_by_strangers_is_refused(client: Client) -> None:
    place, (first, second) = client.game()
    client.made("POST", f"/api/move/{place}/{first}", "X1")
    stranger = client.made("POST", "/api/user")["id"]
    for user, move, why in (
        (first, "O2", f"it is not the turn of user {first}"),
        (second, "X2", "it is the turn of O"),
        (second, "O1", "field 1 is taken by X"),
        (stranger, "O2", f"user {stranger} does not play this game"),
    ):
        status, content = client.ask("POST", f"/api/move/{place}/{user}", move)
        assert (status, content["message"]) == (409, why)
    assert len(client.made("GET", f"/api/state/{place}")) == 2


def test_a_third_player_is_refused(client: Client) -> None:
    place, _ = client.game()
    third = client.made("POST", "/api/user")["id"]
    assert client.ask("PUT", f"/api/game/{place}/user/{third}")[0] == 409


def test_what_is_not_there_is_said(client: Client) -> None:
    place, (first, _) = client.game()
    for method, path in (
        ("GET", "/api/session/NONE"),
        ("GET", f"/api/game/NONE/{place.partition('/')[2]}"),
        ("GET", f"/api/state/{place}/NONE"),
        ("POST", f"/api/move/NONE/NONE/{first}"),
        ("GET", "/api/nothing"),
        ("DELETE", "/api/user/NONE"),
    ):
        status, content = client.ask(method, path, "X1" if method == "POST" else None)
        assert (status, content["error"], content["path"]) == (404, "Not Found", path)


def test_a_body_that_is_no_json_is_a_bad_request(client: Client) -> None:
    assert client.ask("POST", "/api/user", "{")[0] == 400
    assert client.ask("POST", "/api/user", "[]")[0] == 400


def test_sessions_users_and_games_are_listed_renamed_owned_and_deleted(client: Client) -> None:
    place, (first, _) = client.game()
    session = place.partition("/")[0]
    assert client.made("PUT", f"/api/session/{session}", {"name": "tonight"})["name"] == "tonight"
    assert client.made("PUT", f"/api/session/{session}/owner/{first}")["owner"] == first
    assert [one["id"] for one in client.made("GET", "/api/session")] == [session]
    client.made("PUT", f"/api/game/{place}/name/final")
    assert client.made("GET", f"/api/game/{place}/name") == "final"
    client.made("DELETE", f"/api/game/{place}")
    assert client.made("GET", f"/api/game/{session}") == []
    client.made("DELETE", f"/api/user/{first}")
    assert len(client.made("GET", "/api/user")) == 1


def test_a_port_comes_from_the_command_the_environment_or_is_the_usual_one() -> None:
    assert port_of({}, [], 5000) == 5000
    assert port_of({"PORT": "5001"}, [], 5000) == 5001
    assert port_of({"PORT": "5001"}, ["--server.port=5002"], 5000) == 5002
    for environment, arguments in (({}, ["java"]), ({"PORT": "web"}, []), ({}, ["--server.port=0"])):
        with pytest.raises(WrongOption):
            port_of(environment, arguments, 5000)
