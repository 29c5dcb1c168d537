"""The sdist and the wheel, built as they are for a release, and what has to be in them."""

import shutil
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.package.room import PACKAGE, ROOT, Unfit, call
from tests.test_containerfile import copied

SHIPPED: Final = (
    "fargate_tui/app.tcss",
    "fargate_tui/py.typed",
    "fargate_tui/aws/trimmed/ecs/ecs/2014-11-13/service-2.json.gz",
    "fargate_tui/demo/scorekeep/page.html",
    "share/man/man1/fargate-tui.1",
    "share/bash-completion/completions/fargate-tui",
    "share/zsh/site-functions/_fargate-tui",
    "share/fish/vendor_completions.d/fargate-tui.fish",
)
"""Named, because a rule that finds files in the tree would not miss one that has gone from there too."""
ONLY_IN_SDIST: Final = (
    "tests/package/__main__.py",
    "docs/install.md",
    "requirements/dev.txt",
    "Makefile",
    "mkdocs.yml",
    "Containerfile",
)


def build(room: Path) -> Path:
    """The wheel that was made from the sdist, which has to be that of the tree."""
    make = [sys.executable, "-m", "build", "--no-isolation"]
    call([*make, "--outdir", str(room / "dist"), str(ROOT)])
    call([*make, "--wheel", "--outdir", str(room / "direct"), str(ROOT)])
    (wheel,), (direct,) = (room / "dist").glob("*.whl"), (room / "direct").glob("*.whl")
    if wheel.read_bytes() != direct.read_bytes():
        raise Unfit(f"the wheel of the sdist is another than that of the tree: {_differing(wheel, direct)}")
    _look_into_wheel(wheel)
    _look_into_sdist(room)
    _build_for_container(room, wheel)
    return wheel


def _build_for_container(room: Path, wheel: Path) -> None:
    """Build the wheel from nothing but what Containerfile copies, which is as far as one comes without a daemon."""
    source, target = room / "source", room / "container"
    for path in copied():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / path).is_dir():
            shutil.copytree(ROOT / path, source / path)
        else:
            shutil.copy(ROOT / path, source / path)
    call([sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(target), str(source)])
    (made,) = target.glob("*.whl")
    if made.read_bytes() != wheel.read_bytes():
        raise Unfit(f"Containerfile copies too little: {_differing(made, wheel)}")


def _look_into_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    inside = {name.partition(".data/data/")[2] or name for name in names}
    _expect(inside, (*SHIPPED, *_tree()), "the wheel")
    tops = {name.partition("/")[0] for name in names if ".dist-info/" not in name and ".data/" not in name}
    if tops != {PACKAGE} or any(name.endswith(".pyc") for name in names):
        raise Unfit(f"the wheel holds what nobody needs: {', '.join(sorted(tops - {PACKAGE})) or '*.pyc'}")


def _look_into_sdist(room: Path) -> None:
    (sdist,) = (room / "dist").glob("*.tar.gz")
    with tarfile.open(sdist) as packed:
        held = {name.partition("/")[2] for name in packed.getnames()}
    _expect(held, ONLY_IN_SDIST, "the sdist")


def _tree() -> Iterator[str]:
    """Every file of the package, as it lies here."""
    for path in (ROOT / PACKAGE).rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield str(path.relative_to(ROOT))


def _expect(held: set[str], wanted: Sequence[str], where: str) -> None:
    if missing := [name for name in wanted if name not in held]:
        raise Unfit(f"{where} lacks {', '.join(missing[:5])}{' …' if len(missing) > 5 else ''}")


def _differing(one: Path, other: Path) -> str:
    with zipfile.ZipFile(one) as first, zipfile.ZipFile(other) as second:
        sums = [{each.filename: each.CRC for each in packed.infolist()} for packed in (first, second)]
    return ", ".join(sorted({name for name, _ in sums[0].items() ^ sums[1].items()})[:5]) or "its order or its times"
