"""Lines of a file, as many as a million of them, kept and written as ranges."""

from __future__ import annotations


class LineNumbers:
    """Lines added in ascending order."""

    def __init__(self) -> None:
        self.ranges: list[tuple[int, int]] = []

    def add(self, line: int) -> None:
        if self.ranges and self.ranges[-1][1] == line - 1:
            self.ranges[-1] = (self.ranges[-1][0], line)
        else:
            self.ranges.append((line, line))

    def __len__(self) -> int:
        return sum(last - first + 1 for first, last in self.ranges)

    def text(self, most: int = 10) -> str:
        """Such as `3, 5-7`: at most so many ranges, then `...`."""
        shown = [f"{first}-{last}" if last > first else str(first) for first, last in self.ranges[:most]]
        return ", ".join(shown) + (" ..." if len(self.ranges) > most else "")
