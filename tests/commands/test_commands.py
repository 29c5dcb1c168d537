"""The commands as programs of their own, against the local AWS: what they print, where, and how they end."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import pytest

from fargate_tui.cli import COMMANDS
from fargate_tui.commands.events import MEMBERS as EVENT
from fargate_tui.commands.lines import MEMBERS as LINE
from fargate_tui.commands.services import MEMBERS as SERVICE
from fargate_tui.commands.tasks import MEMBERS as TASK
from fargate_tui.settings.declarations import DECLARATIONS
from tests.commands.program import environment, ran, words_of
from tests.e2e.terminal import Terminal
from tests.local_aws import STILL, LocalAws, started

ASKING = ("services", "tasks", "events", "logs", "why")
"""The commands that ask AWS."""


@pytest.fixture(scope="module")
def present_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """One whose held clock stands at the present: metrics and recent events are looked for by the program's own."""
    with started("scorekeep", tmp_path_factory.mktemp("present_aws") / "stderr", held=False, options=STILL) as made:
        yield made


@contextmanager
def running(local_aws: LocalAws, command: str, *words: str) -> "Iterator[subprocess.Popen[str]]":
    """A command that goes on, with its pipes."""
    with subprocess.Popen(
        words_of(local_aws, command, *words),
        env=environment(local_aws),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def line_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def terminal(local_aws: LocalAws, words: Sequence[str], more: Mapping[str, str], *, columns: int = 80) -> Terminal:
    command, *others = words
    everything = {**environment(local_aws), **more}
    return Terminal(words_of(local_aws, command, *others), columns=columns, environment=everything)


def test_services_as_text_and_as_json(local_aws: LocalAws) -> None:
    told = ran(local_aws, "services", "production", "--filter", "service:storefront")
    said = ran(local_aws, "services", "production/storefront", "--json")

    assert (told.returncode, told.stderr) == (0, "")
    header, line = told.stdout.splitlines()
    assert header.split()[:2] == ["SERVICE", "STATE"]
    assert line.startswith("●  storefront  steady    4    4     0")
    (storefront,) = json.loads(said.stdout)
    assert list(storefront) == [member.name for member in SERVICE]
    assert storefront["arn"].endswith(":service/production/storefront")
    assert (storefront["state"], storefront["running"], storefront["cpu"]) == ("steady", 4, None)
    assert storefront["createdAt"].endswith("Z")


def test_cpu_and_memory_are_asked_for_only_where_that_is_wanted(present_aws: LocalAws) -> None:
    (storefront,) = json.loads(ran(present_aws, "services", "production/storefront", "--json", "--metrics").stdout)

    assert 0 < storefront["cpu"]["average"] <= storefront["cpu"]["maximum"]
    assert storefront["memory"]["maximum"] > 0
    hot = ran(present_aws, "services", "production/storefront", "--metrics", "--watch", "cpu<101 and memory<101")
    assert hot.returncode == 0, hot.stderr
    told = ran(present_aws, "services", "production/storefront", "--watch", "cpu<101")
    assert (told.returncode, told.stdout) == (2, "")
    assert "cpu and memory need --metrics, which AWS bills" in told.stderr


def test_tasks_running_stopped_and_all(local_aws: LocalAws) -> None:
    def statuses(*words: str) -> set[str]:
        told = ran(local_aws, "tasks", "production/orders-worker", "--json", *words)
        assert told.returncode == 0, told.stderr
        return {each["status"] for each in json.loads(told.stdout)}

    stopped = json.loads(ran(local_aws, "tasks", "production/orders-worker", "--json", "--stopped").stdout)
    assert list(stopped[0]) == [member.name for member in TASK]
    assert {(each["service"], each["cluster"]) for each in stopped} == {("orders-worker", "production")}
    assert any(each["exitCodes"] == [1] and each["severity"] == "error" for each in stopped)
    assert "STOPPED" in statuses("--all")
    assert "STOPPED" not in statuses("--running")
    assert "STOPPED" not in statuses()


def test_events_are_told_oldest_first(local_aws: LocalAws) -> None:
    told = ran(local_aws, "events", "production/pricing-api")
    said = json.loads(ran(local_aws, "events", "production/pricing-api", "--json").stdout)

    assert (told.returncode, told.stderr) == (0, "")
    header, *lines = told.stdout.splitlines()
    assert header.split()[:3] == ["TIME", "(UTC)", "×"]
    assert len(lines) == len(said)
    assert list(said[0]) == [member.name for member in EVENT]
    assert [each["at"] for each in said] == sorted(each["at"] for each in said)
    assert {"event", "deployment"} <= {each["source"] for each in said}
    assert any(each["what"] == "deployment failed" and each["severity"] == "error" for each in said)
    assert {each["service"] for each in said} == {"pricing-api"}


def test_logs_are_read_back(present_aws: LocalAws) -> None:
    told = ran(present_aws, "logs", "production/storefront", "--since", "1m", "--filter", "/GET|POST/")
    said = json.loads(ran(present_aws, "logs", "production/storefront", "--since", "1m", "--json").stdout)

    assert (told.returncode, told.stderr) == (0, "")
    assert "/storefront 10." in told.stdout.splitlines()[0]
    assert list(said[0]) == [member.name for member in LINE]
    assert [each["at"] for each in said] == sorted(each["at"] for each in said)
    assert present_aws.control()["live_tail_sessions"] == 0


def test_logs_are_followed_through_a_pipe(fresh_local_aws: LocalAws) -> None:
    """The world's clock is held: lines come when it is pushed, and the tail asks for those of its own time."""
    with running(fresh_local_aws, "logs", "production/storefront", "--follow", "--since", "2d") as process:
        assert "/storefront " in line_of(process)
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(20) == 0


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("events", "nothing"), 1, "cluster not found"),
        (("logs", "production/nothing"), 1, "fargate-tui logs: cannot list tasks of nothing: service not found"),
        (("logs", "/ecs/nothing"), 1, "cannot read log group /ecs/nothing: the specified log group does not exist"),
        (("logs", "production/storefront", "--watch", "/(/"), 2, "cannot read /(/ as a pattern"),
        (("services", "nothing"), 1, "fargate-tui services: cannot list services of nothing: cluster not found"),
        (("services", "production/nothing"), 1, "production has no such service"),
        (("tasks", "production/nothing"), 1, "fargate-tui tasks: cannot list tasks of nothing: service not found"),
        (("services", "production/pricing-api", "--watch", "steady"), 1, '"steady" can hold no more: pricing-api: '),
        (("services", "production/storefront", "--watch", "running>9", "--timeout", "0s"), 1, "did not hold within 0s"),
        (("tasks", "production", "--watch", "stopped", "--running"), 2, "are not among --running"),
        (("services", "a/b/cafe"), 2, "'a/b/cafe' is not CLUSTER or CLUSTER/SERVICE"),
        (("services", "--demo"), 2, "--demo brings its own endpoint: leave out --endpoint-url"),
    ],
)
def test_what_cannot_be_told(local_aws: LocalAws, words: tuple[str, ...], status: int, says: str) -> None:
    command, *others = words
    told = ran(local_aws, command, *others)

    assert told.returncode == status, told.stderr
    assert says in told.stderr
    assert "Traceback" not in told.stderr


