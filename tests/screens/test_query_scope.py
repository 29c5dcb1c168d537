"""What a query goes over."""

from fargate_tui.keys.keymap import USUAL
from fargate_tui.live.log_groups import LogGroup, LogGroups
from fargate_tui.screens.journey import Place
from fargate_tui.screens.query_scope import QueryScope
from tests.widgets.terminal_app import NOW

HERE, THERE = LogGroup("", "/ecs/web"), LogGroup("eu-west-1", "/ecs/batch")


def test_nothing_is_asked_before_it_is_known_where_the_place_writes() -> None:
    scope = QueryScope(Place("query", cluster="production"))
    scope.found = LogGroups((HERE,))
    before = scope.is_searched, scope.may_be_asked
    scope.found = LogGroups((HERE,), is_complete=True)
    assert [before, (scope.is_searched, scope.may_be_asked)] == [(False, False), (True, True)]


def test_what_is_chosen_by_hand_takes_the_place_of_what_was_found() -> None:
    scope = QueryScope(Place("query", cluster="production"))
    scope.found = LogGroups((HERE,), gaps=("web writes elsewhere",))
    assert list(scope.gaps(USUAL)) == ["web writes elsewhere"]
    scope.by_hand = (THERE,)
    assert list(scope.gaps(USUAL)) == []
    asked = scope.asked("fields @message", NOW)
    assert (asked.groups, asked.region, asked.end) == (("/ecs/batch",), "eu-west-1", NOW)


def test_without_a_cluster_groups_have_to_be_chosen() -> None:
    scope = QueryScope(Place("query"))
    before = scope.is_empty, scope.may_be_asked
    scope.by_hand = (HERE,)
    assert [before, (scope.is_empty, scope.may_be_asked)] == [(True, False), (False, True)]
    assert scope.is_searched


def test_groups_of_other_regions_are_told_of() -> None:
    scope = QueryScope(Place("query", cluster="production"))
    scope.found = LogGroups((HERE, LogGroup("", "/ecs/api"), THERE), is_complete=True)
    assert scope.groups == (HERE, LogGroup("", "/ecs/api"))
    assert list(scope.gaps(USUAL)) == ["1 more log group in eu-west-1: a query is of one Region, L chooses"]
