"""Where a deployment can be taken back to, by the deployments before it (fargate.md §11)."""

from collections.abc import Mapping, Sequence

from fargate_tui.fargate.arns import family_revision
from fargate_tui.fargate.records import Record, ServiceDeployment, ServiceRevision


class Past(Record, frozen=True, kw_only=True):
    """The deployments of a service, the newest first, with what they deploy."""

    deployments: tuple[ServiceDeployment, ...] = ()
    revisions: Mapping[str, str] = {}
    """``family:revision`` by the ARN of a service revision."""

    @property
    def under_way(self) -> ServiceDeployment | None:
        """The deployment that has not ended."""
        return next((each for each in self.deployments if each.is_open), None)

    def target(self, deployment: ServiceDeployment) -> str:
        """``family:revision`` that a deployment deploys; empty where that is not known."""
        share = deployment.target_service_revision
        return self.revisions.get(share.arn or "", "") if share is not None else ""

    def goes_back_to(self, deployment: ServiceDeployment) -> str:
        """``family:revision`` that ECS goes back to; empty where nothing was deployed completely before.

        That is the last one that was deployed completely; AWS's words for it are the previous service revision.
        """
        older = self.deployments[self.deployments.index(deployment) + 1 :] if deployment in self.deployments else ()
        sources = (self.revisions.get(share.arn or "", "") for share in deployment.source_service_revisions)
        return next((ran for each in older if (ran := self.ran(each))), "") or next(filter(None, sources), "")

    def before(self, present: str) -> str:
        """``family:revision`` of the last other revision that was deployed completely; empty where there is none."""
        return next((ran for each in self.deployments if (ran := self.ran(each)) and ran != present), "")

    def ran(self, deployment: ServiceDeployment) -> str:
        """``family:revision`` that a deployment has left running; empty where it failed, or has not ended."""
        if deployment.status == "SUCCESSFUL":
            return self.target(deployment)
        if deployment.status == "ROLLBACK_SUCCESSFUL" and deployment.rollback is not None:
            return self.revisions.get(deployment.rollback.service_revision_arn or "", "")
        return ""


def names(revisions: Sequence[ServiceRevision]) -> dict[str, str]:
    """``family:revision`` by the ARN of a service revision."""
    return {each.service_revision_arn: family_revision(each.task_definition or "") for each in revisions}


def revisions_in(deployments: Sequence[ServiceDeployment]) -> tuple[str, ...]:
    """ARNs of the service revisions that deployments speak of, each once."""
    found: dict[str, None] = {}
    for each in deployments:
        shares = (each.target_service_revision, *each.source_service_revisions)
        found.update((share.arn, None) for share in shares if share is not None and share.arn)
        if each.rollback is not None and each.rollback.service_revision_arn:
            found[each.rollback.service_revision_arn] = None
    return tuple(found)
