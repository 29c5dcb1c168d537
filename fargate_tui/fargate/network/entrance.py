"""What is in front of a task: a target group with the listeners and rules that lead to it."""

from collections.abc import Iterator

from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.records import Balancer, Listener, ListenerRule, Record, TargetGroup

_NOT_ASKED = NotChecked(why="it was not asked for")


class Entrance(Record, frozen=True, kw_only=True):
    """A target group of a service with all that is in front of it, each part for itself."""

    target_group_arn: str
    port: int
    """The port of the container."""
    container: str = ""
    group: Known[TargetGroup] | NotChecked = _NOT_ASKED
    balancers: Known[tuple[Balancer, ...]] | NotChecked = _NOT_ASKED
    listeners: Known[tuple[Listener, ...]] | NotChecked = _NOT_ASKED
    rules: Known[tuple[ListenerRule, ...]] | NotChecked = _NOT_ASKED


def fronts(entrance: Entrance) -> Iterator[tuple[Balancer, Listener]]:
    """The listeners that lead to the target group, with their load balancers."""
    balancers = entrance.balancers.value if isinstance(entrance.balancers, Known) else ()
    listeners = entrance.listeners.value if isinstance(entrance.listeners, Known) else ()
    by_arn = {each.load_balancer_arn: each for each in balancers}
    for listener in sorted(listeners, key=lambda each: (each.port or 0, each.listener_arn)):
        balancer = by_arn.get(listener.load_balancer_arn or "")
        # Where rules were not read, any listener of an application load balancer may lead there.
        if balancer is not None and (leading_rules(entrance, listener) or isinstance(entrance.rules, NotChecked)):
            yield balancer, listener


def leading_rules(entrance: Entrance, listener: Listener) -> list[tuple[ListenerRule | None, int]]:
    """The rules of a listener that forward to the target group, with its share; None stands for the default action."""
    arn = entrance.target_group_arn
    known = entrance.rules.value if isinstance(entrance.rules, Known) else ()
    found: list[tuple[ListenerRule | None, int]] = []
    for rule in known:
        shares = [action.share_of(arn) for action in rule.actions]
        if rule.listener_arn == listener.listener_arn and not rule.is_default and any(s is not None for s in shares):
            found.append((rule, max(s or 0 for s in shares)))
    shares = [action.share_of(arn) for action in listener.default_actions]
    if any(s is not None for s in shares):
        found.append((None, max(s or 0 for s in shares)))
    return found


def rule_in_words(rule: ListenerRule | None) -> str:
    """What a request has to fit."""
    if rule is None:
        return "its default action"
    wanted = " and ".join(f"{each.field} {' or '.join(each.wanted)}".strip() for each in rule.conditions)
    return f"rule {rule.priority}: {wanted}" if wanted else f"rule {rule.priority}"
