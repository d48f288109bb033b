"""URLs presigned as botocore does by default in us-east-1 open what they name, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from unittest.mock import patch
from urllib.parse import quote, urlsplit

import pytest
from botocore.auth import HmacV1Auth, HmacV1QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import ReadOnlyCredentials
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.local.context import Identity
from jupyterlab_offload.local.protocol import sigv2
from jupyterlab_offload.local.protocol.errors import AWSError
from jupyterlab_offload.local.protocol.exchange import Request
from jupyterlab_offload.local.protocol.keyring import Key, Keyring
from jupyterlab_offload.local.protocol.refusals import Refusal

from .signing import HOST, KEY, NOW, REGION, received

SESSION = ReadOnlyCredentials("ASIAOFFLOADTESTTEST0", "secret" * 6, "token+/=")
_WHO = Identity(KEY.access_key, "arn", "id")


class Keys(Keyring):
    """The two keys of these tests; the session's ends a minute after NOW."""

    def __init__(self) -> None:
        pass

    def find(self, access_key: str) -> Key | None:
        return {
            KEY.access_key: Key(KEY.secret_key, _WHO),
            SESSION.access_key: Key(SESSION.secret_key, _WHO, SESSION.token, NOW + 60),
        }.get(access_key)


def presigned(
    method: str = "GET",
    target: str = "/bucket/key",
    headers: Mapping[str, str] | None = None,
    key: ReadOnlyCredentials = KEY,
    expires: int = 300,
) -> Request:
    """The request that follows a URL which botocore presigned."""
    request = AWSRequest(method, f"http://{HOST}{target}", headers=dict(headers or {}))
    with patch("botocore.auth.time.time", lambda: NOW):
        HmacV1QueryAuth(key, expires).add_auth(request)
    parts = urlsplit(request.url)
    return received(method, parts.path, parts.query, {"Host": HOST})


def verify(request: Request, now: float = NOW) -> str:
    return sigv2.verify(request, Keys(), REGION, now).payload_hash


@given(
    st.sampled_from(["GET", "PUT", "HEAD", "DELETE"]),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    st.dictionaries(
        st.sampled_from([*sorted(sigv2.SUBRESOURCES), "x-id", "prefix"]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
        max_size=4,
    ),
    st.dictionaries(
        st.sampled_from(["x-amz-acl", "x-amz-meta-a", "Content-Type", "Content-MD5"]),
        st.text("abc +/=&é", min_size=1).map(str.strip),
        max_size=3,
    ),
    st.sampled_from([KEY, SESSION]),
)
def test_what_botocore_presigns_is_accepted(
    method: str,
    key: str,
    query: dict[str, str],
    headers: dict[str, str],
    credentials: ReadOnlyCredentials,
) -> None:
    target = "/bucket/" + quote(key, safe="/~")
    if query:
        target += "?" + "&".join(f"{name}={quote(value)}" for name, value in query.items())
    request = presigned(method, target, headers, credentials)
    assert sigv2.is_presigned(request)
    assert verify(request) == "UNSIGNED-PAYLOAD"


def test_the_signed_parameters_are_botocores() -> None:
    assert frozenset(HmacV1Auth.QSAOfInterest) == sigv2.SUBRESOURCES


@pytest.mark.parametrize(
    "changed",
    [
        {"method": "PUT"},
        {"path": "/bucket/other"},
        {"query": "&versionId=1"},
        {"query": "&x-amz-acl=public-read"},
        {"headers": {"X-Amz-Meta-A": "b"}},
        {"headers": {"Content-Type": "text/html"}},
    ],
)
def test_a_changed_request_is_refused(changed: dict[str, object]) -> None:
    good = presigned()
    request = received(
        str(changed.get("method", good.method)),
        str(changed.get("path", good.path)),
        good.query + str(changed.get("query", "")),
        {"Host": HOST, **changed.get("headers", {})},  # type: ignore[dict-item]  # a test's table
    )
    assert error(request) == ("SignatureDoesNotMatch", 403)


def test_it_ends_when_it_says() -> None:
    request = presigned(expires=300)
    assert verify(request, NOW + 300)
    assert error(request, NOW + 301) == ("AccessDenied", 403)


@pytest.mark.parametrize("expires", ["", "-1", "soon", "٣", "9" * 30, "1e9"])
def test_a_time_that_is_none_is_refused(expires: str) -> None:
    query = f"AWSAccessKeyId={KEY.access_key}&Signature=x&Expires={quote(expires)}"
    assert error(received("GET", "/bucket/key", query, {})) == ("AccessDenied", 403)


def test_a_sessions_url_ends_with_the_session_and_needs_its_token() -> None:
    request = presigned(key=SESSION)
    with pytest.raises(Refusal, match="expired_token"):
        verify(request, NOW + 61)
    without = ReadOnlyCredentials(SESSION.access_key, SESSION.secret_key, None)
    with pytest.raises(Refusal, match="bad_token"):
        verify(presigned(key=without))


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(Refusal, match="unknown_key"):
        verify(presigned(key=ReadOnlyCredentials("AKIANOBODY", "x", None)))


def test_a_header_does_not_contradict_what_was_signed_in_the_query() -> None:
    request = presigned("PUT", headers={"x-amz-meta-a": "signed"})
    same = {"x-amz-meta-a": "signed"}
    assert verify(received("PUT", request.path, request.query, same))
    with pytest.raises(Refusal, match="unsigned"):
        verify(received("PUT", request.path, request.query, {"x-amz-meta-a": "other"}))


def test_it_does_not_stand_beside_another_signature() -> None:
    request = presigned()
    both = received("GET", request.path, request.query, {"Authorization": "AWS4-HMAC-SHA256 x"})
    assert not sigv2.is_presigned(both)
    newer = request.query + "&X-Amz-Algorithm=AWS4-HMAC-SHA256"
    assert not sigv2.is_presigned(received("GET", request.path, newer, {}))


def error(request: Request, now: float = NOW) -> tuple[str, int]:
    with pytest.raises(AWSError) as caught:
        verify(request, now)
    return caught.value.code, caught.value.status
