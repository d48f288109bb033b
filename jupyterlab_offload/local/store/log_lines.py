"""From a job's raw output to log events, as the agent that feeds CloudWatch makes them.

Rules, in their order (Docker's awslogs driver is the model, where AWS says nothing):

- Only ``\\n`` ends a line; a ``\\r`` right before it belongs to the line end. Any other ``\\r``
  (a progress bar) stays in the line, and so do U+2028, form feeds and the like.
- A line longer than an event may be is cut, between characters, into several events.
- What is not UTF-8 and NUL become U+FFFD.
- An empty line gives no event: PutLogEvents demands a message of at least one character,
  and the awslogs driver drops them too.

Everything works on whole blocks, not line by line. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

EVENT_BYTES = 256 * 1024 - 26
"""The longest message of one event: 256 KiB less the 26 bytes CloudWatch adds for each."""

_EMPTY_LINES = re.compile(rb"\n{2,}")
_REPLACEMENT = "\ufffd".encode()


class LineSplitter:
    """Takes output in chunks of any size; gives blocks of finished events.

    A block is UTF-8 text in which ``\\n`` ends every event; it may be empty.
    """

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, chunk: bytes) -> bytes:
        """The events that ``chunk`` finishes; the rest of its last line is held back."""
        end = chunk.rfind(b"\n") + 1
        if not end:
            self._held += chunk
            return self._overflow()
        block = bytes(self._held) + chunk[:end]
        self._held = bytearray(chunk[end:])
        return events_of(block.replace(b"\r\n", b"\n")) + self._overflow()

    def flush(self) -> bytes:
        """The unfinished line as an event of its own, but for a character still incomplete."""
        end = len(self._held) - _incomplete(self._held)
        held, self._held = self._held[:end], self._held[end:]
        return events_of(bytes(held) + b"\n")

    def close(self) -> bytes:
        """All that is left, as the last event."""
        held, self._held = self._held, bytearray()
        return events_of(bytes(held) + b"\n")

    def _overflow(self) -> bytes:
        """Events from an unfinished line that is already too long for one."""
        if len(self._held) <= EVENT_BYTES:
            return b""
        *whole, rest = pieces(bytes(self._held))
        self._held = bytearray(rest)
        return events_of(b"\n".join([*whole, b""]))


def events_of(block: bytes) -> bytes:
    """A block of lines, each ended by ``\\n``, as a block of events."""
    block = _cut(block)
    if b"\0" in block:
        block = block.replace(b"\0", _REPLACEMENT)
    try:
        block.decode()
    except UnicodeDecodeError:
        block = block.decode(errors="replace").encode()
    # A replaced byte became three: lines may be too long again.
    block = _cut(block)
    if b"\n\n" in block:
        block = _EMPTY_LINES.sub(b"\n", block)
    return block[1:] if block.startswith(b"\n") else block


def pieces(line: bytes) -> Iterator[bytes]:
    """A line's parts of at most EVENT_BYTES, cut before a character's first byte.

    Gives one empty part for an empty line. Bytes that are no UTF-8 are cut anywhere.
    """
    start = 0
    while len(line) - start > EVENT_BYTES:
        end = start + EVENT_BYTES
        for back in range(4):
            if line[end - back] & 0xC0 != 0x80:
                end -= back
                break
        yield line[start:end]
        start = end
    yield line[start:]


def _cut(block: bytes) -> bytes:
    if len(block) <= EVENT_BYTES:
        return block
    lines = block.split(b"\n")
    if max(map(len, lines)) <= EVENT_BYTES:
        return block
    return b"\n".join(piece for line in lines for piece in pieces(line))


def _incomplete(text: bytearray) -> int:
    """How many bytes at the end are the beginning of a character that may yet be completed."""
    for back in range(1, min(3, len(text)) + 1):
        byte = text[-back]
        if byte >= 0xC0:
            wanted = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return back if back < wanted else 0
        if byte < 0x80:
            return 0
    return 0
