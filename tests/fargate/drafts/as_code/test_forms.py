"""What holds in every form."""

import pytest

from fargate_tui.fargate.drafts.as_code.forms import FORMS, Form
from fargate_tui.fargate.drafts.as_code.telling import PLACEHOLDER
from tests.fargate.drafts.as_code.scorekeep import EVERYTHING, SECRET, made

OIDC = {"Type": "authenticate-oidc", "AuthenticateOidcConfig": {"ClientId": "id", "ClientSecret": "aX9-of-the-idp"}}
TOKEN = {"name": "c", "command": ["serve", "--token", "aX9"], "logConfiguration": {"options": {"splunk-token": "aX9"}}}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_no_secret_is_in_any(form: Form) -> None:
    listener = made("listener", "x", ("elbv2", "CreateListener", {"DefaultActions": [OIDC]}))
    definition = made("task-definition", "x", ("ecs", "RegisterTaskDefinition", {"containerDefinitions": [TOKEN]}))
    text = form.write((*EVERYTHING, listener, definition), "us-east-1")
    assert "aX9" not in text
    assert SECRET not in text
    assert text.count("looks like a secret") == 4
    assert text.count(PLACEHOLDER) >= 8


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_nothing_makes_something_that_can_be_read(form: Form) -> None:
    assert form.write((), "").endswith("\n")


def test_files_have_endings_of_their_own() -> None:
    assert len({form.ending for form in FORMS}) == len({form.id for form in FORMS}) == 4
