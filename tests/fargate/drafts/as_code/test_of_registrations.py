"""Any registration of a task definition, with members that nobody knows yet, in all forms."""

from typing import Any

import hcl2
from hypothesis import HealthCheck, given, settings

from fargate_tui.fargate.drafts.as_code.bash import bash
from fargate_tui.fargate.drafts.as_code.cloudformation import cloudformation
from fargate_tui.fargate.drafts.as_code.documents import documents
from fargate_tui.fargate.drafts.as_code.telling import told
from fargate_tui.fargate.drafts.as_code.terraform import terraform
from tests.fargate.drafts.as_code.scorekeep import made
from tests.fargate.drafts.as_code.test_cloudformation import read
from tests.fargate.drafts.definitions import REGISTRATIONS


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(REGISTRATIONS)
def test_every_form_is_well_formed(request: dict[str, Any]) -> None:
    creation = made("task-definition", "web", ("ecs", "RegisterTaskDefinition", request))
    without = told((creation,)).creations[0].requests[0].parameters
    assert documents((creation,))["01-register-task-definition-web.json"] == without
    assert read(cloudformation((creation,)))["Resources"]["WebTaskDefinition"]["Type"] == "AWS::ECS::TaskDefinition"
    assert hcl2.loads(terraform((creation,)))["resource"]
    assert bash((creation,)).count("\naws ") == 1
