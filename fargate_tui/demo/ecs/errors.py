"""How the control plane says no."""

from collections.abc import Mapping


class EcsError(Exception):
    """An error answer: AWS's exception name, its sentence, its HTTP status.

    ``members`` are what the error's body holds besides ``message``, for instance ``resourceIds`` of a
    ConflictException. The body is ``{"__type": code, "message": message, **members}``.
    """

    def __init__(self, code: str, message: str, status: int = 400, members: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.members: Mapping[str, object] = members or {}


def client_error(message: str) -> EcsError:
    """A ClientException."""
    return EcsError("ClientException", message)


def invalid(message: str) -> EcsError:
    """An InvalidParameterException."""
    return EcsError("InvalidParameterException", message)
