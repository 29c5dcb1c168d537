"""The services and jobs of the demo's company, by what is the matter with them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fargate_tui.demo.ecs import Behaviour
from fargate_tui.demo.metrics.load import Profile, Surge
from fargate_tui.demo.offline import ACCOUNT
from fargate_tui.demo.scenarios import voices, words
from fargate_tui.demo.scenarios.belongings import INFRASTRUCTURE_ROLE, execution_role, task_role
from fargate_tui.demo.scenarios.vpc import Vpc
from fargate_tui.demo.scenarios.workload import Part, Workload

_BEAT = 12.0
"""Seconds between two log lines of a container that has little to say."""


SHIFTED = "accounts"
"""The service whose deployments shift traffic, and wait for a person before they do."""
_CANARY = {
    "strategy": "CANARY",
    "bakeTimeInMinutes": 1,
    "canaryConfiguration": {"canaryPercent": 10.0, "canaryBakeTimeInMinutes": 1},
    "lifecycleHooks": [
        {
            "targetType": "PAUSE",
            "lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"],
            "timeoutConfiguration": {"timeoutInMinutes": 60, "action": "ROLLBACK"},
        }
    ],
}


@dataclass(frozen=True, slots=True)
class Secrets:
    """ARNs that definitions refer to."""

    database: str
    card_key: str
    webhook: str
    log_level: str


def scorekeep() -> Workload:
    """The sample of the 2017 talk: a frontend and an API in one task, reached from the internet."""
    frontend = Part("scorekeep-frontend", cpu=128, reservation=128, limit=256, port=8080)
    api = Part(
        "scorekeep-api", cpu=256, reservation=256, limit=512, port=5000, health_check="curl -f http://localhost:5000/",
        environment=(("AWS_REGION", "us-east-1"), ("NOTIFICATION_TOPIC", "scorekeep-notifications")),
    )  # fmt: skip
    behaviour = (
        Behaviour.runs()
        .saying("scorekeep-frontend", every=3, at_start=words.LISTENING, lines=_game_pages(), at_end=words.DRAINED)
        .saying("scorekeep-api", every=2, at_start=words.LISTENING, lines=_game_moves(), at_end=words.DRAINED)
    )
    return Workload(
        "scorekeep", "games", (frontend, api), cpu=512, memory=1024, where="public",
        behind="scorekeep-frontend", revision=7, behaviour=behaviour, circuit_breaker=True,
    )  # fmt: skip


def bad_game() -> Behaviour:
    """The revision of the game that nobody has deployed yet: it never answers its load balancer well."""
    refused = 'level=error msg="GET / 503" upstream=scorekeep-api error="connect ECONNREFUSED 127.0.0.1:5001"'
    return Behaviour.fails_elb_health_check().saying(every=3, at_start=words.LISTENING, lines=voices.always(refused))


def well(secrets: Secrets) -> tuple[Workload, ...]:
    """Services that are as they should be."""
    storefront = _speaking(_web("storefront", "web", 23, desired=4), 1.5, _shop_pages())
    payments = _web("payments", "money", 58, desired=3)
    logins = voices.mostly(
        voices.python_service("accounts.web", "login", "session refreshed", "logout", "password changed"),
        (45, voices.python_trace("accounts.session")),
    )
    accounts = _speaking(_web("accounts", "identity", 31), 4, logins, at_start=words.GUNICORN_START)
    card = replace(
        payments.parts[0], environment=(("CURRENCY", "EUR"), ("RETRIES", "3")),
        secrets=(("DATABASE_URL", secrets.database), ("CARD_KEY", secrets.card_key), ("LOG_LEVEL", secrets.log_level)),
        health_check="wget -qO- http://localhost:8080/health || exit 1",
    )  # fmt: skip
    router = Part("log-router", cpu=32, reservation=50, essential=False)
    return (
        storefront,
        replace(payments, parts=(card, router), cpu=1024, memory=2048),
        replace(accounts, arm=True, shifts=_CANARY),
        _worker("email-sender", "messaging", 12, "welcome", "receipt", "password-reset"),
        replace(_web("legacy-soap", "money", 3), desired=0, behind=None),
    )


EXPRESS = "landing-page"
"""The service that somebody made in Express Mode."""


def landing_page(vpc: Vpc, region: str) -> dict[str, object]:
    """The request that makes it: an image, two roles, and where it is to be."""
    return {
        "cluster": "production",
        "serviceName": EXPRESS,
        "executionRoleArn": execution_role(),
        "infrastructureRoleArn": INFRASTRUCTURE_ROLE,
        "taskRoleArn": task_role(EXPRESS),
        "healthCheckPath": "/health",
        "networkConfiguration": {"subnets": list(vpc.public), "securityGroups": [vpc.web_group]},
        "primaryContainer": {
            "image": f"{ACCOUNT}.dkr.ecr.{region}.amazonaws.com/{EXPRESS}:v4",
            "containerPort": 8080,
            "awsLogsConfiguration": {"logGroup": f"/ecs/{EXPRESS}", "logStreamPrefix": EXPRESS},
            "environment": [{"name": "CAMPAIGN", "value": "winter"}, {"name": "API_TOKEN", "value": "not-a-real-one"}],
        },
        "scalingTarget": {"minTaskCount": 2, "maxTaskCount": 6},
        "tags": [{"key": "team", "value": "web"}, {"key": "env", "value": "production"}],
    }


def checkout() -> Workload:
    """The service that is deployed every few minutes."""
    base = _speaking(
        _web("checkout-api", "money", 41, desired=6), 3, voices.mostly(voices.checkouts, (150, _rush())),
        at_start=words.CHECKOUT_START, at_end=words.CHECKOUT_END,
    )  # fmt: skip
    slow = base.behaviour.booting(pull=52, start=22).stopping(seconds=8)
    return replace(base, arm=True, behaviour=slow, circuit_breaker=True, maximum_percent=150)


def search() -> Workload:
    """The service that autoscaling has scaled out."""
    package = "com.example.search"
    queries = voices.java_service(package, "query answered", "query answered", "suggestions answered")
    says = voices.mostly(queries, (60, voices.java_trace(package)))
    base = _speaking(_web("search", "discovery", 17), 2.5, says, at_start=words.SPRING_START)
    return replace(base, cpu=1024, memory=4096, arm=True)


def pricing() -> Workload:
    """The service whose last deployment failed and was rolled back."""
    bad = Behaviour.exits(1, after=4, jitter=2).saying(at_end=words.BAD_MIGRATION)
    broken = _breaking(_web("pricing-api", "money", 13, desired=3), bad, minutes=38)
    return replace(broken, circuit_breaker=True, minimum_percent=100)


def campaign() -> Workload:
    """The service that is taken down again and again, so that one meets it draining."""
    base = _worker("summer-campaign", "marketing", 2, "banner", "voucher")
    part = replace(base.parts[0], stop_timeout=120)
    return replace(base, parts=(part,), behaviour=base.behaviour.stopping(seconds=110, exit_code=0))


def broken(secrets: Secrets) -> tuple[Workload, ...]:
    """One service for each way of dying."""
    crash = Behaviour.exits(1, after=45, jitter=15).saying(
        at_start=words.ORDERS_START, every=9, at_end=words.NO_DATABASE,
        lines=voices.always('level=warn msg="connection failed, will retry" host=orders-db.internal error=auth'),
    )  # fmt: skip
    resized = voices.jobs_logfmt("image-resizer", "thumbnail", "hero")
    killed = Behaviour.out_of_memory(after=260, jitter=140).saying(
        at_start=("level=info msg=ready",), every=4, lines=resized, at_end=words.OUT_OF_MEMORY
    )
    reclaimed = Behaviour.spot_interrupted(after=900, jitter=600).saying(
        every=_BEAT, lines=voices.jobs_logfmt("report-renderer", "pdf", "xlsx"), at_end=("level=warn msg=SIGTERM",)
    )
    notifications = _worker("notifications", "messaging", 9, "push")
    tokens = tuple(replace(part, secrets=(("WEBHOOK_TOKEN", secrets.webhook),)) for part in notifications.parts)
    spot = replace(_worker("report-renderer", "finance", 6, "pdf", "xlsx"), spot=True, desired=5)
    sync = replace(_worker("inventory-sync", "orders", 14, "stock"), desired=1)
    beat = "test $(($(date +%s) - $(stat -c %Y /tmp/beat))) -lt 60"
    checked = tuple(replace(part, health_check=beat) for part in sync.parts)
    export = replace(_worker("invoice-export", "finance", 4, "invoice"), where="isolated", desired=1)
    hub = tuple(replace(part, image="gotenberg/gotenberg:8") for part in export.parts)
    return (
        _breaking(_worker("orders-worker", "orders", 19, "order"), crash, minutes=64),
        _breaking(_worker("image-resizer", "media", 8, "thumbnail", "hero"), killed, minutes=170),
        replace(
            _breaking(_web("recommendations", "discovery", 34), Behaviour.image_cannot_be_pulled(), minutes=71),
            maximum_percent=100,
        ),
        _breaking(replace(notifications, parts=tokens), Behaviour.secret_cannot_be_read(), minutes=95),
        replace(
            _breaking(_web("cart-api", "web", 27), Behaviour.fails_elb_health_check(), minutes=47), minimum_percent=50
        ),
        _breaking(spot, reclaimed, minutes=180),
        _breaking(replace(sync, parts=checked), Behaviour.fails_container_health_check(after=120), minutes=130),
        # nothing was deployed here: it never had a way to its image
        replace(export, parts=hub),
    )


def jobs() -> tuple[Workload, ...]:
    """Families that are run as standalone tasks; the last one fails."""
    return (
        _job("nightly-report", "finance", 5, Behaviour.exits(0, after=420, jitter=120), words.REPORT_DONE),
        _job("db-backup", "platform", 3, Behaviour.exits(0, after=180, jitter=60), ("dump finished", "uploaded")),
        _job("search-reindex", "discovery", 11, Behaviour.runs(), ()),
        _job("catalogue-import", "discovery", 22, Behaviour.exits(1, after=35, jitter=10), words.FEED_REFUSED),
    )


def batch() -> Workload:
    """What a person runs by hand: done in twenty seconds, unless it is told of a month that does not exist."""
    progress = voices.always("level=info msg=rendered pages=250 queue=reports")
    report = Behaviour.exits(0, after=20, jitter=3).booting(pull=3, start=1)
    report = report.saying(at_start=words.BATCH_START, every=3, lines=progress, at_end=words.BATCH_DONE)
    failing = Behaviour.exits(3, after=6, jitter=1).booting(pull=3, start=1)
    failing = failing.saying(at_start=words.BATCH_START, at_end=words.BATCH_FAILED)
    part = Part(
        "report-batch", limit=512, command=("python", "-m", "report_batch"), environment=(("MONTH", "2026-10"),)
    )
    told = report.when_told("MONTH=2026-13", failing).when_told("--month=2026-13", failing)
    return Workload("report-batch", "finance", (part,), revision=2, behaviour=told)


def profiles(present: datetime) -> dict[str, Profile]:
    """How busy the services are that have a story."""
    minute = int(present.timestamp()) // 60
    sale = Surge(minute - 27, 8 * 60, 4.9)
    return {
        "storefront": Profile(cpu=48, memory=42, tasks=4, requests=140, seconds=0.028),
        "checkout-api": Profile(cpu=62, memory=58, tasks=6, hottest=1.6, requests=55, seconds=0.09, errors=0.006),
        "payments": Profile(cpu=24, memory=71, tasks=3, requests=18, seconds=0.21, errors=0.001),
        "search": Profile(cpu=40, memory=66, tasks=3, requests=30, seconds=0.12, swing=0.05, surges=(sale,)),
        "cart-api": Profile(cpu=6, memory=35, tasks=2, requests=40, errors=0.03),
        "scorekeep": Profile(cpu=16, memory=38, tasks=2, requests=12),
    }


def _web(name: str, team: str, revision: int, desired: int = 2) -> Workload:
    part = Part(name, reservation=256, limit=512, port=8080)
    says = voices.requests_json(name, f"/{name}/v1/items", f"/{name}/v1/items/42", "/health")
    behaviour = Behaviour.runs().saying(every=_BEAT, lines=says)
    return Workload(
        name, team, (part,), cpu=512, memory=1024, desired=desired, behind=name, revision=revision, behaviour=behaviour
    )


def _speaking(
    workload: Workload, every: float, lines: voices.Lines, *,
    at_start: tuple[str, ...] = words.LISTENING, at_end: tuple[str, ...] = words.DRAINED,
) -> Workload:  # fmt: skip
    """The same with a voice of its own."""
    behaviour = Behaviour.runs().saying(at_start=at_start, every=every, lines=lines, at_end=at_end)
    return replace(workload, behaviour=behaviour)


def _game_pages() -> voices.Lines:
    return voices.mostly(voices.requests_combined("/", "/game/7", "/static/app.js"), (200, voices.hostile))


def _game_moves() -> voices.Lines:
    return voices.requests_json("scorekeep-api", "/api/session", "/api/move", "/api/game/7")


def _shop_pages() -> voices.Lines:
    pages = voices.requests_combined("/", "/p/4711", "/p/815", "/cart", "/static/app.css", "/health")
    return voices.mostly(pages, (120, voices.hostile), (300, voices.burst(pages, 20, 60)))


def _rush() -> voices.Lines:
    return voices.burst(voices.checkouts, 30, 80)


def _worker(name: str, team: str, revision: int, *kinds: str) -> Workload:
    part = Part(name, limit=512, environment=(("QUEUE", f"{name}-jobs"),))
    done, again = voices.jobs_logfmt(name, *kinds), voices.job_retried(name, "connection reset by peer")
    behaviour = Behaviour.runs().saying(every=_BEAT, lines=voices.mostly(done, (40, again)))
    return Workload(name, team, (part,), revision=revision, behaviour=behaviour)


def _job(name: str, team: str, revision: int, behaviour: Behaviour, last_words: tuple[str, ...]) -> Workload:
    part = Part(name, limit=1024, command=("python", "-m", name.replace("-", "_")))
    says = behaviour.saying(at_start=(f"starting {name}",), every=_BEAT, lines=voices.jobs_logfmt(name, "batch"))
    voiced = says.saying(name, at_start=(f"starting {name}",), at_end=last_words) if last_words else says
    return Workload(name, team, (part,), cpu=1024, memory=2048, revision=revision, behaviour=voiced)


def _breaking(workload: Workload, breakage: Behaviour, *, minutes: int) -> Workload:
    """The same, broken by its newest revision; the old tasks had to make room for it."""
    return replace(workload, breakage=breakage, broke_before=timedelta(minutes=minutes), minimum_percent=0)
