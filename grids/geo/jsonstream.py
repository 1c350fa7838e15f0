"""A large JSON object read one value at a time (流式解析): no more than one member or one list item is in memory."""

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from grids.geo.refusals import FileRefused, FileTooLarge

BLOCK = 1 << 16
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def encoding_of(path: Path) -> str:
    """The text encoding of a file: its mark, else UTF-8 if every byte fits, else GB18030; refuses broken bytes."""
    with path.open("rb") as file:
        start = file.read(4)
        for mark, name in MARKS:
            if start.startswith(mark):
                return name
        for name in ("utf-8", "gb18030"):
            decoder = codecs.getincrementaldecoder(name)()
            file.seek(0)
            try:
                while block := file.read(BLOCK):
                    decoder.decode(block)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                continue
            return name
    raise FileRefused("broken_file", _("文件编码不是 UTF-8 或 GB18030。"))


class JsonStream:
    """Walks one JSON object of an open text file. A single value larger than `cap` characters is FileTooLarge."""

    def __init__(self, file: TextIO, *, cap: int) -> None:
        self._file = file
        self._cap = cap
        self._text = ""
        self._at = 0
        self._passed = 0
        self._ended = False
        self._decoder = json.JSONDecoder()

    def names(self) -> Iterator[str]:
        """The member names of the object; after each, the caller takes its value by `value` or by `items`."""
        self._expect("{")
        if self._peek() == "}":
            return
        while True:
            name = self.value()
            if not isinstance(name, str):
                raise self._broken()
            self._expect(":")
            yield name
            if self._next_or_end("}"):
                return

    def items(self) -> Iterator[object]:
        """The items of the list that comes next."""
        self._expect("[")
        if self._peek() == "]":
            self._at += 1
            return
        while True:
            yield self.value()
            if self._next_or_end("]"):
                return

    def starts_list(self) -> bool:
        """Whether a list comes next."""
        return self._peek() == "["

    def value(self) -> object:
        """The whole value that comes next."""
        self._peek()
        while True:
            try:
                found, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError:
                found, end = None, None
            except (RecursionError, ValueError):  # nested too deep; a number of thousands of digits
                raise self._broken() from None
            if end is not None and (self._ended or not self._may_go_on(end)):
                self._at = end
                return found
            if not self._more():
                raise self._broken()

    def _may_go_on(self, end: int) -> bool:
        """Whether the value that seems to end there is a number cut by the end of the block: 12|3, 1.|5, 1e|5."""
        return self._text[end : end + 1] in {"", ".", "e", "E"}

    def _peek(self) -> str:
        """The next character that is not white space; "" at the end of the file."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\r\n":
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _next_or_end(self, end: str) -> bool:
        if self._peek() == end:
            self._at += 1
            return True
        self._expect(",")
        return False

    def _expect(self, character: str) -> None:
        if self._peek() != character:
            raise self._broken()
        self._at += 1

    def _more(self) -> bool:
        """Read on, as much again as is held, so that decoding a long value anew costs only twice its length."""
        if self._ended:
            return False
        self._text, self._passed, self._at = self._text[self._at :], self._passed + self._at, 0
        if len(self._text) > self._cap:
            raise FileTooLarge(_("文件中有一项过大。"))
        block = self._file.read(max(BLOCK, len(self._text)))
        self._text += block
        self._ended = not block
        return True

    def _broken(self) -> FileRefused:
        text = _("JSON 格式有误，位于第 %(at)d 个字符附近。") % {"at": self._passed + self._at + 1}
        return FileRefused("broken_file", text)
