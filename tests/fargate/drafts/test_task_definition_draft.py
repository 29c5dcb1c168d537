"""A task definition's draft loses nothing, and what follows from an answer follows."""

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fargate_tui.fargate.drafts.facts import NOTHING, Facts
from fargate_tui.fargate.drafts.fields import Offer
from fargate_tui.fargate.drafts.paths import with_value
from fargate_tui.fargate.drafts.task_definition.container import CONTAINER
from fargate_tui.fargate.drafts.task_definition.draft import TaskDefinitionDraft
from fargate_tui.fargate.drafts.task_definition.fields import registration
from fargate_tui.fargate.drafts.task_definition.members import Member
from fargate_tui.fargate.drafts.wizard import Draft
from fargate_tui.fargate.secrets import MASK
from fargate_tui.fargate.sizes import FARGATE_SIZES, WINDOWS_CPUS
from tests.fargate.drafts.answers import RIGHT
from tests.fargate.drafts.definitions import REGISTRATIONS


def draft(**answers: str) -> TaskDefinitionDraft:
    found = TaskDefinitionDraft.begun("eu-west-1").answered("family", "web").answered("containers.0.image", "nginx")
    for field, text in answers.items():
        found = found.answered(field.replace("__", "."), text)
    return found


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(REGISTRATIONS)
def test_a_registration_becomes_a_draft_and_the_same_registration(request: dict[str, Any]) -> None:
    assert registration(TaskDefinitionDraft.of_registration(request)) == request


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(REGISTRATIONS)
def test_typing_what_stands_there_changes_nothing(request: dict[str, Any]) -> None:
    found = TaskDefinitionDraft.of_registration(request)
    for step in found.steps():
        for field in step.fields:
            changed = found.answered(field.id, "other").answered(field.id, found.value(field.id))
            assert changed.value(field.id) == found.value(field.id)

    assert registration(found) == request


def test_a_changed_line_keeps_what_a_line_does_not_show() -> None:
    request = {
        "family": "web",
        "containerDefinitions": [
            {"name": "a", "environment": [{"name": "A", "value": "1", "new": 1}, {"name": "B", "value": "2", "new": 2}]}
        ],
    }
    found = TaskDefinitionDraft.of_registration(request).answered("containers.0.environment", "B=3\nC=4\nA=1")

    assert registration(found)["containerDefinitions"] == [
        {
            "name": "a",
            "environment": [
                {"name": "B", "value": "3", "new": 2},
                {"name": "C", "value": "4"},
                {"name": "A", "value": "1", "new": 1},
            ],
        }
    ]


def sizes(*, windows: bool) -> list[tuple[int, int]]:
    """All pairs that can be chosen from the lists."""
    found = draft(os="WINDOWS_SERVER_2022_CORE" if windows else "LINUX")
    pairs = []
    for cpu in found.steps()[0].fields[3].choices:
        chosen = found.answered("cpu", cpu.value)
        pairs += [(int(cpu.value), int(each.value)) for each in chosen.steps()[0].fields[4].choices]
    return pairs


def test_all_sizes_are_offered() -> None:
    linux = [(cpu, memory) for cpu, memories in FARGATE_SIZES.items() for memory in memories]

    assert sizes(windows=False) == linux
    assert len(linux) == 77
    assert sizes(windows=True) == [pair for pair in linux if pair[0] in WINDOWS_CPUS]
    assert len(sizes(windows=True)) == 43


@pytest.mark.parametrize(
    ("cpu", "memory", "chosen", "left"),
    [("256", "2048", "1024", "2048"), ("256", "512", "1024", "2048"), ("4096", "30720", "256", "2048")],
)
def test_the_memory_stays_where_it_goes_with_the_cpu(cpu: str, memory: str, chosen: str, left: str) -> None:
    assert draft(cpu=cpu, memory=memory).answered("cpu", chosen).memory == left


def test_the_price_stands_beside_the_memory() -> None:
    words = [each.words for each in draft().steps()[0].fields[4].choices]

    assert words[0] == "0.5 GB · $0.0123/h · $9.01/month"


def test_windows_brings_its_architecture_and_a_size() -> None:
    found = draft(architecture="ARM64", os="WINDOWS_SERVER_2022_CORE")

    assert (found.architecture, found.cpu, found.memory) == ("X86_64", "1024", "2048")


def test_names_follow_the_family_until_they_are_typed() -> None:
    found = draft()
    assert (found.containers[0].name, found.containers[0].log_group) == ("web", "/ecs/web")

    found = (
        found.answered("containers.0.name", "api").answered("containers.0.log_group", "/mine").answered("family", "x")
    )
    assert (found.containers[0].name, found.containers[0].log_group) == ("api", "/mine")


def test_who_waits_for_a_container_waits_for_it_under_its_new_name() -> None:
    found = draft().added("containers.0").answered("containers.1.name", "side")
    found = found.answered("containers.1.dependencies", "web HEALTHY").answered("containers.0.name", "api")

    assert found.containers[1].dependencies == "api HEALTHY"


