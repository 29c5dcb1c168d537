"""What AWS offers for the fields of a wizard: asked for once while a wizard is open, usable before it has come."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final

from fargate_tui.fargate.arns import family_revision, name_of
from fargate_tui.fargate.drafts.fields import Choice, Offer, OfferKind
from fargate_tui.fargate.errors import AwsError, NotAllowed
from fargate_tui.fargate.images import ECR_IMAGE
from fargate_tui.live.ports.aws import Aws

MOST: Final = 500
"""Choices of one field: nobody looks through more, and what is typed is looked up among them only."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What AWS offers for a field."""

    choices: tuple[Choice, ...] = ()
    note: str = ""
    """Why there is nothing, or not all; empty where all is there."""


ASKING: Final = Offered(note="asking AWS…")
Answer = Callable[[Aws, str], Awaitable[tuple[Choice, ...]]]


async def offered(aws: Aws, offer: Offer) -> Offered:
    """The choices of a field; where they cannot be had, why: anything can be typed all the same."""
    if offer.kind in _NEEDING_AN_OWNER and not offer.of:
        return Offered(note=_NEEDING_AN_OWNER[offer.kind])
    if offer.kind == "references":
        return await _references(aws)
    try:
        found = await _ANSWERS[offer.kind](aws, offer.of)
    except NotAllowed as error:
        return Offered(note=f"nothing can be offered: {error.action or error.why} is not allowed; type it")
    except AwsError as error:
        return Offered(note=f"nothing can be offered: {error.why}; type it")
    if not found:
        return Offered(note="AWS has none to offer; type it")
    more = f"the first {MOST:,} of {len(found):,}; any other can be typed" if len(found) > MOST else ""
    return Offered(found[:MOST], more)


_NEEDING_AN_OWNER: Final[Mapping[OfferKind, str]] = {
    "image-tags": "tags are offered behind the repository of an image",
    "listeners": "choose a load balancer first",
    "revisions": "choose a family first",
    "security-groups": "choose a VPC first",
    "services": "choose a cluster first",
    "subnets": "choose a VPC first",
}


async def _clusters(aws: Aws, _: str) -> tuple[Choice, ...]:
    names: list[str] = []
    async with aclosing(aws.ecs.cluster_pages()) as pages:
        async for page in pages:
            names += map(name_of, page)
    return tuple(Choice(value=name) for name in sorted(names))


async def _families(aws: Aws, _: str) -> tuple[Choice, ...]:
    names: list[str] = []
    async with aclosing(aws.ecs.task_definition_families()) as pages:
        async for page in pages:
            names += page
            if len(names) > MOST:
                break
    return tuple(Choice(value=name) for name in names)


async def _revisions(aws: Aws, family: str) -> tuple[Choice, ...]:
    async with aclosing(aws.ecs.task_definition_pages(family)) as pages:
        async for page in pages:
            newest = sorted(map(family_revision, page), key=lambda each: -int(each.rpartition(":")[2]))
            return tuple(
                Choice(value=name, words="" if place else "the newest") for place, name in enumerate(newest[:50])
            )
    return ()


async def _services(aws: Aws, cluster: str) -> tuple[Choice, ...]:
    names: list[str] = []
    async with aclosing(aws.ecs.service_pages(cluster)) as pages:
        async for page in pages:
            names += map(name_of, page)
    return tuple(Choice(value=name) for name in sorted(names))


async def _repositories(aws: Aws, _: str) -> tuple[Choice, ...]:
    found = await aws.registry().all_repositories()
    return tuple(Choice(value=each.uri) for each in sorted(found, key=lambda each: each.name))


async def _image_tags(aws: Aws, reference: str) -> tuple[Choice, ...]:
    """The images of the repository that is typed so far; all repositories where none is."""
    uri = reference.split("@", maxsplit=1)[0]
    match = ECR_IMAGE.match(uri if ":" in uri.rpartition("/")[2] else f"{uri}:latest")
    if match is None:
        return await _repositories(aws, "")
    repository = uri.rpartition(":")[0] if ":" in uri.rpartition("/")[2] else uri
    images = await aws.registry(match["region"]).images(match["account"], match["repository"])
    newest = sorted(images, key=lambda each: each.pushed_at.timestamp() if each.pushed_at else 0.0, reverse=True)
    return tuple(
        Choice(value=f"{repository}:{tag}", words=f"pushed {each.pushed_at:%Y-%m-%d %H:%M}" if each.pushed_at else "")
        for each in newest
        for tag in each.tags
    )


async def _roles(aws: Aws, principal: str) -> tuple[Choice, ...]:
    """Those that a principal may take on; all where none is asked for."""
    found = await aws.iam.all_roles()
    fitting = [each for each in found if not principal or principal in each.trusts]
    return tuple(Choice(value=each.arn, words=each.name) for each in sorted(fitting, key=lambda each: each.name))


