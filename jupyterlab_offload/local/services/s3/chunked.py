"""Decodes ``aws-chunked`` bodies, signed and unsigned, with and without trailing headers.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html:
``<size in hexadecimal>[;chunk-signature=<64>]\\r\\n<data>\\r\\n``, ended by a chunk of size 0,
the trailers (``name:value\\r\\n`` each) and an empty line.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from enum import Enum, auto
from hashlib import sha256

from ...protocol.errors import AWSError
from ...protocol.sigv4 import Authorized, chunk_signature, trailer_signature

SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
SIGNED_TRAILER = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
_SIZE_LINE = re.compile(rb"([0-9a-fA-F]{1,16})(?:[ \t]*;[ \t]*chunk-signature=([0-9a-f]{64}))?\Z")
_TRAILER = re.compile(rb"([A-Za-z0-9-]+)[ \t]*:[ \t]*([ -~]*?)[ \t]*\Z")
_LINE_BYTES = 4096
_TRAILER_LINES = 16


class _At(Enum):
    SIZE = auto()
    DATA = auto()
    DATA_END = auto()
    TRAILER = auto()
    END = auto()


class ChunkedDecoder:
    """Takes a body in pieces of any size and hands the data in it to ``take``.

    ``trailers`` has the trailing headers after ``finish``, names in lower case. Raises AWSError.
    """

    def __init__(self, authorized: Authorized, take: Callable[[bytes | memoryview], None]) -> None:
        self._authorized = authorized
        self._take = take
        self._signed = authorized.payload_hash in (SIGNED, SIGNED_TRAILER)
        self._signature = authorized.seed_signature
        self._claimed = ""
        self._hash = sha256()
        self._at = _At.SIZE
        self._line = bytearray()
        self._left = 0
        self._signed_trailers = bytearray()
        self.trailers: dict[str, str] = {}

    def feed(self, data: bytes) -> None:
        view = memoryview(data)
        while len(view):
            if self._at is _At.DATA:
                piece = view[: self._left]
                self._take(piece)
                if self._signed:
                    self._hash.update(piece)
                self._left -= len(piece)
                view = view[len(piece) :]
                if not self._left:
                    self._at = _At.DATA_END
            elif self._at is _At.END:
                raise _malformed()
            else:
                view = self._read_line(view)

    def finish(self) -> None:
        """The body is complete. Raises AWSError IncompleteBody when it is not."""
        # Some clients leave out the empty line behind the last chunk or trailer.
        if self._at is _At.TRAILER and not self._line:
            self._end_trailers()
        if self._at is not _At.END:
            raise incomplete()

    def _read_line(self, view: memoryview) -> memoryview:
        """Takes what belongs to the line at hand; acts on it when it is complete."""
        window = bytes(view[: _LINE_BYTES + 2])
        end = window.find(b"\n")
        if end < 0:
            self._line += window
            if len(self._line) > _LINE_BYTES:
                raise _malformed()
            return view[len(window) :]
        self._line += window[: end + 1]
        if len(self._line) > _LINE_BYTES or not self._line.endswith(b"\r\n"):
            raise _malformed()
        line = bytes(self._line[:-2])
        self._line.clear()
        if self._at is _At.SIZE:
            self._begin_chunk(line)
        elif self._at is _At.DATA_END:
            if line:
                raise _malformed()
            self._end_chunk()
            self._at = _At.SIZE
        else:
            self._take_trailer(line)
        return view[end + 1 :]

    def _begin_chunk(self, line: bytes) -> None:
        match = _SIZE_LINE.match(line)
        if match is None or (self._signed and not match[2]):
            raise _malformed()
        self._left = int(match[1], 16)
        self._claimed = (match[2] or b"").decode()
        if self._left:
            self._at = _At.DATA
        else:
            self._end_chunk()
            self._at = _At.TRAILER

    def _end_chunk(self) -> None:
        if not self._signed:
            return
        expected = chunk_signature(self._authorized, self._signature, self._hash.hexdigest())
        self._compare(expected, self._claimed)
        self._signature = expected
        self._hash = sha256()

    def _take_trailer(self, line: bytes) -> None:
        if not line:
            self._end_trailers()
            return
        match = _TRAILER.match(line)
        if match is None or len(self.trailers) >= _TRAILER_LINES:
            raise _malformed()
        name, value = match[1].lower(), match[2]
        if name.decode() in self.trailers:
            raise _malformed()
        if name == b"x-amz-trailer-signature":
            self._claimed = value.decode()
        else:
            self._signed_trailers += name + b":" + value + b"\n"
            self.trailers[name.decode()] = value.decode()

    def _end_trailers(self) -> None:
        self._at = _At.END
        if self._authorized.payload_hash == SIGNED_TRAILER:
            expected = trailer_signature(
                self._authorized, self._signature, bytes(self._signed_trailers)
            )
            self._compare(expected, self._claimed)

    def _compare(self, expected: str, claimed: str) -> None:
        if not hmac.compare_digest(expected, claimed):
            raise AWSError(
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided."
                " Check your key and signing method.",
                403,
            )


def incomplete() -> AWSError:
    return AWSError(
        "IncompleteBody",
        "You did not provide the number of bytes specified by the Content-Length HTTP header",
    )


def _malformed() -> AWSError:
    return AWSError("InvalidRequest", "The aws-chunked body is malformed.")