def test_what_is_refused_is_said_with_the_missing_permission(own_local_aws: LocalAws) -> None:
    own_local_aws.client("ecs").create_cluster(clusterName="refused")
    own_local_aws.fault("access_denied", service="ecs", operation="ListServices", about="refused")

    told = ran(own_local_aws, "services", "refused")

    assert (told.returncode, told.stdout) == (1, "")
    assert "ecs:ListServices" in told.stderr


def test_a_gap_is_said_beside_the_rows(fresh_local_aws: LocalAws) -> None:
    fresh_local_aws.fault("access_denied", service="elasticloadbalancing", operation="DescribeTargetHealth")

    told = ran(fresh_local_aws, "tasks", "production/storefront", "--json")
    waited = ran(fresh_local_aws, "tasks", "production/storefront", "--watch", "healthy", "--timeout", "0s")

    assert (told.returncode, len(json.loads(told.stdout))) == (0, 4)
    assert "elasticloadbalancing:DescribeTargetHealth" in told.stderr
    assert waited.returncode == 1


def test_a_reader_that_has_gone_ends_it_quietly(local_aws: LocalAws) -> None:
    with running(local_aws, "services", "production", "--follow", "--json") as process:
        assert json.loads(line_of(process))["change"] == "listed"
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.wait(20) == 0
        assert process.stderr.read() == ""


