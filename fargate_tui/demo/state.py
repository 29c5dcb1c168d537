"""What exists, counted: for tests that must prove that a thing was made once."""

from typing import Any

from fargate_tui.demo.account import Account
from fargate_tui.demo.ecs.records import Cluster, Service


def state_of(account: Account, region: str) -> dict[str, Any]:
    """``GET /_demo/state``: clusters with their services and tasks, what client tokens made, sessions, calls."""
    ecs = account.region(region).ecs
    return {
        "clusters": {cluster.name: _cluster(cluster) for cluster in ecs.clusters.values()},
        "tasks_launched": ecs.launched,
        "client_tokens": dict(ecs.made),
        "revisions": dict(ecs.families),
        "sessions": [
            {"id": session.id, "target": session.target, "document": session.document, "open": session.is_open}
            for session in ecs.sessions.held.values()
        ],
        "calls": dict(sorted(account.carried_out.items())),
    }


def _cluster(cluster: Cluster) -> dict[str, Any]:
    return {
        "status": cluster.status,
        "services": {service.name: _service(service) for service in cluster.services.values()},
        "tasks_alive": len(cluster.alive),
        "tasks_ended": len(cluster.ended),
    }


def _service(service: Service) -> dict[str, Any]:
    return {
        "status": service.status,
        "desired": service.desired,
        "running": service.running,
        "pending": service.pending,
        "deployments_begun": len(service.rollouts),
        "task_definition": service.revision.definition.name,
    }
