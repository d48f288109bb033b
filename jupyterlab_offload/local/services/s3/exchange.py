"""One S3 request from its head to its answer."""

from __future__ import annotations

import functools
import io
from collections.abc import Awaitable, Callable, Iterable, Mapping
from inspect import isawaitable
from typing import TypeVar

from ...context import Engine
from ...home import Home
from ...protocol.errors import AWSError
from ...protocol.exchange import Request, Responder
from ...protocol.models import service_model
from ...protocol.restxml import Binding
from ...protocol.sigv4 import Authorized
from ...store.objects import valid_key
from . import headers, transfer
from .address import bucket_and_key, query_pairs
from .body import Body
from .buckets import NAMESPACE
from .call import Answer, S3Call
from .conditions import NotModified
from .errors import from_store
from .operations import OPERATIONS, Output
from .routing import Router

T = TypeVar("T")
MAX_OBJECT_BYTES = 5 * 2**30
"""What one request may put: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html"""
MAX_DOCUMENT_BYTES = 8 * 2**20
"""An XML document; ten thousand parts with checksums are about 3 MB."""


@functools.cache
def _bindings(home: Home) -> tuple[Router, dict[str, Binding]]:
    model = service_model("s3", home)
    bindings = {
        name: Binding(model.operation_model(name), NAMESPACE, OPERATIONS[name].root)
        for name in model.operation_names
    }
    return Router(model), bindings


class S3Exchange:
    """See protocol/exchange.py. Raises AWSError from its constructor for a bad head."""

    def __init__(self, engine: Engine, authorized: Authorized, request: Request) -> None:
        router, bindings = _bindings(engine.home)
        bucket, key = bucket_and_key(request)
        query = query_pairs(request.query)
        fields = _fields(request, query if authorized.presigned else ())
        self.operation = router.operation(
            request.method, bucket, key, query, "x-amz-copy-source" in fields
        )
        self._binding = bindings[self.operation]
        members = self._binding.read_head(fields.items(), query)
        self._call = S3Call(engine, self.operation, bucket, key, members)
        headers.check_head(members)
        if key:
            self._guarded(lambda: valid_key(key))
        self._document = io.BytesIO()
        self._begin(authorized, fields)

    def _begin(self, authorized: Authorized, fields: Mapping[str, str]) -> None:
        """Everything that can be said before the body comes, then room for the body."""
        call, sums = self._call, self._binding.body_checksums
        check = OPERATIONS[self.operation].check
        if check is not None:
            self._guarded(lambda: check(call))
        if not self._binding.streams_in:
            call.body = Body(authorized, fields, self._document, MAX_DOCUMENT_BYTES, sums)
            return
        if "content-length" not in fields and "x-amz-decoded-content-length" not in fields:
            raise AWSError(
                "MissingContentLength", "You must provide the Content-Length HTTP header.", 411
            )
        call.writer = self._guarded(call.store.writer)
        try:
            call.body = Body(authorized, fields, call.writer, MAX_OBJECT_BYTES, sums)
        except BaseException:
            self.abort()
            raise

    def data(self, chunk: bytes) -> Awaitable[None] | None:
        assert self._call.body is not None
        try:
            waiting = self._call.body.add(chunk)
        except Exception as error:
            raise from_store(error) from error
        return None if waiting is None else self._wait(waiting)

    async def _wait(self, waiting: Awaitable[None]) -> None:
        try:
            await waiting
        except Exception as error:
            raise from_store(error) from error

    async def finish(self, out: Responder) -> None:
        call, binding = self._call, self._binding
        assert call.body is not None
        try:
            await call.body.finish()
            binding.read_body(call.input, self._document.getvalue())
            run = OPERATIONS[self.operation].run
            if run is None:
                await transfer.get_object(call, binding, out)
                return
            output = run(call)
            if isawaitable(output):
                output = await output
            answer = output
        except NotModified as same:
            described = headers.described(same.found, with_checksums=False)
            validators = {name: described[name] for name in ("ETag", "LastModified")}
            out.start(304, binding.write_headers(validators))
            return
        except Exception as error:
            raise from_store(error) from error
        await self._answer(answer, out)

    async def _answer(self, output: Output, out: Responder) -> None:
        binding = self._binding
        answer = output if isinstance(output, Answer) else Answer(output)
        fields = binding.write_headers(answer.output)
        document = answer.document
        if document is None:
            document = binding.write_body(answer.output)
        if document is not None:
            fields.append(("Content-Type", "application/xml"))
            fields.append(("Content-Length", str(len(document))))
        out.start(answer.status or binding.status, fields)
        if document is not None:
            await out.write(document)

    def abort(self) -> None:
        call = self._call
        if call.writer is None:
            return
        writer = call.take_writer()
        if call.body is None:
            writer.discard()
        else:
            call.body.abandon(writer.discard)

    @staticmethod
    def _guarded(step: Callable[[], T]) -> T:
        try:
            return step()
        except Exception as error:
            raise from_store(error) from error


def _fields(request: Request, query: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Headers by lower-case name. A presigned URL may carry ``x-amz-`` headers in its query."""
    fields = {name.lower(): value for name, value in request.headers.items()}
    for name, value in query:
        lower = name.lower()
        if lower.startswith("x-amz-"):
            fields.setdefault(lower, value)
    return fields
