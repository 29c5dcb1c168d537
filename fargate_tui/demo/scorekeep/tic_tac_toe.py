"""The rules of tic-tac-toe over the sample's states: ten characters, the first of which tells how the game stands.

``X`` and ``O``: whose turn it is; ``A`` and ``B``: X or O has won; ``D``: nobody can any more (the sample has no word
for that). The others are the board's fields 1 to 9, row by row.
"""

INITIAL = "X" + " " * 9

_LINES = ((1, 2, 3), (4, 5, 6), (7, 8, 9), (1, 4, 7), (2, 5, 8), (3, 6, 9), (1, 5, 9), (3, 5, 7))
_OTHER = {"X": "O", "O": "X"}
_WON = {"X": "A", "O": "B"}


class IllegalMove(Exception):
    """The rules do not allow it; ``str()`` says why."""


def moved(state: str, move: str) -> str:
    """The state after a move such as ``X5``; raises IllegalMove."""
    if len(move) != 2 or move[0] not in _OTHER or move[1] not in "123456789":
        raise IllegalMove(f"a move is X or O and a field from 1 to 9, not {move!r}")
    player, field = move[0], int(move[1])
    if state[0] not in _OTHER:
        raise IllegalMove("the game is over")
    if state[0] != player:
        raise IllegalMove(f"it is the turn of {state[0]}")
    if state[field] != " ":
        raise IllegalMove(f"field {field} is taken by {state[field]}")
    board = state[:field] + player + state[field + 1 :]
    return _standing(board, player) + board[1:]


def _standing(board: str, player: str) -> str:
    if any(all(board[field] == player for field in line) for line in _LINES):
        return _WON[player]
    return _OTHER[player] if " " in board[1:] else "D"
