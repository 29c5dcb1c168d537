"""The load balancer, target groups, listener and rule that are made for a service."""

from collections.abc import Iterator, Mapping

from fargate_tui.fargate.drafts.creations import Creation, Ref, Request
from fargate_tui.fargate.drafts.fields import words
from fargate_tui.fargate.drafts.service.entering import listener_of
from fargate_tui.fargate.drafts.service.parts import APPLICATION, number
from fargate_tui.fargate.drafts.service.plan import Plan
from fargate_tui.fargate.drafts.service.refs import alternate_ref, group_ref, target_ref


def balancer_creations(plan: Plan) -> Iterator[Creation]:
    """All that leads to the tasks and is made."""
    draft = plan.draft.balancer
    if draft.is_new:
        yield _balancer(plan)
    if draft.has_new_target:
        yield _target(plan, draft.target_name.strip())
        if plan.draft.deployment.shifts:
            yield _target(plan, plan.draft.deployment.alternate.strip())
    if draft.is_new:
        yield _listener(plan)
        if has_own_rule(plan):
            listener = Ref(step=f"listener:{listener_name(plan)}")
            yield _rule(plan, listener, "1", [{"Field": "path-pattern", "Values": ["/*"]}], "all requests")
    elif draft.kind == "rule":
        listened = listener_of(draft, plan.facts)
        arn = listened.listener_arn if listened else draft.listener.strip()
        yield _rule(plan, arn, draft.priority.strip(), _conditions(plan), f"{draft.hosts} {draft.paths}".strip())


def has_own_rule(plan: Plan) -> bool:
    """Whether a new listener gets a rule: ECS shifts a rule, and the default one has no ARN that is told."""
    draft = plan.draft.balancer
    return plan.draft.deployment.shifts and draft.is_new and draft.type == APPLICATION


def listener_name(plan: Plan) -> str:
    """How the steps call the new listener."""
    draft = plan.draft.balancer
    return f"{draft.name.strip()}-{draft.listener_port.strip()}"


def rule_name(plan: Plan) -> str:
    """How the steps call the rule."""
    return plan.draft.balancer.target_name.strip()


def _balancer(plan: Plan) -> Creation:
    draft = plan.draft.balancer
    parameters: dict[str, object] = {
        "Name": draft.name.strip(),
        "Type": draft.type,
        "Scheme": draft.scheme,
        "Subnets": list(draft.subnet_ids),
    }
    if draft.group_ids:
        parameters["SecurityGroups"] = [group_ref(plan.network, each) for each in draft.group_ids]
    request = Request(service="elbv2", operation="CreateLoadBalancer", parameters=parameters)
    said = f"{draft.type}, {draft.scheme}, in {len(draft.subnet_ids)} subnets"
    return Creation(kind="load-balancer", name=draft.name.strip(), words=said, requests=(request,))


def _target(plan: Plan, name: str) -> Creation:
    draft = plan.draft.balancer
    port = number(draft.port)
    parameters = {
        "Name": name,
        "Protocol": draft.target_protocol,
        "Port": port,
        "VpcId": plan.draft.network.vpc.strip(),
        "TargetType": "ip",
        **_health(plan),
    }
    made = Request(service="elbv2", operation="CreateTargetGroup", parameters=parameters)
    attribute = {"Key": "deregistration_delay.timeout_seconds", "Value": str(number(draft.delay))}
    changed = Request(
        service="elbv2",
        operation="ModifyTargetGroupAttributes",
        parameters={"TargetGroupArn": Ref(step=f"target-group:{name}"), "Attributes": [attribute]},
    )
    checks = f"checks {draft.health.path}" if "HealthCheckPath" in parameters else "checks whether it connects"
    said = f"{draft.target_protocol}:{port}, {checks}"
    return Creation(kind="target-group", name=name, words=said, requests=(made, changed))


def _health(plan: Plan) -> Mapping[str, object]:
    draft, health = plan.draft.balancer, plan.draft.balancer.health
    found: dict[str, object] = {
        "HealthCheckIntervalSeconds": number(health.interval),
        "HealthCheckTimeoutSeconds": number(health.timeout),
        "HealthyThresholdCount": number(health.healthy),
        "UnhealthyThresholdCount": number(health.unhealthy),
    }
    if draft.target_protocol in ("HTTP", "HTTPS"):
        found |= {"HealthCheckProtocol": draft.target_protocol, "HealthCheckPath": health.path.strip() or "/"}
        if health.matcher.strip():
            found["Matcher"] = {"HttpCode": health.matcher.strip()}
    else:
        found["HealthCheckProtocol"] = "TCP"
    return found


def _forward(plan: Plan) -> list[object]:
    if not plan.draft.deployment.shifts:
        return [{"Type": "forward", "TargetGroupArn": target_ref(plan)}]
    weighted = [
        {"TargetGroupArn": target_ref(plan), "Weight": 1},
        {"TargetGroupArn": alternate_ref(plan), "Weight": 0},
    ]
    return [{"Type": "forward", "ForwardConfig": {"TargetGroups": weighted}}]


def _listener(plan: Plan) -> Creation:
    draft = plan.draft.balancer
    actions = _forward(plan)
    if has_own_rule(plan):
        actions = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}]
    elif plan.draft.deployment.shifts:
        # A network load balancer forwards to one group; ECS puts the other in its place.
        actions = [{"Type": "forward", "TargetGroupArn": target_ref(plan)}]
    parameters: dict[str, object] = {
        "LoadBalancerArn": Ref(step=f"load-balancer:{draft.name.strip()}"),
        "Protocol": draft.protocol,
        "Port": number(draft.listener_port),
        "DefaultActions": actions,
    }
    if draft.is_encrypted:
        parameters["Certificates"] = [{"CertificateArn": draft.certificate.strip()}]
    request = Request(service="elbv2", operation="CreateListener", parameters=parameters)
    said = f"{draft.protocol}:{draft.listener_port.strip()} of {draft.name.strip()}"
    return Creation(kind="listener", name=listener_name(plan), words=said, requests=(request,))


def _conditions(plan: Plan) -> list[object]:
    draft = plan.draft.balancer
    typed = (("host-header", draft.hosts), ("path-pattern", draft.paths))
    return [{"Field": field, "Values": list(words(text))} for field, text in typed if words(text)]


def _rule(plan: Plan, listener: str | Ref, priority: str, conditions: list[object], said: str) -> Creation:
    parameters = {
        "ListenerArn": listener,
        "Priority": number(priority),
        "Conditions": conditions,
        "Actions": _forward(plan),
    }
    request = Request(service="elbv2", operation="CreateRule", parameters=parameters)
    words_ = f"{priority}: {said} to {plan.draft.balancer.target_name.strip()}"
    return Creation(kind="listener-rule", name=rule_name(plan), words=words_, requests=(request,))