@pytest.fixture
def interruptible() -> Iterator[None]:
    """A program that is started in the background of a shell ignores ctrl+c, and so would its children."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_is_130(local_aws: LocalAws) -> None:
    with running(local_aws, "tasks", "production/storefront", "--follow") as process:
        assert "STATUS" in line_of(process)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_a_deployment_is_waited_for(fresh_local_aws: LocalAws) -> None:
    """As a pipeline does it: deploy, wait, and go on or not."""
    ecs = fresh_local_aws.client("ecs")
    ecs.update_service(cluster="production", service="storefront", forceNewDeployment=True)
    with running(fresh_local_aws, "services", "production/storefront", "--watch", "steady", "--follow", "--json") as it:
        assert json.loads(line_of(it))["rollout"] == "IN_PROGRESS"
        while _rollout(fresh_local_aws) == "IN_PROGRESS":
            fresh_local_aws.advance(10)
        assert it.wait(30) == 0
        assert it.stdout is not None
        assert json.loads(it.stdout.readlines()[-1])["state"] == "steady"


def _rollout(local_aws: LocalAws) -> str:
    found = local_aws.client("ecs").describe_services(cluster="production", services=["storefront"])
    return str(found["services"][0]["deployments"][0]["rolloutState"])


def test_on_a_terminal_lines_are_cut_and_toned(present_aws: LocalAws) -> None:
    with terminal(present_aws, ("services", "production"), {}, columns=80) as screen:
        assert screen.wait_for_end(30) == 0
        assert b"\x1b[31m" in screen.raw
        assert "crash loop" in screen.text
        lines = [line for line in screen.text.splitlines() if line.strip()]
        assert len(lines) == 1 + len(json.loads(ran(present_aws, "services", "production", "--json").stdout))
        assert any(line.endswith("…") for line in lines)


@pytest.mark.parametrize("more", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_without_colours_there_is_no_escape(local_aws: LocalAws, more: dict[str, str]) -> None:
    with terminal(local_aws, ("services", "production"), more) as screen:
        assert screen.wait_for_end(30) == 0
        assert b"\x1b" not in screen.raw


def test_what_is_piped_is_neither_cut_nor_toned(local_aws: LocalAws) -> None:
    told = ran(local_aws, "services", "production")

    assert "\x1b" not in told.stdout
    assert "…" not in told.stdout
    assert max(map(len, told.stdout.splitlines())) > 120


@pytest.mark.parametrize("command", ASKING)
def test_what_is_not_given_is_left_to_the_settings(command: str) -> None:
    """A profile whose settings switch off what is billed is billed nothing by an option's default."""
    made = import_module(COMMANDS[command]).parser()
    given = made.parse_args(["production/api"])
    assert [name for name in DECLARATIONS if getattr(given, name, None) is not None] == []


def test_the_settings_hold_without_the_screen_too(local_aws: LocalAws, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f'endpoint_url = "{local_aws.url}"\nregoin = "eu-west-1"\n')
    told = subprocess.run(
        [sys.executable, "-m", "fargate_tui", "services", "production/storefront", "--json"],
        env={**environment(local_aws), "FARGATE_TUI_CONFIG": str(file)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (told.returncode, json.loads(told.stdout)[0]["service"]) == (0, "storefront")
    assert "config.toml line 2" in told.stderr
    assert "region" in told.stderr


@pytest.mark.parametrize("command", ASKING)
def test_no_command_loads_textual(local_aws: LocalAws, command: str) -> None:
    code = (
        "import sys\nfrom fargate_tui.cli import main\ntry:\n    main(sys.argv[1:])\nexcept SystemExit as ended:\n"
        "    assert ended.code == 0, ended.code\n"
        "assert not [name for name in sys.modules if name.split('.')[0] in ('textual', 'rich')], 'textual'"
    )
    about = {"why": "incidents/endpoint-missing"}.get(command, "production/storefront")
    told = subprocess.run(
        [sys.executable, "-c", code, command, "--endpoint-url", local_aws.url, about],
        env={**os.environ, **local_aws.environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize("command", ASKING)
def test_help_loads_no_aws_sdk(command: str) -> None:
    code = (
        "import sys\nfrom fargate_tui.cli import main\ntry:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "assert not {'botocore', 'aiobotocore', 'textual'} & {name.split('.')[0] for name in sys.modules}"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, command, "--help"], capture_output=True, text=True, timeout=60, check=False
    )

    assert told.returncode == 0, told.stderr
    assert "exit status" in told.stdout
