"""CLI-input JSON: each document is one request, whole."""

import json
from typing import Any

from hypothesis import given, settings

from fargate_tui.fargate.drafts.as_code.documents import NOTES, documents, documents_text
from fargate_tui.fargate.drafts.as_code.telling import PLACEHOLDER, told
from fargate_tui.fargate.drafts.creations import Creation, Ref, filled, refs_of
from tests.fargate.drafts.as_code.generated import creations
from tests.fargate.drafts.as_code.scorekeep import EVERYTHING, SECRET, SERVICE


class _Placeholders(dict[Ref, str]):
    """What stands for each reference in Scorekeep's documents."""

    def __missing__(self, ref: Ref) -> str:
        kind, _, name = ref.step.partition(":")
        several = kind in {"role", "security-group", "scaling-policy"}
        words = f"{kind} {name} {ref.attribute}" if several else f"{kind} {ref.attribute}"
        return f"${{{words.replace('-', '_').replace(' ', '_').upper()}}}"


def test_each_request_is_a_document_in_order() -> None:
    found = documents(EVERYTHING)
    assert list(found)[:4] == [
        NOTES,
        "01-create-cluster-default.json",
        "02-create-log-group-ecs-scorekeep.json",
        "03-put-retention-policy-ecs-scorekeep.json",
    ]
    requests = [request for each in told(EVERYTHING).creations for request in each.requests]
    contents = [content for name, content in found.items() if name != NOTES]
    assert contents == [filled(request.parameters, _Placeholders()) for request in requests]


def test_the_notes_say_how_and_what_stands_for_what() -> None:
    notes: Any = documents((SERVICE,))[NOTES]
    assert notes[0] == "aws ecs create-service --cli-input-json file://01-create-service-scorekeep.json"
    assert "${TARGET_GROUP_SCOREKEEP_ARN} stands for the arn of target-group:scorekeep" in notes


@settings(deadline=None)
@given(creations())
def test_nothing_is_lost(all_: tuple[Creation, ...]) -> None:
    text = documents_text(all_)
    found = json.loads(text)
    notes = found.pop(NOTES)
    requests = [request for each in told(all_).creations for request in each.requests]
    assert list(found.values()) == [filled(request.parameters, _Placeholders()) for request in requests]
    for ref in {ref for request in requests for ref in refs_of(request.parameters)}:
        assert any(note.endswith(f"the {ref.attribute} of {ref.step}") for note in notes)


def test_no_secret_is_in_it() -> None:
    text = documents_text(EVERYTHING)
    assert SECRET not in text
    assert "containerDefinitions.scorekeep-api.environment.DB_PASSWORD looks like a secret" in text
    assert PLACEHOLDER in text
