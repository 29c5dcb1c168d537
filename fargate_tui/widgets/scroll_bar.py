"""Where the handle of a scroll bar is. Pure."""


def handle(page: int, total: int, top: int, last: int) -> range:
    """The rows of a page beside which it is; none where all of `total` fit.

    `top` is the first that is seen, and `last` what is the first at the end.
    """
    if total <= page:
        return range(0)
    length = max(1, page * page // total)
    start = round(top / max(1, last) * (page - length))
    return range(start, start + length)
