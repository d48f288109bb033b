"""Walk through a JSON document of any size, in pieces that each fit into memory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

MAX_VALUE = 4 * 2**20
"""Characters of one value that is read as a whole."""
_CHUNK = 256 * 1024
_SPACE = re.compile(r"[ \t\r\n]*")
_GOES_ON = re.compile(r"[-+.eE0-9]*")
_MARKS = re.compile(r'["\\{}\[\]]')


class JsonStream:
    """Reads a document once, from its beginning. Raises ValueError where it is malformed."""

    def __init__(self, file: BinaryIO) -> None:
        import codecs

        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._json = json.JSONDecoder()
        self._text = ""
        self._at = 0
        self._ended = False

    def members(self) -> Iterator[str]:
        """The keys of the object that comes next. Whoever gets a key reads or skips its value."""
        self._expect("{")
        if self._peek() == "}":
            self._at += 1
            return
        while True:
            key = self.value()
            if not isinstance(key, str):
                raise ValueError("a key is no string")
            self._expect(":")
            yield key
            if self._expect(",}") == "}":
                return

    def value(self) -> Any:
        """The value that comes next, as a whole."""
        self._peek()
        while True:
            try:
                found, end = self._json.raw_decode(self._text, self._at)
            except ValueError:
                if self._ended or len(self._text) - self._at > MAX_VALUE:
                    raise
                self._more()
                continue
            # A number at the end of what has arrived may go on: 0, then 0., then 0.5.
            if not self._ended and _GOES_ON.fullmatch(self._text, end):
                self._more()
                continue
            self._at = end
            return found

    def skip(self) -> None:
        """Passes over the value that comes next, however large."""
        if self._peek() not in "{[":
            self.value()
            return
        depth = 0
        while True:
            mark = _MARKS.search(self._text, self._at)
            if mark is None:
                self._at = len(self._text)
                self._need()
                continue
            if mark[0] == '"':
                self._at = mark.start()
                self.value()
                continue
            self._at = mark.end()
            depth += 1 if mark[0] in "{[" else -1
            if depth == 0:
                return

    def _peek(self) -> str:
        while True:
            space = _SPACE.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            self._need()

    def _expect(self, characters: str) -> str:
        found = self._peek()
        if found not in characters:
            raise ValueError(f"{found!r} stands where {characters!r} should")
        self._at += 1
        return found

    def _need(self) -> None:
        if self._ended:
            raise ValueError("the document ends too early")
        self._more()

    def _more(self) -> None:
        data = self._file.read(_CHUNK)
        self._ended = not data
        self._text = self._text[self._at :] + self._decoder.decode(data, final=self._ended)
        self._at = 0
