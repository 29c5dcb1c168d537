"""What the demo's containers say at their start and at their end."""

LISTENING = ("listening on 0.0.0.0:8080",)
DRAINED = ("received SIGTERM, draining", "all connections closed, bye")
CHECKOUT_START = (
    '{"level":"info","msg":"starting","service":"checkout-api","region":"us-east-1"}',
    '{"level":"info","msg":"connected","database":"checkout","pool":20}',
    '{"level":"info","msg":"listening","port":8080}',
)
CHECKOUT_END = (
    '{"level":"warn","msg":"received SIGTERM, draining"}',
    '{"level":"info","msg":"drained, bye","open_requests":0}',
)
SPRING_START = (
    "  .   ____          _            __ _ _",
    r" /\\ / ___'_ __ _ _(_)_ __  __ _ \ \ \ \ ",
    r"( ( )\___ | '_ | '_| | '_ \/ _` | \ \ \ \ ",
    r" \\/  ___)| |_)| | | | | || (_| |  ) ) ) )",
    r"  '  |____| .__|_| |_|_| |_\__, | / / / /",
    " :: Spring Boot ::                (v3.5.4)",
    "INFO  [main] com.example.search.Application - Starting Application using Java 21.0.9",
    "INFO  [main] com.example.search.Application - Started Application in 6.204 seconds",
)
GUNICORN_START = (
    "[INFO] Starting gunicorn 23.0.0",
    "[INFO] Listening at: http://0.0.0.0:8080 (7)",
    "[INFO] Booting worker with pid: 8",
    "[INFO] Booting worker with pid: 9",
)
ORDERS_START = (
    "level=info msg=starting version=2.14.0",
    "level=info msg=connecting host=orders-db.internal port=5432",
)
NO_DATABASE = (
    'level=error msg="giving up" attempts=5',
    "Traceback (most recent call last):",
    '  File "/app/worker.py", line 41, in main',
    "    pool = connect(settings.database_url, timeout=5)",
    '  File "/app/db.py", line 17, in connect',
    '    raise ConfigError("DATABASE_URL has no password")',
    "app.errors.ConfigError: DATABASE_URL has no password",
)
OUT_OF_MEMORY = (
    "level=warn msg=heap used=423MiB limit=512MiB",
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
BATCH_START = ("level=info msg=starting job=report-batch", "level=info msg=connected host=reports-db.internal")
BATCH_DONE = ("level=info msg=uploaded object=s3://reports-123456789012/2026-10.pdf pages=1750", "done")
BATCH_FAILED = (
    "Traceback (most recent call last):",
    '  File "/app/report_batch.py", line 58, in month',
    "    return date(year, month, 1)",
    "ValueError: month must be in 1..12, not 13",
)
REPORT_DONE = ("rows=184203 files=12 bytes=48210933", "report written to s3://reports-123456789012/nightly/", "done")
