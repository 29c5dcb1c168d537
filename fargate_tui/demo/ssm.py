"""Systems Manager: sessions with containers here, parameters and all else in moto."""

from collections.abc import Callable, Mapping

import msgspec

from fargate_tui.demo.ecs.sessions import Session, Sessions
from fargate_tui.demo.ecs.wire import Json, Members, epoch, without_none
from fargate_tui.demo.moto_thread import Moto
from fargate_tui.demo.wire import Answer, Call, Request, json_answer, refusal

_PORT, _LOCAL = "portNumber", "localPortNumber"
_DOCUMENTS: Mapping[str, tuple[str, ...]] = {
    "SSM-SessionManagerRunShell": (),
    "AWS-StartInteractiveCommand": ("command",),
    "AWS-StartNonInteractiveCommand": ("command",),
    "AWS-StartPortForwardingSession": (_PORT, _LOCAL),
    "AWS-StartPortForwardingSessionToRemoteHost": ("host", _PORT, _LOCAL),
}
"""Documents of AWS for sessions, and their parameters."""
_NEEDED = ("host", "command")


class _Refused(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def answer_ssm(call: Call, request: Request, sessions: Sessions) -> Answer | Callable[[Moto], Answer]:
    """The answer to what concerns sessions, and the job that answers everything else."""
    own = _OPERATIONS.get(call.operation)
    if own is None:
        return lambda moto: moto.ask(request)
    try:
        return json_answer(own(sessions, Members(msgspec.json.decode(request.body or b"{}", type=Json)), call))
    except msgspec.DecodeError as error:
        return refusal(call, "SerializationException", str(error))
    except _Refused as error:
        return refusal(call, error.code, str(error))


def _start(sessions: Sessions, request: Members, call: Call) -> Json:
    target = request.text("Target") or ""
    document = request.text("DocumentName") or "SSM-SessionManagerRunShell"
    if document not in _DOCUMENTS:
        raise _Refused("InvalidDocument", f"Document with name {document} does not exist.")
    _check(document, request.members("Parameters"))
    found = sessions.find(target)
    if found is None:
        raise _Refused("TargetNotConnected", f"{target} is not connected.")
    session = sessions.open(call.caller.rpartition("/")[2], *found, document, request.text("Reason"))
    return {name[0].upper() + name[1:]: value for name, value in session.items()}


def _check(document: str, parameters: Members) -> None:
    for name in parameters.raw:
        if name not in _DOCUMENTS[document]:
            raise _Refused("InvalidParameters", f"Parameter '{name}' is not defined in the document {document}.")
    for name in _DOCUMENTS[document]:
        values = parameters.texts(name)
        if not values and name in _NEEDED:
            raise _Refused("InvalidParameters", f"Parameter '{name}' is required by the document {document}.")
        if name in (_PORT, _LOCAL) and not all(_is_port(value, least=name == _PORT) for value in values):
            raise _Refused("InvalidParameters", f"Parameter '{name}' is not a port: {', '.join(values)}.")


def _is_port(value: str, *, least: int) -> bool:
    return value.isdecimal() and int(least) <= int(value) <= 65535


def _terminate(sessions: Sessions, request: Members, call: Call) -> Json:
    del call
    identity = request.text("SessionId") or ""
    sessions.end(identity)
    return {"SessionId": identity}


def _describe(sessions: Sessions, request: Members, call: Call) -> Json:
    is_open = request.text("State") == "Active"
    found = [session for session in reversed(sessions.held.values()) if session.is_open is is_open]
    return {"Sessions": [_shown(session, call.caller) for session in found]}


def _shown(session: Session, owner: str) -> Json:
    return without_none(
        SessionId=session.id,
        Target=session.target,
        Status="Connected" if session.is_open else "Terminated",
        StartDate=epoch(session.started),
        EndDate=epoch(session.ended) if session.ended else None,
        DocumentName=session.document,
        Owner=owner,
        Reason=session.reason,
    )


_OPERATIONS: Mapping[str, Callable[[Sessions, Members, Call], Json]] = {
    "StartSession": _start,
    "TerminateSession": _terminate,
    "DescribeSessions": _describe,
}
