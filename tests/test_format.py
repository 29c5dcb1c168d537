import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from fargate_tui import format as fmt

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)

# Everything Python can hold in a string, lone surrogates and controls included, the nasty ones often.
NASTY = "\x00\x1b\x07\x9b\t\n\r\u202e\u2066\u200b\u200d\ufeff\u00ad\u2028\ud800\ufe0f\U0001f3fb\u3164\u0301 日👍é[]…"
foreign = st.text(st.one_of(st.sampled_from(NASTY), st.characters(exclude_categories=())), max_size=40)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-5, "0s"), (0, "0s"), (9, "0s"), (47, "40s"), (59.9, "50s"), (60, "1m"), (754, "12m"), (3599, "59m"),
     (3600, "1h"), (86399, "23h"), (86400, "1d"), (200000, "2d"), (40000000, "462d")],
)  # fmt: skip
def test_age_is_coarse(seconds: float, text: str) -> None:
    assert fmt.age(NOW - timedelta(seconds=seconds), NOW) == text


def test_age_of_nothing() -> None:
    assert fmt.age(None, NOW) == "—"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0.0s"), (1.23, "1.2s"), (9.94, "9.9s"), (9.96, "10s"), (59.7, "1m 00s"), (185, "3m 05s"), (7620, "2h 07m"),
     (273600, "3d 04h"), (-1, "0.0s")],
)  # fmt: skip
def test_duration(seconds: float, text: str) -> None:
    assert fmt.duration(seconds) == text


@pytest.mark.parametrize(
    ("mebibytes", "text"),
    [(512, "512 MiB"), ("2048", "2 GiB"), (1536, "1.5 GiB"), (1100, "1100 MiB"), (122880, "120 GiB"), (None, "—"),
     ("", "—"), ("2 GB", "2 GB")],
)  # fmt: skip
def test_memory(mebibytes: str | int | None, text: str) -> None:
    assert fmt.memory(mebibytes) == text


@pytest.mark.parametrize(
    ("units", "text"),
    [("256", "0.25 vCPU"), (1024, "1 vCPU"), ("16384", "16 vCPU"), (None, "—"), (".5 vcpu", ".5 vcpu")],
)
def test_vcpu(units: str | int | None, text: str) -> None:
    assert fmt.vcpu(units) == text


def test_numbers() -> None:
    assert [fmt.count(3200), fmt.count(None), fmt.percent(0.404)] == ["3,200", "—", "40 %"]
    assert [fmt.money(dollars) for dollars in (0, 0.0493, 12.344, 1234.5)] == ["$0", "$0.049", "$12.34", "$1,234"]


@pytest.mark.parametrize(
    ("arn", "name"),
    [
        ("arn:aws:ecs:ap-northeast-1:123456789012:task-definition/api:7", "api:7"),
        ("arn:aws:ecs:ap-northeast-1:123456789012:service/default/web", "web"),
        ("arn:aws:ecs:ap-northeast-1:123456789012:cluster/default", "default"),
        ("arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web-tg/6d0ecf831eec9f09", "web-tg"),
        ("arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/6d0ecf831eec9f09", "web"),
        ("arn:aws:iam::123456789012:role/service-role/ops", "ops"),
        ("arn:aws:sts::123456789012:assumed-role/ops-admin/jane", "jane"),
        ("arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/web:*", "/ecs/web"),
        ("not an arn", "not an arn"),
        ("", ""),
    ],
)
def test_short_arn(arn: str, name: str) -> None:
    assert fmt.short_arn(arn) == name


def test_short_names() -> None:
    assert fmt.account("123456789012") == "1234-5678-9012"
    assert fmt.account("prod\n") == "prod␊"
    assert fmt.short_id("4f1c0a9e62b84d0f") == "4f1c0a9e"
    assert fmt.short_zone("ap-northeast-1a") == "1a"


@pytest.mark.parametrize(
    ("foreign_text", "shown"),
    [
        ("plain [bold]text[/]", "plain [bold]text[/]"),
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("a\tb\r\nc\x7f", "a b␍␊c␡"),
        ("user\u202egnp.exe", "user�gnp.exe"),
        ("ze\u200bro", "ze�ro"),
        ("\x9b2J", "�2J"),
        ("lone \ud83d", "lone �"),
        ("héllo 日本 👍", "héllo 日本 👍"),
        ("עברית", "עברית"),
        ("❤\ufe0f", "❤"),
    ],
)
def test_visible(foreign_text: str, shown: str) -> None:
    assert fmt.visible(foreign_text) == shown


@given(foreign)
def test_visible_text_is_harmless_and_of_one_width(text: str) -> None:
    shown = fmt.visible(text)
    assert {unicodedata.category(c) for c in shown}.isdisjoint({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
    assert all(c == " " for c in shown if unicodedata.category(c) == "Zs")
    assert fmt.visible(shown) == shown
    # Rich lays out what we cut, so both must count the same; and no character may change another's width.
    assert fmt.cell_width(shown) == cell_len(shown) == sum(cell_len(c) for c in shown)
    shown.encode()


@given(foreign, st.integers(-2, 50))
def test_a_cut_text_fits_and_says_that_it_was_cut(text: str, width: int) -> None:
    shown = fmt.visible(text)
    for short in (fmt.cut(shown, width), fmt.cut_middle(shown, width)):
        assert fmt.cell_width(short) <= max(0, width)
        assert short == shown if fmt.cell_width(shown) <= width else fmt.ELLIPSIS in short or width <= 0


@given(foreign, st.integers(0, 50), st.booleans())
def test_fit_fills_exactly(text: str, width: int, right: bool) -> None:
    assert fmt.cell_width(fmt.fit(fmt.visible(text), width, right=right)) == width


def test_cuts_by_cells() -> None:
    assert fmt.cut("日本語です", 6) == "日本…"
    assert fmt.cut_middle("production-scorekeep-api", 11) == "produ…p-api"
    assert fmt.cut_middle("日本語です", 6) == "日…す"
    assert fmt.cut("e\u0301e\u0301e\u0301", 2) == "e\u0301…"
    assert fmt.fit("7", 3, right=True) == "  7"
