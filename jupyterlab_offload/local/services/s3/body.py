"""A request's body on its way in: decoded, hashed, written, and checked at its end.

Every byte goes once through MD5 (the ETag), SHA-256 where it was signed, and the checksum that
the client states. Large bodies are worked off in threads while the next piece arrives; MD5 takes
as long as all the rest, so it has a thread of its own.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from ...protocol.errors import AWSError
from ...protocol.exchange import ClientGone
from ...protocol.sigv4 import STREAMING_PAYLOADS, UNSIGNED_PAYLOAD, Authorized
from ...threads import workers
from . import checksums
from .chunked import ChunkedDecoder, incomplete
from .errors import bad_digest, invalid_request

INLINE_BYTES = 128 * 1024
"""Up to here, handing work to a thread costs more than the work."""
BATCH_BYTES = 512 * 1024
"""What is handed to a thread at once."""


class Sink(Protocol):
    """Where the decoded bytes go."""

    def write(self, data: bytes | memoryview, /) -> Any: ...


class Body:
    """One body. ``add`` its pieces, then ``finish``; after that ``md5`` and ``sums`` are there."""

    def __init__(
        self,
        authorized: Authorized,
        headers: Mapping[str, str],
        sink: Sink,
        limit: int,
        with_checksums: bool,
    ) -> None:
        """Args: headers: by lower-case name; limit: bytes; with_checksums: whether checksums in
        the headers are the body's. Raises AWSError.
        """
        self._sink = sink
        self._limit = limit
        self._payload_hash = authorized.payload_hash
        self._expected_md5 = _content_md5(headers.get("content-md5"))
        self._decoder: ChunkedDecoder | None = None
        self._sha256: checksums.Digest | None = None
        if self._payload_hash in STREAMING_PAYLOADS:
            self._decoder = ChunkedDecoder(authorized, self._take_all)
        elif self._payload_hash != UNSIGNED_PAYLOAD:
            self._sha256 = hashlib.sha256()
        self.expected_size = _expected_size(headers, self._decoder is not None)
        self._stated = checksums.stated_in_headers(headers) if with_checksums else None
        self._trailer = _announced(headers, self._stated) if with_checksums else None
        algorithm = self._trailer or (self._stated[0] if self._stated else None)
        self._algorithm = algorithm
        self._sum = self._start_sum(algorithm)
        self._md5 = hashlib.md5(usedforsecurity=False)
        self.size = 0
        self.md5 = ""
        self.sums: dict[str, str] = {}
        """The checksum, verified where it is computable, as a member of S3's model."""
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self._job: asyncio.Future[None] | None = None
        self._abandoned = False

    def _start_sum(self, algorithm: checksums.Algorithm | None) -> checksums.Digest | None:
        if algorithm is None:
            return None
        if self._stated is not None:
            checksums.check(*self._stated)
        if algorithm.name == "SHA256" and self._sha256 is not None:
            # Signed and stated as a checksum: computed once.
            return self._sha256
        return algorithm.start() if algorithm.computable else None

    def add(self, chunk: bytes) -> Awaitable[None] | None:
        """Takes the next piece as it came over the wire."""
        if self.expected_size is not None and self.expected_size <= INLINE_BYTES:
            self._work([chunk])
            return None
        self._waiting.append(chunk)
        self._waiting_bytes += len(chunk)
        return self._hand_over() if self._waiting_bytes >= BATCH_BYTES else None

    async def _hand_over(self) -> None:
        """One batch is in work while the next gathers: more would only take memory."""
        await self.settled()
        if self._abandoned:
            raise ClientGone
        batch, self._waiting, self._waiting_bytes = self._waiting, [], 0
        self._job = asyncio.ensure_future(self._in_threads(batch))

    async def _in_threads(self, batch: list[bytes]) -> None:
        loop = asyncio.get_running_loop()
        if self._decoder is not None:
            await loop.run_in_executor(workers(), self._work, batch)
            return
        digested = loop.run_in_executor(workers(), self._digest, batch)
        taken = loop.run_in_executor(workers(), self._keep, batch)
        await asyncio.wait((digested, taken))
        await digested
        await taken

    async def settled(self) -> None:
        """Nothing is in work any more. Raises what the work raised."""
        if self._job is not None:
            await self._job
            self._job = None

    def abandon(self, then: Callable[[], None]) -> None:
        """Takes nothing more; calls ``then`` when no thread writes to the sink any more."""
        self._abandoned = True
        self._waiting = []
        job = self._job

        def ended(job: asyncio.Future[None]) -> None:
            if not job.cancelled():
                # Nobody waits for its exception any more.
                job.exception()
            then()

        if job is None:
            then()
        else:
            job.add_done_callback(ended)

    def _work(self, batch: list[bytes]) -> None:
        if self._decoder is not None:
            for chunk in batch:
                self._decoder.feed(chunk)
        else:
            self._digest(batch)
            self._keep(batch)

    def _take_all(self, data: bytes | memoryview) -> None:
        self._md5.update(data)
        self._take(data)

    def _digest(self, batch: list[bytes]) -> None:
        for chunk in batch:
            self._md5.update(chunk)

    def _keep(self, batch: list[bytes]) -> None:
        for chunk in batch:
            self._take(chunk)

    def _take(self, data: bytes | memoryview) -> None:
        """Everything but MD5."""
        self.size += len(data)
        if self.size > self._limit:
            raise AWSError(
                "EntityTooLarge",
                "Your proposed upload exceeds the maximum allowed size",
                ProposedSize=self.size,
                MaxSizeAllowed=self._limit,
            )
        if self._sha256 is not None:
            self._sha256.update(data)
        if self._sum is not None and self._sum is not self._sha256:
            self._sum.update(data)
        self._sink.write(data)

    async def finish(self) -> None:
        """Works off the rest and checks everything that the client said of its body."""
        await self.settled()
        if self._waiting_bytes > INLINE_BYTES:
            await self._hand_over()
            await self.settled()
        self._work(self._waiting)
        if self._decoder is not None:
            self._decoder.finish()
        if self.expected_size is not None and self.size != self.expected_size:
            raise incomplete()
        self._check_payload()
        digest = self._md5.digest()
        self.md5 = digest.hex()
        if self._expected_md5 is not None and self._expected_md5 != digest:
            raise AWSError(
                "BadDigest",
                "The Content-MD5 you specified did not match what we received.",
                ExpectedDigest=self._expected_md5.hex(),
                CalculatedDigest=base64.b64encode(digest).decode(),
            )
        self._check_sum()

    def _check_payload(self) -> None:
        if self._sha256 is None:
            return
        computed = self._sha256.digest().hex()
        if computed != self._payload_hash.lower():
            raise AWSError(
                "XAmzContentSHA256Mismatch",
                "The provided 'x-amz-content-sha256' header does not match what was computed.",
                ClientComputedContentSHA256=self._payload_hash,
                S3ComputedContentSHA256=computed,
            )

    def _check_sum(self) -> None:
        algorithm = self._algorithm
        if algorithm is None:
            return
        if self._trailer is not None:
            trailers = self._decoder.trailers if self._decoder else {}
            value = trailers.get(algorithm.header, "")
        else:
            assert self._stated is not None
            value = self._stated[1]
        stated = checksums.check(algorithm, value)
        if self._sum is not None and self._sum.digest() != stated:
            raise bad_digest(algorithm.name)
        self.sums = {algorithm.member: checksums.text(stated)}

    @property
    def states_integrity(self) -> bool:
        """Whether the client gave a digest of the body beside the signature's."""
        return self._expected_md5 is not None or self._algorithm is not None


def _expected_size(headers: Mapping[str, str], decoded: bool) -> int | None:
    text = headers.get("x-amz-decoded-content-length" if decoded else "content-length")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise invalid_request("The body's length is not a number.")
    return int(text)


def _content_md5(text: str | None) -> bytes | None:
    if text is None:
        return None
    data = checksums.raw(text, 16)
    if data is None:
        raise AWSError("InvalidDigest", "The Content-MD5 you specified was invalid.")
    return data


def _announced(
    headers: Mapping[str, str], stated: tuple[checksums.Algorithm, str] | None
) -> checksums.Algorithm | None:
    """The checksum that is to come in the trailer."""
    names = [n.strip().lower() for n in headers.get("x-amz-trailer", "").split(",") if n.strip()]
    found = [checksums.BY_HEADER[name] for name in names if name in checksums.BY_HEADER]
    if len(found) != len(names):
        raise invalid_request("The value specified in the x-amz-trailer header is not supported")
    if found and (stated is not None or len(found) > 1):
        raise invalid_request("Expecting a single x-amz-checksum- header")
    if "x-amz-sdk-checksum-algorithm" in headers and not found and stated is None:
        raise invalid_request(
            "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or"
            " x-amz-trailer headers were found."
        )
    return found[0] if found else None
