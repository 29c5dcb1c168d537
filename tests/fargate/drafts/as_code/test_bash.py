"""The script is run by bash, with an ``aws`` that writes down what it was told: that is what was to be asked."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore import xform_name
from hypothesis import HealthCheck, given, settings

from fargate_tui.fargate.command_line import kebab
from fargate_tui.fargate.drafts.as_code.bash import ANSWERS, bash
from fargate_tui.fargate.drafts.as_code.telling import PLACEHOLDER, told
from fargate_tui.fargate.drafts.creations import Creation, Ref, filled, refs_of
from tests.fargate.drafts.as_code.generated import creations
from tests.fargate.drafts.as_code.scorekeep import EVERYTHING, LISTENER, SECRET, made, ref

FAKE = r"""aws() {
  printf '%s\0' "$#" "$@" >&3
  local query= what=thing
  if [ "$2" = create-load-balancer ]; then what=loadbalancer/app; fi
  while [ $# -gt 0 ]; do if [ "$1" = --query ]; then query=$2; fi; shift; done
  if [ -n "$query" ]; then calls=$(( $(cat "$COUNT") + 1 )); echo $calls >"$COUNT"; echo "arn:x:$what/$calls"; fi
}
"""
MODELS = botocore.session.get_session()


def run(script: str, tmp_path: Path, **environment: str) -> list[list[str]]:
    """The words of every call of the AWS CLI."""
    count, calls = tmp_path / "count", tmp_path / "calls"
    count.write_text("0", "utf-8")
    text = FAKE + script
    done = subprocess.run(
        ["bash", "-c", f'exec 3>"{calls}"; eval "$SCRIPT"'],
        env={"PATH": "/usr/bin:/bin", "COUNT": str(count), "SCRIPT": text, "LC_ALL": "C.UTF-8", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return list(_calls(calls.read_bytes().decode().split("\0")[:-1]))


def _calls(words: list[str]) -> Iterator[list[str]]:
    """Each call; how many words it has stands before it."""
    while words:
        end = int(words[0]) + 1
        yield words[1:end]
        words = words[end:]


def parameters_of(words: Sequence[str]) -> dict[str, Any]:
    """The parameters that the AWS CLI would send, as botocore's model of the operation has them."""
    service, command, *rest = words
    model = MODELS.get_service_model(service)
    operation = next(each for each in model.operation_names if xform_name(each, "-") == command)
    shape = model.operation_model(operation).input_shape
    members = {xform_name(name, "-"): (name, each) for name, each in shape.members.items()}
    found: dict[str, Any] = {}
    for option, values in _options(rest):
        if option in {"query", "output"}:
            continue
        name, member = members[option.removeprefix("no-") if option not in members else option]
        found[name] = _read(member, option, values)
    return found


def _options(words: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for word in words:
        if word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            found.append((name, [value] if equals else []))
        else:
            found[-1][1].append(word)
    yield from found


def _read(shape: Any, option: str, values: list[str]) -> Any:
    match shape.type_name:
        case "boolean":
            return not option.startswith("no-")
        case "integer" | "long":
            return int(values[0])
        case "string":
            assert len(values) == 1
            return values[0]
        case "list" if shape.member.type_name == "string" and not values[0].startswith("["):
            return values
        case _:
            assert len(values) == 1
            return json.loads(values[0])


def expected(all_: Sequence[Creation]) -> list[dict[str, Any]]:
    """The parameters of all requests, without secrets, with what the fake answers."""
    hidden = told(all_)
    without = hidden.creations
    used = {each for creation in without for request in creation.requests for each in refs_of(request.parameters)}
    answers: dict[Ref, str] = {}
    names = {each: hidden.named(each) for each in used if each.attribute == "name"}
    for creation in without:
        mine = {each for each in used - set(names) if each.step == creation.step}
        if creation.requests[0].operation in ANSWERS and (mine or creation.kind == "load-balancer"):
            number = len({each.step for each in answers}) + 1
            what = "loadbalancer/app" if creation.kind == "load-balancer" else "thing"
            ends = {"suffix": f"{what.removeprefix('loadbalancer/')}/{number}"}
            answers |= {each: ends.get(each.attribute, f"arn:x:{what}/{number}") for each in mine}
    return [filled(request.parameters, answers | names) for each in without for request in each.requests]  # type: ignore[misc]


def asked(script: str, tmp_path: Path) -> list[dict[str, Any]]:
    return [parameters_of(words) for words in run(script, tmp_path) if words[1] != "wait"]


def test_bash_asks_for_all_of_scorekeep(tmp_path: Path) -> None:
    assert asked(bash(EVERYTHING, region="us-east-1"), tmp_path) == expected(EVERYTHING)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(creations())
def test_bash_asks_for_whatever_is_made(tmp_path: Path, all_: tuple[Creation, ...]) -> None:
    assert asked(bash(all_), tmp_path) == expected(all_)


def test_it_waits_where_aws_needs_it(tmp_path: Path) -> None:
    waits = [words[:3] for words in run(bash(EVERYTHING), tmp_path) if words[1] == "wait"]
    assert waits == [
        ["iam", "wait", "role-exists"],
        ["iam", "wait", "role-exists"],
        ["elbv2", "wait", "load-balancer-available"],
        ["ecs", "wait", "services-stable"],
    ]


def test_it_can_be_read() -> None:
    script = bash(EVERYTHING, region="us-east-1")
    assert script.startswith("#!/usr/bin/env bash\n# not said here: containerDefinitions.scorekeep-api.environment")
    assert (
        """
# target-group scorekeep: HTTP:8080, checks /
TARGET_GROUP_ARN=$(aws elbv2 create-target-group \\
  --name scorekeep \\
  --protocol HTTP \\
  --port 8080 \\
"""
        in script
    )
    assert "  --query 'TargetGroups[0].TargetGroupArn' \\\n  --output text)\n" in script
    assert '--load-balancer-arns "$LOAD_BALANCER_ARN"' in script
    assert "export AWS_REGION=us-east-1" in script


def test_no_secret_is_in_it() -> None:
    script = bash(EVERYTHING)
    assert SECRET not in script
    assert script.count(PLACEHOLDER) == 2


def test_what_no_answer_tells_has_to_be_given(tmp_path: Path) -> None:
    group = ref("log-group:/x")
    made_ = made("role", "x", ("iam", "CreateRole", {"RoleName": "x", "PermissionsBoundary": group}))
    script = bash((made_,))
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert "not said here, the arn of log-group:/x" in done.stderr
    assert run(script, tmp_path, LOG_GROUP_X_ARN="arn:x")[0][-1] == "arn:x"


def test_several_of_a_kind_have_variables_of_their_own() -> None:
    assert "LISTENER_SCOREKEEP_80_ARN" in bash(
        (LISTENER, made("listener", "x", ("elbv2", "CreateListener", {})), _rule())
    )


def _rule() -> Creation:
    return made("listener-rule", "x", ("elbv2", "CreateRule", {"ListenerArn": ref("listener:scorekeep:80")}))


@pytest.mark.parametrize("service", ["ecs", "elbv2", "ec2", "iam", "logs", "application-autoscaling"])
def test_options_and_commands_are_called_as_the_aws_cli_calls_them(service: str) -> None:
    model = MODELS.get_service_model(service)
    for operation in {
        request.operation for each in EVERYTHING for request in each.requests if request.service == service
    }:
        assert kebab(operation) == xform_name(operation, "-")
        for member in model.operation_model(operation).input_shape.members:
            assert kebab(member) == xform_name(member, "-")


def test_answers_are_where_botocore_has_them() -> None:
    services = {"RegisterScalableTarget": "application-autoscaling", "PutScalingPolicy": "application-autoscaling"}
    for operation, path in ANSWERS.items():
        service = services.get(operation) or next(
            each
            for each in ("ecs", "elbv2", "iam", "ec2")
            if operation in MODELS.get_service_model(each).operation_names
        )
        shape = MODELS.get_service_model(service).operation_model(operation).output_shape
        for word in path.replace("[0]", ".[0]").split("."):
            shape = shape.member if word == "[0]" else shape.members[word]
        assert shape.type_name == "string"
