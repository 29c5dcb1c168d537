"""The page on how a service changes its tasks."""

from collections.abc import Iterator

from fargate_tui.fargate.drafts.fields import Choice, Field, Offer, flag
from fargate_tui.fargate.drafts.service.parts import BLUE_GREEN, CANARY, LINEAR, ROLLING, DeploymentDraft
from fargate_tui.fargate.drafts.service.plan import Plan


def deployment_page(plan: Plan) -> Iterator[Field]:
    """What is asked of a deployment, as far as it applies to the strategy."""
    draft = plan.draft.deployment
    yield Field(
        id="deployment.strategy",
        label="strategy",
        kind="choice",
        choices=(
            Choice(value=ROLLING, words="new tasks take the places of old ones"),
            Choice(value=BLUE_GREEN, words="all traffic at once, to a second set of tasks"),
            Choice(value=LINEAR, words="the traffic in equal steps"),
            Choice(value=CANARY, words="a small share of the traffic first"),
        ),
    )
    yield from _rolling(plan) if not draft.shifts else _shifting(plan)
    yield Field(
        id="deployment.alarms",
        label="alarms",
        kind="many",
        offer=Offer(kind="alarms"),
        hint="none",
        help="A deployment during which one of these goes off fails, and is rolled back.",
    )


def _rolling(plan: Plan) -> Iterator[Field]:
    kept = f"{plan.fewest:,} to {plan.most:,} tasks while it goes on" if plan.count else ""
    yield Field(
        id="deployment.minimum",
        label="least healthy, %",
        hint="100",
        help="Of the count, rounded up: tasks that are kept.",
        heading=kept,
    )
    yield Field(
        id="deployment.maximum",
        label="most running, %",
        hint="200",
        help="Of the count, rounded down: tasks that run at a time.",
    )
    yield flag("deployment.breaker", "circuit breaker", help="Gives up on a deployment whose tasks keep failing.")
    if plan.draft.deployment.breaker == "on":
        yield flag("deployment.rollback", "with rollback", help="Goes back to what ran before.")


def _shifting(plan: Plan) -> Iterator[Field]:
    draft = plan.draft.deployment
    yield from _pace(draft)
    yield Field(
        id="deployment.bake_time",
        label="bake time",
        hint="minutes; AWS wants it",
        help="Minutes for which both revisions run after all the traffic was shifted, 0 to 1440.",
    )
    yield Field(
        id="deployment.role",
        label="infrastructure role",
        offer=Offer(kind="roles", of="ecs.amazonaws.com"),
        hint="a name or ARN",
        help="With it ECS changes the rules; it needs AmazonECSInfrastructureRolePolicyForLoadBalancers.",
    )
    balancer = plan.draft.balancer
    if balancer.is_any:
        yield Field(
            id="deployment.alternate",
            label="other target group",
            offer=None if balancer.has_new_target else Offer(kind="target-groups"),
            help="The two change places with each deployment.",
        )
    if balancer.kind == "group":
        yield Field(
            id="deployment.rule",
            label="production rule",
            hint="its ARN",
            help="ARN of the rule (or of a network load balancer's listener) that forwards to both groups.",
        )
    if balancer.is_any:
        yield Field(
            id="deployment.test_rule",
            label="test rule",
            hint="none",
            help="ARN of a rule by which the new tasks are tried before traffic is shifted.",
        )
    yield Field(
        id="deployment.hooks",
        label="hooks",
        kind="list",
        hint="STAGE pause MINUTES, or STAGE FUNCTION_ARN ROLE_ARN",
        help="Each holds a deployment up at a stage, for instance POST_TEST_TRAFFIC_SHIFT.",
    )


def _pace(draft: DeploymentDraft) -> Iterator[Field]:
    if draft.strategy == LINEAR:
        yield Field(id="deployment.step_percent", label="step, %", hint="10", help="Of the traffic, 3 to 100.")
        yield Field(id="deployment.step_bake", label="between steps", hint="6", help="Minutes, 0 to 1440.")
    if draft.strategy == CANARY:
        yield Field(id="deployment.canary_percent", label="canary, %", hint="5", help="Of the traffic, 0.1 to 100.")
        yield Field(id="deployment.canary_bake", label="canary for", hint="10", help="Minutes, 0 to 1440.")
