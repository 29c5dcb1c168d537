"""What has to be known of AWS to check a task definition's draft."""

from collections.abc import Iterator

from fargate_tui.fargate.drafts.facts import Facts, Want, permissions_key
from fargate_tui.fargate.drafts.task_definition.checks.logs import group_key
from fargate_tui.fargate.drafts.task_definition.fields import CREATE, TaskDefinitionFields
from fargate_tui.fargate.drafts.task_definition.judged import Judged, judged
from fargate_tui.fargate.drafts.task_definition.needs import Kind, permissions_of, role_named
from fargate_tui.fargate.images import ECR_IMAGE
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.permissions import references, secret_of


def wants_of(draft: TaskDefinitionFields, facts: Facts) -> tuple[Want, ...]:
    """Images, secrets, log groups and roles; what a role may do once it is known that there is one."""
    it = judged(draft)
    return tuple(dict.fromkeys((*_named(it), *_roles(it, "execution", facts), *_roles(it, "task", facts))))


def _named(it: Judged) -> Iterator[Want]:
    for _, typed, container in it.containers:
        if container.image and ECR_IMAGE.match(container.image):
            yield Want(kind="images", key=container.image)
        if key := group_key(it.draft, typed):
            yield Want(kind="log_groups", key=key)
        for reference in references(container):
            yield Want(kind="secrets", key=secret_of(reference))


def _roles(it: Judged, kind: Kind, facts: Facts) -> Iterator[Want]:
    name = role_named(it.draft, kind)
    if not name or name == CREATE:
        return
    yield Want(kind="roles", key=name)
    known = facts.roles.get(name)
    wanted = permissions_of(it, kind, facts)
    # What is needed names the account in its ARNs.
    if isinstance(known, Known) and known.value is not None and wanted and facts.account:
        yield Want(kind="permissions", key=permissions_key(name, wanted))
