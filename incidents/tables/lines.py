"""The lines of a file as text with their numbers, and how far the reading has come (逐行读取)."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from incidents.tables.encoding import LONGEST, encoding_of


@dataclass(frozen=True, slots=True)
class Line:
    """A physical line, from 1. `text` is None where a byte cannot be read or the line has no end."""

    number: int
    text: str | None


class Lines:
    """Goes through a file once. `read` of `size` bytes are behind it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.encoding = encoding_of(path)
        self.size = path.stat().st_size
        self.read = 0

    def __iter__(self) -> Iterator[Line]:
        return self._wide() if self.encoding == "utf-16" else self._bytes()

    def _bytes(self) -> Iterator[Line]:
        encoding = "utf-8" if self.encoding == "utf-8-sig" else self.encoding
        with self.path.open("rb") as file:
            number = 0
            if self.encoding == "utf-8-sig":
                file.read(3)
            while line := file.readline(LONGEST):
                number += 1
                overlong = self._skip_rest(file, line)
                self.read = file.tell()
                yield Line(number, None if overlong else _text(line, encoding))

    @staticmethod
    def _skip_rest(file: io.BufferedIOBase, line: bytes) -> bool:
        """Past the end of a line that is longer than LONGEST; whether it was."""
        overlong = len(line) == LONGEST and not line.endswith(b"\n")
        while len(line) == LONGEST and not line.endswith(b"\n"):
            line = file.readline(LONGEST)
        return overlong

    def _wide(self) -> Iterator[Line]:
        """UTF-16: a line's end is two bytes, so the text layer finds it; what it cannot read becomes U+FFFD and is refused."""
        with self.path.open(encoding="utf-16", errors="replace", newline="\n") as file:
            for number, text in enumerate(file, 1):
                self.read = min(self.size, self.read + 2 * len(text))
                yield Line(number, None if "\ufffd" in text else text.rstrip("\r\n"))


def _text(line: bytes, encoding: str) -> str | None:
    try:
        return line.decode(encoding).rstrip("\r\n")
    except UnicodeDecodeError:
        return None
