"""Where the cursor belongs when the rows under it have changed. Pure."""

from collections.abc import Mapping, Sequence


def neighbour(before: Sequence[str], index: int, now: Mapping[str, int]) -> int:
    """The place, in the new order, of the row nearest to where `index` was in the old one.

    The row below comes first, then the row above, then the next ones; -1 where no old row is left.
    """
    for distance in range(1, max(index + 1, len(before) - index)):
        for at in (index + distance, index - distance):
            if 0 <= at < len(before) and (found := now.get(before[at])) is not None:
                return found
    return -1


def first_line(top: int, was: int, cursor: int, page: int, total: int) -> int:
    """The first row to show so that the cursor's line stays where it was on the screen.

    At the very top it stays at the top instead, as long as the cursor remains visible: new rows that sort first must be
    seen. `was` and `cursor` are the cursor's old and new row; `page` is how many rows fit.
    """
    page = max(1, page)
    stays = top == 0 and cursor < page
    wanted = 0 if stays else top + cursor - was if top <= was < top + page else top
    return max(0, min(wanted, total - page))


def line_for_cursor(top: int, cursor: int, page: int, total: int, *, jump: bool) -> int:
    """The first row to show so that the cursor is seen: as near as can be, or half a page away with `jump`."""
    page = max(1, page)
    if top <= cursor < top + page:
        return top
    nearest = cursor if cursor < top else cursor - page + 1
    return max(0, min(cursor - page // 2 if jump else nearest, total - page))
