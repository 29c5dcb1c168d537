"""IAM: moto keeps roles and policies; AWS's own policies and the simulation of them are ours."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import escape

from fargate_tui.demo.moto_thread import Moto, Refused
from fargate_tui.demo.wire import DEFAULT_REGION, Answer, Call, Request, refusal, request_id, xml_answer

_NAMESPACE = "https://iam.amazonaws.com/doc/2010-05-08/"
_SINCE = "2017-11-16T18:48:22+00:00"
_LINKED = "AWSServiceRoleForECS"
EXECUTION_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
BALANCER_POLICY = "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"
_MANAGED: Mapping[str, tuple[str, ...]] = {
    EXECUTION_POLICY: (
        "ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer",
        "ecr:BatchGetImage", "logs:CreateLogStream", "logs:PutLogEvents",
    ),
    BALANCER_POLICY: (
        "elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeRules",
        "elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth",
        "elasticloadbalancing:ModifyListener", "elasticloadbalancing:ModifyRule",
        "elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets",
    ),
}  # fmt: skip
"""AWS-managed policies and what they allow on everything (facts/fargate.md §12.1)."""


def document(*statements: Mapping[str, object]) -> str:
    """A policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(actions: Sequence[str], resources: Sequence[str] = ("*",)) -> dict[str, object]:
    """A statement that allows."""
    return {"Effect": "Allow", "Action": list(actions), "Resource": list(resources)}


def know_managed_policies(account: str) -> None:
    """Teach moto AWS's policies for ECS, which it lacks, and what its service-linked role is called; in its thread."""
    from moto.iam.models import SERVICE_NAME_CONVERSION, AWSManagedPolicy, iam_backends

    SERVICE_NAME_CONVERSION["ecs"] = "ECS"

    known = iam_backends[account]["aws"].managed_policies
    for arn, actions in _MANAGED.items():
        if arn in known:
            return
        path, _, name = arn.partition(":policy")[2].rpartition("/")
        data = {
            "DefaultVersionId": "v1", "Path": f"{path}/", "Document": json.loads(document(allow(actions))),
            "CreateDate": _SINCE, "UpdateDate": _SINCE,
        }  # fmt: skip
        known[arn] = AWSManagedPolicy.from_data(name, account, DEFAULT_REGION, data)


def answer_iam(call: Call, request: Request) -> Callable[[Moto], Answer]:
    """The job that answers an IAM request."""

    def answer(moto: Moto) -> Answer:
        know_managed_policies(call.account)
        if call.operation == "CreateServiceLinkedRole" and _is_taken(moto, call):
            message = f"Service role name {_LINKED} has been taken in this account, please try a different suffix."
            return refusal(call, "InvalidInput", message)
        return _simulate(moto, call) if call.operation == "SimulatePrincipalPolicy" else moto.ask(request)

    return answer


def _is_taken(moto: Moto, call: Call) -> bool:
    if call.parameters.get("AWSServiceName") != "ecs.amazonaws.com":
        return False
    try:
        moto.query(call.region, "iam", "GetRole", {"RoleName": _LINKED})
    except Refused:
        return False
    return True


def _simulate(moto: Moto, call: Call) -> Answer:
    source = call.parameters.get("PolicySourceArn", "")
    try:
        statements = list(_statements(moto, call.region, source))
    except Refused:
        return refusal(call, "NoSuchEntity", f"Entity does not exist: {source}", 404)
    actions, resources = _members(call, "ActionNames"), _members(call, "ResourceArns") or ["*"]
    results = "".join(_result(statements, action, resource) for action in actions for resource in resources)
    return xml_answer(
        f'<SimulatePrincipalPolicyResponse xmlns="{_NAMESPACE}"><SimulatePrincipalPolicyResult><IsTruncated>false'
        f"</IsTruncated><EvaluationResults>{results}</EvaluationResults></SimulatePrincipalPolicyResult>"
        f"<ResponseMetadata><RequestId>{request_id()}</RequestId></ResponseMetadata></SimulatePrincipalPolicyResponse>"
    )


def _members(call: Call, name: str) -> list[str]:
    return [value for key, value in call.parameters.items() if key.startswith(f"{name}.member.")]


def _statements(moto: Moto, region: str, source: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The statements of a role's or user's policies, each with its policy; raises Refused where there is none."""
    kind = "User" if ":user/" in source else "Role"
    who = {f"{kind}Name": source.rpartition("/")[2]}

    def ask(action: str, **parameters: str) -> Any:
        return moto.query(region, "iam", action, parameters)

    if ask(f"Get{kind}", **who).findtext(f".//{kind}/Arn") != source:
        raise Refused("NoSuchEntity", source)
    for attached in ask(f"ListAttached{kind}Policies", **who).findall(".//AttachedPolicies/member"):
        arn, name = attached.findtext("PolicyArn"), attached.findtext("PolicyName")
        version = ask("GetPolicy", PolicyArn=arn).findtext(".//DefaultVersionId")
        text = ask("GetPolicyVersion", PolicyArn=arn, VersionId=version).findtext(".//Document")
        yield from ((name, statement) for statement in _of(text))
    for inline in ask(f"List{kind}Policies", **who).findall(".//PolicyNames/member"):
        text = ask(f"Get{kind}Policy", **who, PolicyName=inline.text).findtext(".//PolicyDocument")
        yield from ((inline.text, statement) for statement in _of(text))


def _of(text: str) -> list[Mapping[str, Any]]:
    statements = json.loads(unquote(text) if text.startswith("%") else text)["Statement"]
    return statements if isinstance(statements, list) else [statements]


def _result(statements: Sequence[tuple[str, Mapping[str, Any]]], action: str, resource: str) -> str:
    """What a simulation says of one action on one resource; conditions are not looked at."""
    matching = [
        (policy, one["Effect"])
        for policy, one in statements
        if _named(one.get("Action", ()), action.lower(), lower=True) and _named(one.get("Resource", "*"), resource)
    ]
    denied = [policy for policy, effect in matching if effect == "Deny"]
    decision = "explicitDeny" if denied else "allowed" if matching else "implicitDeny"
    sources = "".join(
        f"<member><SourcePolicyId>{escape(policy)}</SourcePolicyId><SourcePolicyType>IAM Policy</SourcePolicyType>"
        "</member>"
        for policy in (denied or [policy for policy, _ in matching])
    )
    return (
        f"<member><EvalActionName>{escape(action)}</EvalActionName><EvalResourceName>{escape(resource)}"
        f"</EvalResourceName><EvalDecision>{decision}</EvalDecision><MatchedStatements>{sources}</MatchedStatements>"
        "<MissingContextValues/></member>"
    )


def _named(patterns: str | Sequence[str], value: str, *, lower: bool = False) -> bool:
    each = [patterns] if isinstance(patterns, str) else patterns
    return any(fnmatchcase(value, (pattern.lower() if lower else pattern).replace("[", "[[]")) for pattern in each)
