"""Every request that botocore signs is accepted; with anything signed changed it is refused."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from urllib.parse import quote

import pytest
from botocore.credentials import ReadOnlyCredentials
from hypothesis import given
from hypothesis import strategies as st
from tornado.httputil import HTTPHeaders

from jupyterlab_offload.local.context import Identity
from jupyterlab_offload.local.credentials import Credentials
from jupyterlab_offload.local.protocol.exchange import Request
from jupyterlab_offload.local.protocol.keyring import Key
from jupyterlab_offload.local.protocol.refusals import Refusal
from jupyterlab_offload.local.protocol.sigv4 import UNSIGNED_PAYLOAD, Authorized, verify
from jupyterlab_offload.tests.local.protocol.signing import KEY, NOW, REGION, signed

SESSION = ReadOnlyCredentials("ASIAOFFLOADTESTTEST0", "session secret", "token/+=")
IDENTITY = Identity(KEY.access_key, "arn:aws:iam::000000000000:user/x", "AIDAX")


class Keys:
    """A key ring of one user and one session."""

    def find(self, access_key: str) -> Key | None:
        return {
            KEY.access_key: Key(KEY.secret_key, IDENTITY),
            SESSION.access_key: Key(SESSION.secret_key, IDENTITY, SESSION.token, NOW + 60),
        }.get(access_key)


def check(
    request: Request, service: str = "s3", now: float = NOW, body: bytes | None = None
) -> Authorized:
    digest = sha256(body or b"").hexdigest() if service != "s3" else None
    return verify(request, Keys(), service, REGION, now, digest)  # type: ignore[arg-type]  # Keys


def refusal(request: Request, service: str = "s3", now: float = NOW) -> Refusal:
    with pytest.raises(Refusal) as raised:
        check(request, service, now)
    return raised.value


keys = st.text(st.characters(blacklist_categories=["Cs"]), max_size=40)
paths = keys.map(lambda key: "/bucket/" + quote(key, safe="/~-_."))
queries = st.dictionaries(
    st.text(min_size=1, max_size=8).filter(lambda name: not name.startswith("X-Amz")),
    st.text(max_size=12),
    max_size=4,
).map(
    lambda pairs: "&".join(
        f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in pairs.items()
    )
)
field_values = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0x17F, blacklist_categories=["Cc", "Z"])
    | st.just(" "),
    max_size=20,
).map(str.strip)
fields = st.dictionaries(
    st.from_regex(r"(x-amz-meta-|x-other-)[a-z0-9-]{0,7}[a-z0-9]", fullmatch=True),
    field_values,
    max_size=4,
)
methods = st.sampled_from(["GET", "PUT", "POST", "HEAD", "DELETE"])


def target(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


@given(methods, paths, queries, fields, st.sampled_from([KEY, SESSION]))
def test_botocore_headers_are_accepted(
    method: str, path: str, query: str, headers: dict[str, str], key: ReadOnlyCredentials
) -> None:
    authorized = check(signed(method, target(path, query), headers, key=key))
    assert authorized.identity == IDENTITY
    assert not authorized.presigned


@given(methods, paths, queries, st.sampled_from([KEY, SESSION]), st.integers(1, 604_800))
def test_botocore_presigned_urls_are_accepted(
    method: str, path: str, query: str, key: ReadOnlyCredentials, expires: int
) -> None:
    request = signed(method, target(path, query), key=key, expires=expires)
    authorized = check(request, now=NOW + min(expires, 59))
    assert authorized.presigned
    assert authorized.payload_hash == UNSIGNED_PAYLOAD


@given(st.binary(max_size=200), st.sampled_from(["sagemaker", "logs", "sts"]))
def test_a_body_that_was_signed_is_accepted(body: bytes, service: str) -> None:
    request = signed("POST", "/", {"X-Amz-Target": "A.B"}, body, service)
    assert check(request, service, body=body).payload_hash == sha256(body).hexdigest()


@given(st.binary(min_size=1, max_size=50), st.data())
def test_a_body_of_which_a_byte_changed_is_refused(body: bytes, data: st.DataObject) -> None:
    request = signed("POST", "/", {}, body, "sagemaker")
    changed = bytearray(body)
    place = data.draw(st.integers(0, len(body) - 1))
    changed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Refusal) as raised:
        check(request, "sagemaker", body=bytes(changed))
    assert raised.value.kind == "mismatch"


@given(paths, queries, fields, st.data())
def test_a_changed_byte_of_a_signed_header_is_refused(
    path: str, query: str, headers: dict[str, str], data: st.DataObject
) -> None:
    request = signed("PUT", target(path, query), {"x-amz-meta-a": "value", **headers})
    names = [n for n in request.headers if n != "Authorization" and request.headers[n]]
    name = data.draw(st.sampled_from(sorted(names)))
    value = request.headers[name]
    place = data.draw(st.integers(0, len(value) - 1))
    other = data.draw(st.sampled_from("abcXYZ012").filter(lambda c: c != value[place]))
    changed = HTTPHeaders(request.headers)
    changed[name] = value[:place] + other + value[place + 1 :]
    # Spaces are folded before they are signed, so only what differs after that counts.
    with pytest.raises(Refusal):
        check(replace(request, headers=changed))


@given(st.data())
def test_a_changed_byte_of_the_credentials_is_refused(data: st.DataObject) -> None:
    request = signed("PUT", "/bucket/key?a=b", {"x-amz-meta-a": "value"})
    value = request.headers["Authorization"]
    place = data.draw(st.integers(0, len(value) - 1))
    other = data.draw(
        st.characters(min_codepoint=0x21, max_codepoint=0x7E).filter(lambda c: c != value[place])
    )
    # The space after a comma is no part of what is said.
    if value[place] == " " and value[place - 1] == ",":
        return
    changed = HTTPHeaders(request.headers)
    changed["Authorization"] = value[:place] + other + value[place + 1 :]
    with pytest.raises(Refusal):
        check(replace(request, headers=changed))


@pytest.mark.parametrize(
    "change",
    [
        {"method": "DELETE"},
        {"path": "/bucket/other"},
        {"path": "/bucket/key/"},
        {"path": "//bucket/key"},
        {"path": "/bucket/./key"},
        {"path": "/bucket/a/../key"},
        {"query": "a=c"},
        {"query": "a=b&c=d"},
        {"query": ""},
        {"query": "a=b&a=b"},
        {"query": "A=b"},
        {"query": "a=b%20"},
        {"query": "a=b+"},
        {"query": "a=b&X-Amz-Signature=1"},
    ],
)
def test_another_target_is_refused(change: dict[str, str]) -> None:
    request = signed("PUT", "/bucket/key?a=b")
    assert check(request)
    assert refusal(replace(request, **change)).kind in ("mismatch", "both")


def test_another_spelling_of_the_same_target_is_accepted() -> None:
    """AWS decodes what it is sent and encodes it afresh; some SDKs leave that to it."""
    request = signed("GET", "/bucket/year%3D2020/a%2Bb?prefix=a%2Fb")
    assert check(replace(request, path="/bucket/year=2020/a+b", query="prefix=a/b"))


def test_a_header_that_says_what_to_do_must_be_signed() -> None:
    request = signed("PUT", "/bucket/key")
    request.headers["X-Amz-Copy-Source"] = "/bucket/secret"
    refused = refusal(request)
    assert refused.kind == "unsigned"
    assert refused.error("s3").extra == {"HeadersNotSigned": "x-amz-copy-source"}


def test_a_signed_header_that_is_missing_is_refused() -> None:
    request = signed("PUT", "/bucket/key", {"x-amz-meta-a": "b"})
    del request.headers["X-Amz-Meta-A"]
    assert refusal(request).kind == "mismatch"


def test_a_signed_header_that_came_twice_is_refused() -> None:
    request = signed("PUT", "/bucket/key", {"x-amz-meta-a": "b"})
    request.headers.add("X-Amz-Meta-A", "c")
    assert refusal(request).kind == "mismatch"


def test_credentials_in_both_places_are_refused() -> None:
    request = signed("GET", "/bucket/key")
    query = signed("GET", "/bucket/key", expires=60).query
    assert refusal(replace(request, query=query)).kind == "both"


def test_a_value_that_looks_like_a_signature_is_none() -> None:
    assert check(signed("GET", "/bucket?prefix=X-Amz-Signature"))
    assert check(signed("GET", "/bucket?prefix=Signature%3D&AWSAccessKeyId=a"))


@pytest.mark.parametrize(("service", "seconds"), [("s3", 900), ("sts", 900), ("sagemaker", 300)])
def test_clocks_may_differ_by_so_much(service: str, seconds: int) -> None:
    request = signed("POST", "/", service=service)
    assert check(request, service, NOW + seconds)
    assert check(request, service, NOW - seconds)
    assert refusal(request, service, NOW + seconds + 1).kind == "skewed"
    assert refusal(request, service, NOW - seconds - 1).kind == "skewed"


def test_a_presigned_url_ends() -> None:
    request = signed("GET", "/bucket/key", expires=60)
    refused = refusal(request, now=NOW + 61)
    assert refused.kind == "expired"
    error = refused.error("s3")
    assert (error.code, error.message, error.status) == ("AccessDenied", "Request has expired", 403)
    assert error.extra["X-Amz-Expires"] == 60


def test_a_session_ends() -> None:
    request = signed("GET", "/bucket/key", key=SESSION)
    assert refusal(request, now=NOW + 60).kind == "expired_token"


@pytest.mark.parametrize("token", [None, "other", ""])
def test_a_session_needs_its_own_token(token: str | None) -> None:
    key = ReadOnlyCredentials(SESSION.access_key, SESSION.secret_key, token)
    assert refusal(signed("GET", "/", key=key)).kind == "bad_token"


def test_a_token_does_not_go_with_a_key_of_ones_own() -> None:
    key = ReadOnlyCredentials(KEY.access_key, KEY.secret_key, "token")
    assert refusal(signed("GET", "/", key=key)).kind == "bad_token"


def test_an_unknown_key_is_refused_before_its_signature_is_looked_at() -> None:
    key = ReadOnlyCredentials("AKIAOTHER", "secret", None)
    assert refusal(signed("GET", "/", key=key)).kind == "unknown_key"


def test_a_wrong_secret_is_refused_with_what_was_expected() -> None:
    key = ReadOnlyCredentials(KEY.access_key, "wrong", None)
    error = refusal(signed("GET", "/bucket/key", key=key)).error("s3")
    assert error.code == "SignatureDoesNotMatch"
    assert error.extra["CanonicalRequest"].startswith("GET\n/bucket/key\n\n")
    assert error.extra["StringToSign"].startswith("AWS4-HMAC-SHA256\n")
    assert KEY.secret_key not in str(error.extra)


def test_another_region_and_another_service_are_named() -> None:
    error = refusal(signed("GET", "/", region="eu-west-1")).error("s3")
    assert error.code == "AuthorizationHeaderMalformed"
    assert error.message.endswith("the region 'eu-west-1' is wrong; expecting 'us-east-1'")
    assert refusal(signed("GET", "/", service="s3"), "sagemaker").kind == "service"


def test_s3_wants_to_know_the_payload_s_hash() -> None:
    request = signed("GET", "/", service="s3")
    del request.headers["X-Amz-Content-Sha256"]
    assert refusal(request).kind == "no_payload_hash"
    request.headers["X-Amz-Content-Sha256"] = "nonsense"
    assert refusal(request).error("s3").code == "InvalidArgument"


def test_the_engine_s_own_key_is_in_every_ring(tmp_path: object) -> None:
    from jupyterlab_offload.local.protocol.keyring import OWNER_ARN, Keyring

    class NoSessions:
        def one(self, *_: object) -> None:
            return None

    credentials = Credentials("AKIAX", "secret")
    ring = Keyring(credentials, NoSessions())  # type: ignore[arg-type]  # only what is asked
    found = ring.find("AKIAX")
    assert found is not None
    assert (found.secret, found.identity.arn, found.token) == ("secret", OWNER_ARN, None)
    assert ring.find("AKIAY") is None
