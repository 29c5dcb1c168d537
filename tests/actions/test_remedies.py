from fargate_tui.actions.catalogue import BY_ID
from fargate_tui.fargate.diagnosis import RULES


def test_every_remedy_names_an_action_there_is() -> None:
    named = {rule.action for rule in RULES if rule.action}
    assert named <= set(BY_ID)
    assert len(named) > 5
