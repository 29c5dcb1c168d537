"""A draft at work: AWS is asked once typing pauses, each thing once, and what it says fills in and finds fault."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

from fargate_tui.fargate.drafts.fields import Offer
from fargate_tui.fargate.drafts.wizard import Wizard
from fargate_tui.fargate.errors import NotAllowed, Unreachable
from fargate_tui.fargate.records import CallerIdentity, Role, StoredSecret
from fargate_tui.live.drafting import AGAIN, PAUSE, Drafting
from fargate_tui.live.offers import ASKING, offered
from fargate_tui.live.store import Store
from tests.live.held_clock import HeldClock
from tests.live.little_draft import ROLES, LittleDraft
from tests.live.small_aws import SmallAws

CALLER = CallerIdentity(account="123456789012", arn="arn:aws:iam::123456789012:user/ops", region="us-east-1")
ROLE = Role(name="web", arn="arn:aws:iam::123456789012:role/web", trusts=("ecs-tasks.amazonaws.com",))


@asynccontextmanager
async def following(drafting: Drafting[LittleDraft]) -> AsyncIterator[None]:
    """Follow it."""

    async def follow() -> None:
        async with aclosing(drafting.follow()) as answers:
            async for _ in answers:
                pass

    task = asyncio.create_task(follow())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def type_in(drafting: Drafting[LittleDraft], field: str, text: str) -> None:
    """Type a text key by key."""
    for end in range(1, len(text) + 1):
        wizard: Wizard[LittleDraft] = drafting.wizard.answer(field, text[:end])
        drafting.put(wizard)


async def test_half_a_name_is_not_asked_about(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.roles["web"] = ROLE
    drafting = store.drafting(LittleDraft(), "", CALLER)
    async with following(drafting):
        await clock.push(1)
        type_in(drafting, "role", "web")
        assert [each.verdict for each in drafting.findings] == ["asking"]
        await clock.push(PAUSE / 2)
        assert aws.asked["GetRole"] == 0
        await clock.push(PAUSE)
        assert aws.asked["GetRole"] == 1
        assert [each.verdict for each in drafting.findings] == ["ok"]
        assert drafting.draft.name == "like web", "what AWS says fills in what was left empty"
        await clock.push(10)
        assert aws.asked["GetRole"] == 1, "and nothing is asked twice"


async def test_what_may_not_be_asked_is_not_checked(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.errors["GetRole"] = NotAllowed("read role web", "iam:GetRole is not allowed", action="iam:GetRole")
    drafting = store.drafting(LittleDraft(role="web"), "", CALLER)
    async with following(drafting):
        await clock.push(1)
        (finding,) = drafting.findings
        assert (finding.verdict, finding.action) == ("not checked", "iam:GetRole")
        assert "iam:GetRole is not allowed" in finding.words
        del aws.errors["GetRole"]
        aws.roles["web"] = ROLE
        drafting.ask_anew()
        await clock.push(1)
        assert [each.verdict for each in drafting.findings] == ["ok"]


async def test_what_is_offered_is_asked_when_it_is_looked_at(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    other = Role(name="lambda", arn="arn:aws:iam::123456789012:role/lambda", trusts=("lambda.amazonaws.com",))
    aws.roles |= {"web": ROLE, "lambda": other}
    drafting = store.drafting(LittleDraft(), "", CALLER)
    async with following(drafting):
        await clock.push(1)
        assert aws.asked["ListRoles"] == 0
        drafting.want(ROLES)
        assert drafting.offers[ROLES] is ASKING
        await clock.push(1)
        assert [choice.value for choice in drafting.offers[ROLES].choices] == [ROLE.arn], (
            "only those that tasks can take"
        )
        drafting.want(ROLES)
        await clock.push(1)
        assert aws.asked["ListRoles"] == 1


async def test_where_nothing_can_be_offered_it_says_why(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.errors["ListRoles"] = NotAllowed("list roles", "iam:ListRoles is not allowed", action="iam:ListRoles")
    drafting = store.drafting(LittleDraft(), "", CALLER)
    async with following(drafting):
        drafting.want(ROLES)
        await clock.push(1)
        assert drafting.offers[ROLES].note == "nothing can be offered: iam:ListRoles is not allowed; type it"


async def test_a_question_that_fails_is_not_an_answer(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.errors["GetRole"] = Unreachable("read role web", "connection refused")
    drafting = store.drafting(LittleDraft(role="web"), "", CALLER)
    async with following(drafting):
        await clock.push(1)
        (finding,) = drafting.findings
        assert (finding.verdict, finding.action) == ("not checked", "")
        assert "connection refused" in finding.words
        del aws.errors["GetRole"]
        aws.roles["web"] = ROLE
        await clock.push(AGAIN)
        assert [each.verdict for each in drafting.findings] == ["ok"], "it is asked again by itself"


async def test_parameters_are_offered_where_secrets_may_not_be_listed(aws: SmallAws) -> None:
    aws.secret_things["/prod/db"] = StoredSecret(
        name="/prod/db", arn="arn:aws:ssm:eu-west-1:123456789012:parameter/prod/db"
    )
    denied = NotAllowed(
        "list secrets", "secretsmanager:ListSecrets is not allowed", action="secretsmanager:ListSecrets"
    )
    aws.errors["ListSecrets"] = denied
    found = await offered(aws, Offer(kind="references"))
    assert [choice.words for choice in found.choices] == ["/prod/db"]
    assert found.note == "secrets: nothing can be offered: secretsmanager:ListSecrets is not allowed; type it"
