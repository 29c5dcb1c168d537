"""Where the things that can be changed are shown."""

from fargate_tui.fargate.arns import is_arn, name_of
from fargate_tui.fargate.changes import Subject
from fargate_tui.screens.journey import Place


def place_of_subject(subject: Subject) -> Place:
    """The view of a thing that is or was changed."""
    cluster = subject.cluster or None
    match subject.kind:
        case "cluster":
            return Place("services", cluster=subject.name)
        case "service":
            return Place("tasks", cluster=cluster, service=subject.name)
        case "task":
            return Place("task", cluster=cluster, task=subject.arn)
        case "task-definition":
            known = name_of(subject.arn) if is_arn(subject.arn) else subject.name
            return Place("task-definition", task_definition=known)
        case "scalable-target" | "scaling-policy":
            return Place("services", cluster=cluster)
    return Place("clusters")
