"""A line of text that is being typed: pure, for widgets that draw it themselves."""

from dataclasses import dataclass, replace

_MOVES = {"left": -1, "right": 1}


@dataclass(frozen=True, slots=True)
class LineEditor:
    """A text and where the next character goes."""

    text: str = ""
    at: int = 0

    def insert(self, more: str) -> "LineEditor":
        """Put in what was typed or pasted; it stays one line."""
        more = " ".join(more.splitlines()) if "\n" in more or "\r" in more else more
        return LineEditor(self.text[: self.at] + more + self.text[self.at :], self.at + len(more))

    def press(self, key: str) -> "LineEditor | None":
        """What a key makes of it; None for a key that means nothing here."""
        match key:
            case "left" | "right":
                return replace(self, at=max(0, min(self.at + _MOVES[key], len(self.text))))
            case "home" | "ctrl+a":
                return replace(self, at=0)
            case "end" | "ctrl+e":
                return replace(self, at=len(self.text))
            case "backspace":
                return LineEditor(self.text[: max(self.at - 1, 0)] + self.text[self.at :], max(self.at - 1, 0))
            case "delete":
                return LineEditor(self.text[: self.at] + self.text[self.at + 1 :], self.at)
            case "ctrl+u":
                return LineEditor(self.text[self.at :], 0)
            case "ctrl+k":
                return LineEditor(self.text[: self.at], self.at)
            case "ctrl+w":
                begin = self.text[: self.at].rstrip().rfind(" ") + 1
                return LineEditor(self.text[:begin] + self.text[self.at :], begin)
        return None

    def window(self, width: int) -> tuple[str, str, str]:
        """What of it fits ``width`` cells: before the cursor, under it, behind it."""
        start = max(0, self.at - width + 1)
        shown = f"{self.text} "[start : start + width]
        here = self.at - start
        return shown[:here], shown[here : here + 1], shown[here + 1 :]
