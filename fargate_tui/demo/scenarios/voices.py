"""How the demo's services speak while they run: each in the manner of its language and framework."""

import random
from collections.abc import Callable, Sequence
from functools import cache

import msgspec

Lines = Callable[[random.Random], Sequence[str]]

_METHODS = ("GET", "GET", "GET", "POST", "PUT")
_STATUS = (200, 200, 200, 200, 200, 200, 201, 204, 304, 400, 404, 502)
_AGENTS = ("Mozilla/5.0 (iPhone)", "okhttp/4.12", "Mozilla/5.0 (X11; Linux)", "ELB-HealthChecker/2.0")
_CURRENCIES = ("EUR", "EUR", "USD", "GBP", "JPY")


def mostly(usual: Lines, *rare: tuple[float, Lines]) -> Lines:
    """``usual``, and now and then, at a beat in so many, something rare instead."""

    def say(chance: random.Random) -> Sequence[str]:
        drawn = chance.random()
        for beats, lines in rare:
            drawn -= 1 / beats
            if drawn < 0:
                return lines(chance)
        return usual(chance)

    return say


def burst(lines: Lines, least: int, most: int) -> Lines:
    """Many times at once."""

    def say(chance: random.Random) -> Sequence[str]:
        return [line for _ in range(chance.randint(least, most)) for line in lines(chance)]

    return say


def always(*lines: str) -> Lines:
    """The same lines, one after the other."""
    return lambda _: lines


def requests_json(service: str, *paths: str) -> Lines:
    """One request as a JSON line."""

    def say(chance: random.Random) -> Sequence[str]:
        status = chance.choice(_STATUS)
        line = {
            "level": "error" if status >= 500 else "warn" if status >= 400 else "info",
            "service": service,
            "method": chance.choice(_METHODS),
            "path": chance.choice(paths),
            "status": status,
            "ms": chance.randint(2, 480),
            "trace": f"{chance.getrandbits(64):016x}",
        }
        return (_json(line),)

    return say


def requests_combined(*paths: str) -> Lines:
    """One request as nginx writes it."""

    def say(chance: random.Random) -> Sequence[str]:
        ip = f"10.0.{chance.randint(0, 2)}.{chance.randint(4, 250)}"
        request = f"{chance.choice(_METHODS)} {chance.choice(paths)} HTTP/1.1"
        size = chance.randint(120, 48_000)
        return (f'{ip} - - "{request}" {chance.choice(_STATUS)} {size} "-" "{chance.choice(_AGENTS)}"',)

    return say


def jobs_logfmt(service: str, *kinds: str) -> Lines:
    """One job done as a logfmt line."""

    def say(chance: random.Random) -> Sequence[str]:
        job, took = f"{chance.getrandbits(32):08x}", chance.randint(20, 9_000)
        return (f"level=info svc={service} msg=done kind={chance.choice(kinds)} job={job} took={took}ms",)

    return say


def job_retried(service: str, error: str) -> Lines:
    """A job that has to be done again, as a logfmt line."""

    def say(chance: random.Random) -> Sequence[str]:
        job, attempt = f"{chance.getrandbits(32):08x}", chance.randint(1, 4)
        return (f'level=warn svc={service} msg="will retry" job={job} attempt={attempt} error="{error}"',)

    return say


def checkouts(chance: random.Random) -> Sequence[str]:
    """What checkout-api says about one order: JSON, one request id through all of its lines."""
    request = f"req-{chance.getrandbits(48):012x}"
    order, customer = f"o-{chance.randint(100_000, 999_999)}", f"c-{chance.randint(1_000, 9_999)}"
    total = {"value": round(chance.uniform(4, 900), 2), "currency": chance.choice(_CURRENCIES)}

    def line(level: str, message: str, **members: object) -> str:
        return _json({"level": level, "msg": message, "request_id": request, "order": order, **members})

    begun = line("info", "checkout begun", customer=customer, items=chance.randint(1, 9))
    fate = chance.random()
    if fate < 0.82:
        took = chance.randint(40, 900)
        return begun, line("info", "checkout completed", customer=customer, total=total, ms=took)
    if fate < 0.92:
        return begun, line("warn", "payment declined", customer=customer, total=total, reason="insufficient_funds")
    if fate < 0.97:
        error = {"type": "TimeoutError", "message": "payments did not answer within 2000 ms", "attempt": 2}
        return begun, line("error", "payment failed", customer=customer, error=error, ms=2000 + chance.randint(0, 40))
    return begun, line("debug", "cart read from replica", lag_ms=chance.randint(1, 400), shard=chance.randint(0, 7))


