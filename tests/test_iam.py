"""The policies that people paste allow every call of ours and no other, and AWS knows what is in them."""

import json
from typing import Any

import pytest
from cfnlint.api import lint_all

from fargate_tui.aws.creating import CREATING
from fargate_tui.aws.operations import OPERATIONS
from tests.iam_page import MOST, PAGE, POLICIES, WITH_TAGS, iam_page, policies, policy_files

NAMES = tuple(policies())


def written(name: str) -> Any:
    return json.loads((POLICIES / f"{name}.json").read_text("utf-8"))


def allowed(name: str) -> list[str]:
    """The actions of a policy."""
    statements = written(name)["Statement"]
    actions = [[each["Action"]] if isinstance(each["Action"], str) else each["Action"] for each in statements]
    return [action for together in actions for action in together]


def test_the_page_and_its_files_are_made_from_the_declarations() -> None:
    assert PAGE.read_text("utf-8") == iam_page(), "run `make docs`"
    assert {path: path.read_text("utf-8") for path in POLICIES.iterdir()} == policy_files(), "run `make docs`"


def test_they_allow_every_call_and_no_more() -> None:
    questions = {each.action for each in OPERATIONS if not each.changes}
    changes = {each.action for each in OPERATIONS if each.changes}
    creates = {each.action for each in CREATING}
    assert sorted([*allowed("read"), *allowed("diagnose")]) == sorted(questions)
    assert sorted({*allowed("operate")} - {"iam:PassRole"}) == sorted(changes - creates)
    assert sorted(allowed("wizard")) == sorted((*creates, *WITH_TAGS))


def test_nobody_may_read_a_secret() -> None:
    every = {action for name in NAMES for action in allowed(name)}
    assert not every & {"secretsmanager:GetSecretValue", "ssm:GetParameter", "ssm:GetParameters", "kms:Decrypt"}
    assert not [action for action in every if "*" in action]


def test_roles_may_be_passed_to_tasks_and_to_ecs_only() -> None:
    passes = [each for each in written("operate")["Statement"] if each["Action"] == "iam:PassRole"]
    services = [each["Condition"]["StringEquals"]["iam:PassedToService"] for each in passes]
    assert services == ["ecs-tasks.amazonaws.com", "ecs.amazonaws.com"]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_no_longer_than_a_managed_policy_may_be(name: str) -> None:
    assert len(json.dumps(written(name), separators=(",", ":"))) <= MOST


def test_aws_knows_every_action_in_them() -> None:
    documents = {name: json.loads(json.dumps(written(name)).replace("<TASK_ROLES>", "shop-*")) for name in NAMES}
    wrong = {"Effect": "Allow", "Action": ["ecs:ListClusterz"], "Resource": "*"}
    documents["wrong"] = {"Version": "2012-10-17", "Statement": [wrong]}
    resources = {
        name: {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": document}}
        for name, document in documents.items()
    }
    said = lint_all(json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}))
    faults = [each for each in said if not each.rule.id.startswith("I")]
    assert [each.path[:2] for each in faults] == [["Resources", "wrong"]], faults