async def _log_groups(aws: Aws, prefix: str) -> tuple[Choice, ...]:
    names: list[str] = []
    async with aclosing(aws.logs().group_names(prefix)) as pages:
        async for page in pages:
            names += page
            if len(names) > MOST:
                break
    return tuple(Choice(value=name) for name in names)


async def _secrets(aws: Aws, _: str) -> tuple[Choice, ...]:
    return tuple(Choice(value=each.arn, words=each.name) for each in await aws.secrets().all_secrets())


async def _parameters(aws: Aws, _: str) -> tuple[Choice, ...]:
    return tuple(Choice(value=each.arn or each.name, words=each.name) for each in await aws.secrets().all_parameters())


async def _references(aws: Aws) -> Offered:
    """Secrets and parameters; where one of them may not be listed, the other all the same."""
    asked = Offer(kind="secrets"), Offer(kind="parameters")
    found = await asyncio.gather(*(offered(aws, each) for each in asked))
    choices = tuple(choice for each in found for choice in each.choices)
    refused = [f"{of.kind}: {each.note}" for of, each in zip(asked, found, strict=True) if not each.choices]
    return Offered(choices, " · ".join(refused))


async def _file_systems(aws: Aws, _: str) -> tuple[Choice, ...]:
    found = await aws.file_systems.all_file_systems()
    return tuple(Choice(value=each.id, words=" · ".join(filter(None, (each.name, each.state)))) for each in found)


async def _vpcs(aws: Aws, _: str) -> tuple[Choice, ...]:
    found = sorted(await aws.network.all_vpcs(), key=lambda each: not each.is_default)
    return tuple(
        Choice(value=each.vpc_id, words=" · ".join(filter(None, (each.name, each.cidr, "default" * each.is_default))))
        for each in found
    )


async def _subnets(aws: Aws, vpc_id: str) -> tuple[Choice, ...]:
    found = sorted(await aws.network.subnets_of(vpc_id), key=lambda each: each.availability_zone or "")
    return tuple(
        Choice(value=each.subnet_id, words=" · ".join(filter(None, (each.availability_zone, each.name))))
        for each in found
    )


async def _security_groups(aws: Aws, vpc_id: str) -> tuple[Choice, ...]:
    found = await aws.network.security_groups(vpc_id)
    return tuple(Choice(value=each.group_id, words=each.group_name or "") for each in found)


async def _balancers(aws: Aws, vpc_id: str) -> tuple[Choice, ...]:
    found = [each for each in await aws.elb.all_balancers() if not vpc_id or each.vpc_id == vpc_id]
    return tuple(
        Choice(
            value=each.load_balancer_name, words=f"{each.type} · {each.scheme} · {len(each.availability_zones)} zones"
        )
        for each in found
    )


async def _target_groups(aws: Aws, vpc_id: str) -> tuple[Choice, ...]:
    found = [each for each in await aws.elb.all_target_groups() if not vpc_id or each.vpc_id == vpc_id]
    return tuple(
        Choice(
            value=each.target_group_name,
            words=f"{each.protocol}:{each.port} · {each.target_type}"
            + ("" if each.load_balancer_arns else " · unused"),
        )
        for each in found
    )


async def _listeners(aws: Aws, balancer: str) -> tuple[Choice, ...]:
    arn = balancer if balancer.startswith("arn:") else (await aws.elb.balancer_named(balancer)).load_balancer_arn
    found = sorted(await aws.elb.listeners(arn), key=lambda each: each.port or 0)
    return tuple(Choice(value=str(each.port), words=each.protocol or "") for each in found)


async def _certificates(aws: Aws, _: str) -> tuple[Choice, ...]:
    found = await aws.certificates.all_certificates()
    return tuple(Choice(value=each.arn, words=f"{each.domain} · {each.status.lower()}") for each in found)


async def _alarms(aws: Aws, _: str) -> tuple[Choice, ...]:
    found: list[Choice] = []
    async with aclosing(aws.metrics.alarms()) as pages:
        async for page in pages:
            found += (Choice(value=each.alarm_name, words=each.state_value or "") for each in page)
    return tuple(found)


_ANSWERS: Final[Mapping[OfferKind, Answer]] = {
    "alarms": _alarms,
    "certificates": _certificates,
    "clusters": _clusters,
    "families": _families,
    "file-systems": _file_systems,
    "image-tags": _image_tags,
    "listeners": _listeners,
    "load-balancers": _balancers,
    "log-groups": _log_groups,
    "parameters": _parameters,
    "repositories": _repositories,
    "revisions": _revisions,
    "roles": _roles,
    "secrets": _secrets,
    "security-groups": _security_groups,
    "services": _services,
    "subnets": _subnets,
    "target-groups": _target_groups,
    "vpcs": _vpcs,
}
