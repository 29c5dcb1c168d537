"""Measure and print the table; the exit status says whether every bound was kept."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.drafts import keys
from tests.bench.measures import Figure, cursor, many, one_row, rest, start, tail, typing
from tests.local_aws import STILL, started


def figures() -> Iterator[Figure]:
    """Every figure, as it is measured."""
    yield from keys()
    with started("scorekeep", Path(os.devnull), held=False, options=STILL) as aws:
        yield from start(aws)
        yield from cursor(aws)
        yield from rest(aws)
        yield from typing(aws)
        yield from one_row(aws)
    with started("fleet", Path(os.devnull), held=False, options=STILL) as aws:
        yield from many(aws)
        yield from tail(aws)


def main() -> int:
    """Print each figure beside its bound."""
    kept = True
    print(f"{'':38}{'median':>10}  {'bound':>8}  {'worst':>9}")
    for figure in figures():
        kept = kept and figure.kept
        worst = "" if figure.worst is None else f"{figure.worst:,.1f}"
        verdict = "" if figure.kept else "  OVER"
        print(
            f"{figure.what:38}{figure.median:>10,.1f}  {figure.bound:>8,.0f}  {worst:>9}  {figure.unit}{verdict}",
            flush=True,
        )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
