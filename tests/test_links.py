"""Deep links: what a word names, which place that is, and the way back."""

import shlex
from pathlib import Path

import pytest

from fargate_tui.cli import COMMANDS, read
from fargate_tui.links import ALIASES, VIEWS, BadLink, Link, command, parsed
from fargate_tui.screens.destinations import views
from fargate_tui.screens.journey import Place
from fargate_tui.screens.links import link_of, place_of
from fargate_tui.settings import Settings

ECS = "arn:aws:ecs:eu-west-1:123456789012:"
TASK = "4f1c0a9e8b5d4a63a1b2c3d4e5f60718"
HERE = {"region": "eu-west-1", "account": "123456789012"}
LEVELS = {
    "account": Link(),
    "cluster": Link(cluster="production"),
    "service": Link(cluster="production", service="api"),
    "task": Link(cluster="production", service="api", task=f"{ECS}task/production/{TASK}"),
    "task definition": Link(task_definition="api:7"),
}


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("production", Link(cluster="production")),
        ("production/", Link(cluster="production")),
        ("production/api", Link(cluster="production", service="api")),
        ("production/api/4f1c", Link(cluster="production", service="api", task="4f1c")),
        ("production//4F1C", Link(cluster="production", task="4f1c")),
        ("api:7", Link(task_definition="api:7")),
        (f"{ECS}cluster/production", Link(cluster="production", **HERE)),
        (f"{ECS}service/production/api", Link(cluster="production", service="api", **HERE)),
        (f"{ECS}task/production/{TASK}", Link(cluster="production", task=f"{ECS}task/production/{TASK}", **HERE)),
        (f"{ECS}task-definition/api:7", Link(task_definition="api:7", **HERE)),
    ],
)
def test_a_word_names_a_place(text: str, link: Link) -> None:
    assert parsed(text) == link


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "names nothing"),
        ("/", "names nothing"),
        ("a/b/c/d", "names nothing"),
        ("production/api/nope", "no id of a task"),
        ("production/api/4f1", "at least four"),
        ("pro duction", "names nothing"),
        ("production/a:b", "no name of a service"),
        (f"{ECS}service/api", "give CLUSTER/SERVICE"),
        (f"{ECS}task/{TASK}", "give CLUSTER//TASK"),
        ("arn:aws:s3:::bucket", "of no cluster, service, task or task definition"),
        ("arn:aws", "no whole ARN"),
    ],
)
def test_a_word_that_names_nothing_says_what_would(text: str, says: str) -> None:
    with pytest.raises(BadLink, match=says):
        parsed(text)


@pytest.mark.parametrize(("level", "view"), [(level, view) for level in VIEWS for view in VIEWS[level]])
def test_every_view_of_every_thing_leads_there_and_back(level: str, view: str) -> None:
    link = LEVELS[level].with_view(view)
    assert link.of == level
    place = place_of(link)
    assert place.view == ("tasks" if view == "standalone" else view)
    back = link_of(place)
    assert isinstance(back, Link)
    assert (back.cluster, back.service, back.view) == (link.cluster, link.service, view)
    words = shlex.split(command(back))[1:]
    settings = read(words).gather().settings
    assert (settings.link or Link()).with_view(view) == back


def test_whatever_can_be_gone_to_by_name_can_be_linked_to() -> None:
    for level, link in LEVELS.items():
        for found in views(place_of(link)):
            back = link_of(found.place)
            if found.place.view == "wizard":
                assert isinstance(back, str)
                continue
            assert isinstance(back, Link), f"{level}: {found.words} {back}"
            assert place_of(back) in (found.place, place_of(Link(found.place.cluster, found.place.service, back.task)))


def test_the_page_has_every_view() -> None:
    page = (Path(__file__).parent.parent / "docs" / "where-you-were.md").read_text("utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith(("| a ", "| the account"))]
    assert [tuple(row[1].split(", ")) for row in rows] == list(VIEWS.values())


def test_what_is_called_otherwise_after_a_colon_is_understood() -> None:
    assert LEVELS["service"].with_view("iam").view == "permissions"
    assert {view for offered in VIEWS.values() for view in offered} >= set(ALIASES.values())


def test_a_view_that_there_is_not_says_which_there_are() -> None:
    with pytest.raises(BadLink, match=r"a cluster has no view 'metrics' \(views: services, "):
        LEVELS["cluster"].with_view("metrics")
    with pytest.raises(BadLink, match="an account has no view"):
        Link().with_view("logs")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["production", "--cluster", "c"], "both say what to open"),
        (["production", "--view", "metrics"], "a cluster has no view 'metrics'"),
        (["--view", "logs"], "an account has no view 'logs'"),
        (["production", "--view", "logz"], "invalid choice: 'logz'"),
        ([f"{ECS}cluster/production", "--region", "us-east-1"], "the ARN is of eu-west-1, and --region says us-east-1"),
    ],
)
def test_a_command_that_makes_no_sense_is_said(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        read(arguments)
    assert stopped.value.code == 2
    assert says in " ".join(capsys.readouterr().err.split())


def settings_of(words: list[str]) -> Settings:
    return read(words).gather().settings


def test_an_arn_brings_its_region_and_options_name_what_a_word_does() -> None:
    assert settings_of([f"{ECS}cluster/production"]).region == "eu-west-1"
    assert settings_of(["--cluster", "production", "--view", "logs"]).link == Link(cluster="production", view="logs")
    assert settings_of(["--region", "r", "why"]).link == Link(cluster="why")


def test_a_cluster_that_is_called_like_a_command_is_named_by_its_option() -> None:
    assert command(Link(cluster="why"), ("--region", "eu-west-1"), COMMANDS) == (
        "fargate-tui --region eu-west-1 --cluster why"
    )


@pytest.mark.parametrize(
    "place",
    [
        Place("wizard", subject=("service", "wizard-1")),
        Place("diff", task_definition="api:6", subject=("task-definition", "api:7")),
        Place("logs", group="/ecs/api"),
        Place("entry", subject=("change", "3")),
    ],
)
def test_what_no_link_leads_to_is_said(place: Place) -> None:
    said = link_of(place)
    assert isinstance(said, str)
    assert said.startswith("no link leads to")
