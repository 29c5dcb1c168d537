"""Why a task ended, in one honest line: what lists show of the rules.

Where no rule knows the end, the line is AWS's own first sentence. Evidence is not looked for here.
"""

from fargate_tui.fargate.diagnosis.case import Case, PrimaryDeployment, first_sentence
from fargate_tui.fargate.diagnosis.rule import Rule, said
from fargate_tui.fargate.diagnosis.table import rule_of
from fargate_tui.fargate.records import Task
from fargate_tui.fargate.rows import Finding


def ending_of(task: Task, primary: PrimaryDeployment | None = None) -> Finding:
    """Why the task ended, or is being stopped; ``primary`` tells a scale-in from a replacement."""
    case = Case(task, primary=primary)
    rule = rule_of(case)
    return finding_of(rule, case) if rule is not None else _verbatim(task)


def finding_of(rule: Rule, case: Case) -> Finding:
    """What a rule says of a case, for a line of a list."""
    return Finding(severity=said(rule.severity, case), word=said(rule.word, case), why=said(rule.line, case))


def _verbatim(task: Task) -> Finding:
    reasons = (task.stopped_reason, *(container.reason for container in task.containers))
    why = next((first_sentence(reason) for reason in reasons if reason), "")
    if task.stop_code == "ServiceSchedulerInitiated":
        return Finding(severity="info", word="stopped", why=why or "stopped by the service scheduler")
    why = why or task.stop_code or ""
    failed = task.stop_code in ("TaskFailedToStart", "EssentialContainerExited")
    if not why:
        return Finding(severity="info", word="stopped", why="AWS gives no reason")
    return Finding(severity="error" if failed else "warn", word="failed" if failed else "stopped", why=why)
