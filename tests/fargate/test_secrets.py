"""What must not be shown is not shown, and nothing else is lost."""

from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate.secrets import MASK, is_secret, masked

Json: TypeAlias = bool | int | str | list["Json"] | dict[str, "Json"] | None

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters=":@-"), max_size=8)
VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DB_PASSWORD", "hunter2"),
        ("db_passwd", "x"),
        ("STRIPE_SECRET", "sk_live_1"),
        ("API_KEY", "0f0f"),
        ("GithubToken", "abc"),
        ("ANYTHING", "AKIAIOSFODNN7EXAMPLE"),
        ("URL", "postgres://app:hunter2@db/app"),
        ("PEM", "-----BEGIN RSA PRIVATE KEY-----\nMII"),
        ("J", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x"),
        ("SENTRY_DSN", "https://public@sentry.example/1"),
    ],
)
def test_these_are_secrets(name: str, value: str) -> None:
    assert is_secret(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOG_LEVEL", "debug"),
        ("DB_PASSWORD", ""),
        ("DB_SECRET_ARN", "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf"),
        ("PASSWORD_PARAMETER", "/prod/db/password"),
        ("TOKEN_URL", "https://login.example/token"),
        ("DATABASE_HOST", "db.internal"),
        ("URL", "https://example.com/a:b@c"),
    ],
)
def test_these_are_not(name: str, value: str) -> None:
    assert not is_secret(name, value)


def test_a_task_definition_keeps_everything_but_its_secrets() -> None:
    definition: dict[str, Json] = {
        "family": "api",
        "containerDefinitions": [
            {
                "name": "api",
                "environment": [{"name": "DB_PASSWORD", "value": "hunter2"}, {"name": "MODE", "value": "fast"}],
                "secrets": [{"name": "API_KEY", "valueFrom": "arn:aws:ssm:us-east-1:1:parameter/key"}],
                "logConfiguration": {"logDriver": "splunk", "options": {"splunk-token": "t0k3n", "splunk-url": "u"}},
                "command": ["serve", "--key", "AKIAIOSFODNN7EXAMPLE"],
            }
        ],
    }
    shown = str(masked(definition))
    for secret in ("hunter2", "t0k3n", "AKIA"):
        assert secret not in shown
    for kept in ("fast", "parameter/key", "serve", "'splunk-url': 'u'", "DB_PASSWORD"):
        assert kept in shown


@given(VALUES)
def test_what_holds_no_secret_is_the_same(value: Json) -> None:
    names = {"password", "secret", "token", "auth", "salt"}
    if not any(name in str(value).lower() for name in names):
        assert masked(value) == value


@given(VALUES, st.sampled_from(["hunter2", "s3cr3t"]))
def test_a_password_is_masked_wherever_it_stands(value: Json, secret: str) -> None:
    hidden: Json = {"outer": [value, {"environment": [{"name": "DB_PASSWORD", "value": secret}]}]}
    assert secret not in str(masked(hidden)) or secret in str(value)
    assert MASK in str(masked(hidden))
