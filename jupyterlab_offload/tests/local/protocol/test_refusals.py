"""Each family of services refuses credentials with its own codes, words and statuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.local.protocol import refusals
from jupyterlab_offload.local.protocol.presented import presented, scope_service
from jupyterlab_offload.local.protocol.refusals import Refusal
from jupyterlab_offload.tests.local.protocol.signing import received

FACTS = {
    "what": "w",
    "missing": ["Credential"],
    "header": "Basic eHk6eg==",
    "credential": "c",
    "date": "20200101",
    "timestamp": "20200102T000000Z",
    "given": "g",
    "expected": "e",
    "access_key": "AKIA",
    "server_time": "20200102T001000Z",
    "skew": 300.0,
    "seconds": 60,
    "expired_at": "x",
    "late": True,
    "limit": "20200102T000500Z",
    "names": ["x-amz-acl"],
    "computed": "c",
    "string_to_sign": "s",
    "canonical_request": "r",
    "signature": "f",
}
ONLY_S3 = {"no_payload_hash", "payload_hash"}
"""Only S3 goes by a hash that the client names."""


def test_the_families_refuse_for_the_same_reasons() -> None:
    assert set(refusals._S3) - set(refusals._JSON) == ONLY_S3
    assert set(refusals._JSON) <= set(refusals._S3)


@pytest.mark.parametrize(
    ("service", "kind"),
    [
        *(("s3", kind) for kind in refusals._S3),
        *((service, kind) for service in ("sagemaker", "logs", "sts") for kind in refusals._JSON),
    ],
)
def test_every_refusal_has_words(service: str, kind: str) -> None:
    error = Refusal(kind, **FACTS).error(service)
    assert error.message
    assert error.status in (400, 403)


@pytest.mark.parametrize(
    ("kind", "s3", "sagemaker", "sts"),
    [
        (
            "missing",
            "AccessDenied 403",
            "MissingAuthenticationTokenException 400",
            "MissingAuthenticationToken 403",
        ),
        (
            "unknown_key",
            "InvalidAccessKeyId 403",
            "UnrecognizedClientException 400",
            "InvalidClientTokenId 403",
        ),
        (
            "mismatch",
            "SignatureDoesNotMatch 403",
            "InvalidSignatureException 400",
            "SignatureDoesNotMatch 403",
        ),
        (
            "skewed",
            "RequestTimeTooSkewed 403",
            "InvalidSignatureException 400",
            "SignatureDoesNotMatch 403",
        ),
        ("expired_token", "ExpiredToken 400", "ExpiredTokenException 400", "ExpiredToken 403"),
        (
            "bad_token",
            "InvalidToken 400",
            "UnrecognizedClientException 400",
            "InvalidClientTokenId 403",
        ),
        (
            "incomplete",
            "AuthorizationHeaderMalformed 400",
            "IncompleteSignatureException 400",
            "IncompleteSignature 400",
        ),
        (
            "region",
            "AuthorizationHeaderMalformed 400",
            "InvalidSignatureException 400",
            "SignatureDoesNotMatch 403",
        ),
    ],
)
def test_codes_and_statuses_are_the_service_s(kind: str, s3: str, sagemaker: str, sts: str) -> None:
    for service, expected in (("s3", s3), ("sagemaker", sagemaker), ("sts", sts)):
        error = Refusal(kind, **FACTS).error(service)
        assert f"{error.code} {error.status}" == expected


def test_a_late_signature_is_told_the_times() -> None:
    assert Refusal("skewed", **FACTS).error("sagemaker").message == (
        "Signature expired: 20200102T000000Z is now earlier than 20200102T000500Z"
        " (20200102T001000Z - 5 min.)"
    )


def test_a_refused_header_is_not_repeated_with_its_secrets() -> None:
    assert "eHk6eg" not in Refusal("incomplete", **FACTS).error("sagemaker").message


DATED = {"X-Amz-Date": "20200101T000000Z"}
SCOPE = "AKIA/20200101/us-east-1/s3/aws4_request"


@pytest.mark.parametrize(
    ("authorization", "kind"),
    [
        ("Basic abc", "mechanism"),
        ("AWS AKIA:signature", "mechanism"),
        ("", "mechanism"),
        ("AWS4-HMAC-SHA256", "incomplete"),
        ("AWS4-HMAC-SHA256 Credential", "incomplete"),
        (f"AWS4-HMAC-SHA256 Credential={SCOPE}, SignedHeaders=host", "incomplete"),
        ("AWS4-HMAC-SHA256 Credential=AKIA/x, SignedHeaders=host, Signature=f", "credential"),
        (
            f"AWS4-HMAC-SHA256 Credential={SCOPE}, Credential={SCOPE}, SignedHeaders=host,"
            " Signature=f",
            "malformed",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=AKIA/20200102/us-east-1/s3/aws4_request,"
            " SignedHeaders=host, Signature=f",
            "date",
        ),
    ],
)
def test_a_malformed_header_is_refused(authorization: str, kind: str) -> None:
    with pytest.raises(Refusal) as raised:
        presented(received("GET", "/", "", {**DATED, "Authorization": authorization}))
    assert raised.value.kind == kind


@pytest.mark.parametrize("date", ["", "yesterday", "20200132T000000Z", "20200101T000000"])
def test_a_date_that_is_none_is_refused(date: str) -> None:
    header = f"AWS4-HMAC-SHA256 Credential={SCOPE}, SignedHeaders=host, Signature=f"
    with pytest.raises(Refusal) as raised:
        presented(received("GET", "/", "", {"X-Amz-Date": date, "Authorization": header}))
    assert raised.value.kind == "no_date"


QUERY = (
    "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20200101%2Fus-east-1%2Fs3%2F"
    "aws4_request&X-Amz-Date=20200101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host"
    "&X-Amz-Signature=f"
)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        (QUERY.replace("&X-Amz-Expires=60", ""), "query_missing"),
        (QUERY.replace("&X-Amz-Signature=f", ""), "query_missing"),
        (QUERY.replace("=60", "=604801"), "query"),
        (QUERY.replace("=60", "=-1"), "query"),
        (QUERY.replace("=60", "=1e3"), "query"),
        (QUERY.replace("SHA256&", "SHA1&"), "query"),
        (QUERY + "&X-Amz-Expires=70", "query"),
        (QUERY.replace("aws4_request", "aws4"), "credential"),
        ("AWSAccessKeyId=AKIA&Signature=f&Expires=1", "mechanism"),
    ],
)
def test_a_malformed_query_is_refused(query: str, kind: str) -> None:
    with pytest.raises(Refusal) as raised:
        presented(received("GET", "/", query, {}))
    assert raised.value.kind == kind


pieces = st.lists(
    st.sampled_from(
        [
            "AWS4-HMAC-SHA256",
            " ",
            ",",
            "=",
            "Credential=",
            "SignedHeaders=",
            "Signature=",
            SCOPE,
            "host;x-amz-date",
            "X-Amz-Expires=",
            "X-Amz-Signature=",
            "&",
            "X-Amz-Date=",
            "\u00e9",
        ]
    )
    | st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=5),
    max_size=15,
).map("".join)


@given(pieces, pieces, st.sampled_from(["20200101T000000Z", "x", None]))
def test_any_credentials_are_understood_or_refused(
    header: str, query: str, date: str | None
) -> None:
    # Tornado lets no other control character through.
    header = header.replace("\x7f", "").strip(" ")
    headers = {"Authorization": header, **({"X-Amz-Date": date} if date else {})}
    for request in (received("GET", "/", "", headers), received("GET", "/", query, {})):
        scope_service(request)
        try:
            presented(request)
        except Refusal as refusal:
            assert refusal.error("s3").code


def test_a_request_without_credentials_presents_none() -> None:
    assert presented(received("GET", "/", "prefix=a", {})) is None
