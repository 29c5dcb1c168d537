"""``:report``: shown, written where only its owner reads it, and copied; nothing secret is in it."""

from pathlib import Path

import pytest

from tests.screens.person import Person, sitting
from tests.screens.world import believable

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


@pytest.fixture(autouse=True)
def planted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Secrets where programs find them."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_SESSION_TOKEN", "a-token-of-a-session")


async def reported(person: Person) -> str:
    """Go to the report, and wait until it stands."""
    await person.go("report")
    await person.until(lambda: person.says("where only you can read it|not where it should be"))
    return person.text


def reports(state: Path) -> list[Path]:
    return sorted((state / "reports").iterdir()) if (state / "reports").exists() else []


async def test_it_is_shown_written_and_copied(tmp_path: Path) -> None:
    async with sitting(believable(), history=tmp_path / "history.sqlite3", read_only=True) as person:
        text = await reported(person)
        (path,) = reports(tmp_path)
        assert f"written to {path}" in " ".join(text.replace("┃", " ").split())
        assert person.app.clipboard == str(path)
        assert "versions" in text
        assert path.stat().st_mode & 0o777 == 0o600


async def test_it_has_the_session_and_no_secret(tmp_path: Path) -> None:
    async with sitting(believable(), history=tmp_path / "history.sqlite3", read_only=True) as person:
        person.screen.notify(f"cannot reach 123456789012 with {SECRET}", severity="warning", markup=False)
        await reported(person)
        said = reports(tmp_path)[0].read_text()
        assert SECRET not in said
        assert "a-token-of-a-session" not in said
        assert "123456789012" not in said
        assert "03:12:00 cannot reach <account 1> with ••••••" in said
        assert "account      <account 1>" in said
        assert "size         120x36" in said.splitlines()
        assert "  ecs:ListServices  420 calls, median 34 ms, worst 410 ms" in said.splitlines()
        assert any(line.startswith("read_only ") and " true " in line for line in said.splitlines())


async def test_it_is_made_once_and_anew_by_r(tmp_path: Path) -> None:
    async with sitting(believable(), history=tmp_path / "history.sqlite3") as person:
        await reported(person)
        await person.press("?", "q")
        await person.clock.push(5)
        assert len(reports(tmp_path)) == 1
        await person.press("r")
        await person.until(lambda: len(reports(tmp_path)) == 2)


async def test_its_keys_copy_the_path_and_all_of_it(tmp_path: Path) -> None:
    async with sitting(believable(), history=tmp_path / "history.sqlite3") as person:
        await reported(person)
        await person.press("C")
        assert person.app.clipboard == reports(tmp_path)[0].read_text()
        await person.press("c")
        assert person.app.clipboard == str(reports(tmp_path)[0])


async def test_where_it_cannot_be_written_it_is_shown_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "state").write_text("a file in the way")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    async with sitting(believable(), history=tmp_path / "state" / "history.sqlite3") as person:
        text = await reported(person)
        assert "not where it should be" in text
        assert "versions" in text
        await person.press("c")
        assert any("it was not written" in told for told in person.told)


async def test_what_was_refused_is_in_it(tmp_path: Path) -> None:
    async with sitting(believable(), history=tmp_path / "history.sqlite3") as person:
        await reported(person)
        lines = reports(tmp_path)[0].read_text().splitlines()
        place = lines.index("  application-autoscaling:DescribeScalingActivities  2 calls, 2 failed")
        assert "DescribeScalingActivities is not allowed for ops" in lines[place + 1]
