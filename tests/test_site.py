"""docs/ becomes a site without a warning, and what is in it asks nothing of anybody else."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_FETCHED = re.compile(r"<(?:script|img|iframe|link|source)\b[^>]*?(?:src|href)=\"?(https?:)?//[^>]*>")
"""What a browser would fetch by itself; links that a person may follow are others."""
_CANONICAL = re.compile(r'<link [^>]*rel="?(?:canonical|prev|next)')


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make site` builds it."""
    made = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(made)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"every page of docs/ stands in mkdocs.yml, every link leads somewhere:\n{done.stderr}"
    return made


def test_every_page_is_in_it(site: Path) -> None:
    pages = {path.stem for path in (ROOT / "docs").glob("*.md")}
    assert pages == {path.stem for path in site.glob("*.html")} - {"404"}
    assert (site / "pictures" / "services.svg").is_file()
    assert (site / "policies" / "read.json").is_file()


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for page in (*site.glob("*.html"), *site.rglob("*.css")):
        text = page.read_text("utf-8")
        assert not [each[0] for each in _FETCHED.finditer(text) if not _CANONICAL.match(each[0])], page.name
        assert not re.search(r"url\([\"']?(?:https?:)?//|@import [\"'](?:https?:)?//", text), page.name