def java_service(package: str, *messages: str) -> Lines:
    """What a Spring service says."""

    def say(chance: random.Random) -> Sequence[str]:
        thread = f"http-nio-8080-exec-{chance.randint(1, 24)}"
        hits, took = chance.randint(0, 5_000), chance.randint(3, 240)
        return (f"INFO  [{thread}] {package}.QueryHandler - {chance.choice(messages)} hits={hits} took={took}ms",)

    return say


def java_trace(package: str) -> Lines:
    """An exception with its cause, one event for each line, as the awslogs driver sends it."""

    def say(chance: random.Random) -> Sequence[str]:
        thread, line = f"http-nio-8080-exec-{chance.randint(1, 24)}", chance.randint(40, 240)
        return (
            f"ERROR [{thread}] {package}.QueryHandler - query failed shard={chance.randint(0, 11)}",
            f"{package}.IndexUnavailableException: no replica of the shard answered",
            f"\tat {package}.IndexClient.query(IndexClient.java:{line})",
            f"\tat {package}.QueryHandler.handle(QueryHandler.java:88)",
            "\tat org.apache.coyote.AbstractProcessorLight.process(AbstractProcessorLight.java:63)",
            "\tat java.base/java.lang.Thread.run(Thread.java:1583)",
            "Caused by: java.net.SocketTimeoutException: Read timed out",
            "\tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:278)",
            "\t... 34 more",
        )

    return say


def python_service(logger: str, *messages: str) -> Lines:
    """What a Python service says in the manner of the logging module."""

    def say(chance: random.Random) -> Sequence[str]:
        user = chance.randint(10_000, 99_999)
        return (f"INFO:{logger}:{chance.choice(messages)} user={user} pid={chance.randint(7, 12)}",)

    return say


def python_trace(logger: str) -> Lines:
    """A traceback, one event for each line."""

    def say(chance: random.Random) -> Sequence[str]:
        user = chance.randint(10_000, 99_999)
        return (
            f"ERROR:{logger}:login failed user={user}",
            "Traceback (most recent call last):",
            f'  File "/app/accounts/session.py", line {chance.randint(30, 90)}, in open_session',
            "    token = await self.tokens.issue(user)",
            '  File "/app/accounts/tokens.py", line 58, in issue',
            '    raise KeyRotationError(f"key {key_id} is not active yet")',
            "accounts.tokens.KeyRotationError: key 2026-11 is not active yet",
        )

    return say


def hostile(chance: random.Random) -> Sequence[str]:
    """What strangers put into user agents and paths: escapes, markup, right-to-left marks, too much of everything."""
    return (chance.choice(_hostile()),)


@cache
def _hostile() -> tuple[str, ...]:
    return (
        "GET /\x1b[2J\x1b[1;31mPWNED\x1b[0m HTTP/1.1 404 \x1b]0;title\x07\x1b]52;c;cm0gLXJmIC8=\x07",
        "GET /search?q=[bold red]free[/] [/api/x] [link=https://evil.example]here[/link] [worker-1] 200",
        'user-agent="\u202egnp.exe\u2066 \u200b\ufeff" path=/cart status=200',
        "POST /upload name=caf\u0065\u0301-\u65e5\u672c\u8a9e-\U0001f468\u200d\U0001f469\u200d\U0001f467.png 201",
        "tab\tseparated\tvalues\tand\ra carriage return,\x00 a null,\x08 a backspace,\x9b31m a C1 escape",
        '{"level":"error","msg":"unterminated',
        "level=error msg=",
        "x" * 60_000,
    )


def _json(members: object) -> str:
    return msgspec.json.encode(members).decode()
