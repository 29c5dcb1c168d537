"""What the demo's containers write."""

import random
from collections.abc import Callable, Sequence

import msgspec

Lines = Callable[[random.Random], Sequence[str]]

_METHODS = ("GET", "GET", "GET", "POST", "PUT")
_STATUS = (200, 200, 200, 200, 201, 204, 304, 400, 404, 502)
_AGENTS = ("Mozilla/5.0 (iPhone)", "okhttp/4.12", "Mozilla/5.0 (X11; Linux)", "ELB-HealthChecker/2.0")


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
        return (msgspec.json.encode(line).decode(),)

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


NO_DATABASE = (
    "level=info msg=starting version=2.14.0",
    "level=info msg=connecting host=orders-db.internal port=5432",
    "Traceback (most recent call last):",
    '  File "/app/worker.py", line 41, in main',
    "    pool = connect(settings.database_url, timeout=5)",
    '  File "/app/db.py", line 17, in connect',
    '    raise ConfigError("DATABASE_URL has no password")',
    "app.errors.ConfigError: DATABASE_URL has no password",
)
OUT_OF_MEMORY = (
    "level=info msg=decode image=hero-banner-8k.tiff width=7680 height=4320",
    "level=warn msg=heap used=498MiB limit=512MiB",
)
BAD_MIGRATION = (
    "INFO  Running upgrade 4f1c -> 9be0, add column price_book.valid_until",
    'ERROR psycopg.errors.DuplicateColumn: column "valid_until" of relation "price_book" already exists',
)
FEED_REFUSED = (
    "fetching https://feeds.supplier.example/catalogue.xml",
    "HTTP 403 Forbidden: api key expired on 2026-11-01",
    "import failed: 0 of 18,240 products read",
)
REPORT_DONE = ("rows=184203 files=12 bytes=48210933", "report written to s3://reports-123456789012/nightly/", "done")