def test_what_is_kept_holds_no_secret() -> None:
    found = draft(
        containers__0__environment="A=b\nDB_PASSWORD=hunter2",
        containers__0__command="run --password hunter2",
        containers__0__entry_point="sh -c 'PASSWORD=hunter2 run'",
    )
    again = TaskDefinitionDraft.of_registration(registration(found)).kept()

    assert "hunter2" not in repr(again)
    assert "hunter2" not in repr(found.kept())
    assert found.kept().containers[0].environment == f"A=b\nDB_PASSWORD={MASK}"


def test_the_region_is_filled_in_where_none_was_known() -> None:
    found = TaskDefinitionDraft.begun().filled_in(Facts(region="eu-west-2"))

    assert (found.region, found.containers[0].log_region) == ("eu-west-2", "eu-west-2")


def test_pages_come_and_go() -> None:
    found = draft().added("containers.0").added("volumes").added("volumes.0")
    assert [step.id for step in found.steps()] == [
        "task", "containers.0", "containers.1", "volumes", "volumes.0", "volumes.1", "roles",
    ]  # fmt: skip

    found = found.removed("containers.1").removed("volumes.0")
    assert [step.id for step in found.steps()] == ["task", "containers.0", "volumes", "volumes.0", "roles"]


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"memory": "4096"}, "memory", "4096 MiB does not go with 256 units of CPU"),
        ({"cpu": "300"}, "cpu", "there is no size with 300 units of CPU"),
        ({"storage": "20"}, "storage", "it can be 21 to 200 GiB"),
        ({"containers__0__memory": "600"}, "containers.0.memory", "600 of the task's 512 MiB"),
    ],
)
def test_sizes_are_judged(answers: dict[str, str], field: str, words: str) -> None:
    found = [each for each in draft(**answers).findings(NOTHING) if each.blocks]

    assert [(each.field, each.words) for each in found] == [(field, words)]


def test_it_is_a_draft() -> None:
    found: Draft = draft()

    assert (found.noun, found.name) == ("task definition", "web")
    cost = found.cost(NOTHING)
    assert cost is not None
    assert cost.per_hour == pytest.approx(0.0123425)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(REGISTRATIONS, st.sampled_from(CONTAINER), st.data())
def test_an_answer_changes_only_what_it_is_about(request: dict[str, Any], member: Member, data: st.DataObject) -> None:
    containers = request["containerDefinitions"] = request["containerDefinitions"] or [{}]
    key = {"cpu": "cpu share", "memory": "memory limit"}.get(member.attribute, member.attribute)
    text = data.draw(st.sampled_from(RIGHT[key]))
    before = TaskDefinitionDraft.of_registration(request)
    after = registration(with_value(before, f"containers.0.{member.attribute}", text))
    changed = after["containerDefinitions"]
    assert isinstance(changed, list)

    assert changed[1:] == containers[1:]
    assert without(changed[0], member.path) == without(containers[0], member.path)
    assert {**after, "containerDefinitions": []} == {**request, "containerDefinitions": []}


def without(request: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    """The object without what stands at a path, and without the objects that it stands in alone."""
    first, *rest = path
    left = {name: value for name, value in request.items() if name != first}
    inner = without(request[first], tuple(rest)) if rest and first in request else {}
    return left | ({first: inner} if inner else {})


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(REGISTRATIONS)
def test_what_is_kept_is_read_again(request: dict[str, Any]) -> None:
    kept = TaskDefinitionDraft.of_registration(request).kept()

    assert msgspec.json.decode(msgspec.json.encode(kept), type=TaskDefinitionDraft) == kept


def test_a_value_of_several_lines_is_not_kept_in_part() -> None:
    found = draft(containers__0__environment="KEY=-----BEGIN PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n")

    assert "MII" not in repr(found.kept())


def test_a_port_is_shown_without_the_hosts_which_is_the_same() -> None:
    port = {"containerPort": 80, "hostPort": 80, "protocol": "tcp", "name": "web", "appProtocol": "http"}
    found = TaskDefinitionDraft.of_registration({"containerDefinitions": [{"portMappings": [port]}]})

    assert found.containers[0].ports == "80/tcp http name=web"


def test_tags_are_offered_behind_the_colon_of_a_repository() -> None:
    repository = "123456789012.dkr.ecr.us-east-1.amazonaws.com/scorekeep-api"
    offers = [_offer_of_the_image(image) for image in ("", "score", repository, f"{repository}:", f"{repository}:1.0")]
    assert offers == [*[Offer(kind="repositories")] * 3, *[Offer(kind="image-tags", of=repository)] * 2]


def _offer_of_the_image(image: str) -> Offer | None:
    pages = draft(containers__0__image=image).steps()
    return next(field.offer for page in pages for field in page.fields if field.id == "containers.0.image")


def test_the_summary_names_roles_as_people_do() -> None:
    arn = "arn:aws:iam::123456789012:role/service-role/web-execution"
    assert dict(draft(execution_role=arn).summary(NOTHING))["execution role"] == "web-execution"
    assert dict(draft(family="").summary(NOTHING))["execution role"] == "to be made"
    assert dict(draft().summary(NOTHING))["execution role"] == "web-execution, to be made"
