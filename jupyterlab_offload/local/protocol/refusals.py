"""Why a request's credentials are refused, in the words of each family of services.

S3, the JSON services (SageMaker, Logs) and STS check the same things and say them differently.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .errors import AWSError


class Refusal(Exception):
    """A request that is not let in. ``kind`` names the reason, ``facts`` what its words need."""

    def __init__(self, kind: str, **facts: Any) -> None:
        super().__init__(kind)
        self.kind = kind
        self.facts = facts

    def error(self, service: str) -> AWSError:
        """The refusal as the service says it."""
        family = {"s3": _S3, "sts": _STS}.get(service, _JSON)
        return family[self.kind](self.facts)


Words = Callable[[Mapping[str, Any]], AWSError]

_MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your AWS"
    " Secret Access Key and signing method. Consult the service documentation for details."
)
_S3_QUERY = (
    "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential,"
    " X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
)
_S3_HEADER = (
    "The authorization header is malformed; the authorization header requires three components:"
    " Credential, SignedHeaders, and Signature."
)
_INVALID_TOKEN = "The security token included in the request is invalid."


def _malformed(facts: Mapping[str, Any], what: str, **extra: Any) -> AWSError:
    if facts.get("presigned"):
        return AWSError("AuthorizationQueryParametersError", what, **extra)
    message = f"The authorization header is malformed; {what}"
    return AWSError("AuthorizationHeaderMalformed", message, **extra)


def _s3_mismatch(facts: Mapping[str, Any]) -> AWSError:
    to_sign, canonical = facts["string_to_sign"], facts["canonical_request"]
    return AWSError(
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your"
        " key and signing method.",
        403,
        AWSAccessKeyId=facts["access_key"],
        StringToSign=to_sign,
        SignatureProvided=facts["signature"],
        StringToSignBytes=_hexadecimal(to_sign),
        CanonicalRequest=canonical,
        CanonicalRequestBytes=_hexadecimal(canonical),
    )


def _hexadecimal(text: str) -> str:
    return text.encode().hex(" ")


_S3: dict[str, Words] = {
    "missing": lambda f: AWSError("AccessDenied", "Access Denied", 403),
    "both": lambda f: AWSError(
        "InvalidArgument",
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query"
        " string parameter or the Authorization header should be specified",
    ),
    "mechanism": lambda f: AWSError(
        "InvalidRequest",
        "The authorization mechanism you have provided is not supported. Please use"
        " AWS4-HMAC-SHA256.",
    ),
    "malformed": lambda f: _malformed(f, f["what"]),
    "incomplete": lambda f: AWSError("AuthorizationHeaderMalformed", _S3_HEADER),
    "query": lambda f: AWSError("AuthorizationQueryParametersError", f["what"]),
    "query_missing": lambda f: AWSError("AuthorizationQueryParametersError", _S3_QUERY),
    "credential": lambda f: _malformed(
        f,
        'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/'
        'aws4_request".',
    ),
    "date": lambda f: _malformed(
        f,
        f'Invalid credential date "{f["date"]}". This date is not the same as X-Amz-Date:'
        f' "{f["timestamp"][:8]}".',
    ),
    "no_date": lambda f: AWSError(
        "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header", 403
    ),
    "region": lambda f: _malformed(
        f,
        f"the region '{f['given']}' is wrong; expecting '{f['expected']}'",
        Region=f["expected"],
    ),
    "service": lambda f: _malformed(
        f, f'incorrect service "{f["given"]}". This endpoint belongs to "{f["expected"]}".'
    ),
    "unknown_key": lambda f: AWSError(
        "InvalidAccessKeyId",
        "The AWS Access Key Id you provided does not exist in our records.",
        403,
        AWSAccessKeyId=f["access_key"],
    ),
    "bad_token": lambda f: AWSError(
        "InvalidToken", "The provided token is malformed or otherwise invalid."
    ),
    "expired_token": lambda f: AWSError("ExpiredToken", "The provided token has expired."),
    "skewed": lambda f: AWSError(
        "RequestTimeTooSkewed",
        "The difference between the request time and the current time is too large.",
        403,
        RequestTime=f["timestamp"],
        ServerTime=f["server_time"],
        MaxAllowedSkewMilliseconds=int(f["skew"] * 1000),
    ),
    "expired": lambda f: AWSError(
        "AccessDenied",
        "Request has expired",
        403,
        **{"X-Amz-Expires": f["seconds"]},
        Expires=f["expired_at"],
        ServerTime=f["server_time"],
    ),
    "not_yet": lambda f: AWSError(
        "AccessDenied",
        "Request is not yet valid",
        403,
        **{"X-Amz-Expires": f["seconds"]},
        ServerTime=f["server_time"],
    ),
    "unsigned": lambda f: AWSError(
        "AccessDenied",
        "There were headers present in the request which were not signed",
        403,
        HeadersNotSigned=", ".join(f["names"]),
    ),
    "no_payload_hash": lambda f: AWSError(
        "InvalidRequest", "Missing required header for this request: x-amz-content-sha256"
    ),
    "payload_hash": lambda f: AWSError(
        "InvalidArgument",
        "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER,"
        " STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a"
        " valid sha256 value.",
        ArgumentName="x-amz-content-sha256",
        ArgumentValue=f["given"],
    ),
    "payload": lambda f: AWSError(
        "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        ClientComputedContentSHA256=f["given"],
        S3ComputedContentSHA256=f["computed"],
    ),
    "mismatch": _s3_mismatch,
}


def _spoken(
    missing: tuple[str, str],
    unknown: str,
    mismatch: str,
    expired: tuple[str, str],
    incomplete: str,
    status: int,
) -> dict[str, Words]:
    """The words that the JSON services and STS share; their codes and statuses differ."""

    def wrong(message: str) -> AWSError:
        return AWSError(mismatch, message, status)

    return {
        "missing": lambda f: AWSError(missing[0], missing[1], status),
        "both": lambda f: AWSError(
            incomplete, "Only one of the Authorization header and X-Amz-Signature may be given."
        ),
        "mechanism": lambda f: AWSError(incomplete, "Unsupported AWS 'algorithm'."),
        "malformed": lambda f: AWSError(incomplete, f"Authorization header: {f['what']}."),
        "incomplete": lambda f: AWSError(
            incomplete,
            " ".join(f"Authorization header requires '{n}' parameter." for n in f["missing"])
            + " Authorization="
            + f["header"].partition(" ")[0],
        ),
        "query": lambda f: AWSError(incomplete, f["what"]),
        "query_missing": lambda f: AWSError(
            incomplete,
            "AWS query-string parameters must include 'X-Amz-Algorithm', 'X-Amz-Credential',"
            " 'X-Amz-SignedHeaders', 'X-Amz-Date', 'X-Amz-Expires' and 'X-Amz-Signature'."
            " Re-examine the query-string parameters.",
        ),
        "credential": lambda f: AWSError(
            incomplete,
            "Credential must have exactly 5 slash-delimited elements, e.g."
            f" keyid/date/region/service/term, got '{f['credential']}'",
        ),
        "date": lambda f: wrong(
            f"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
            f" HTTP: '{f['date']}' != '{f['timestamp'][:8]}', from '{f['timestamp']}'."
        ),
        "no_date": lambda f: AWSError(
            incomplete,
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
        ),
        "region": lambda f: wrong(
            f"Credential should be scoped to a valid region, not '{f['given']}'."
            f" This engine's region is '{f['expected']}'."
        ),
        "service": lambda f: wrong(
            f"Credential should be scoped to correct service: '{f['expected']}'."
        ),
        "unknown_key": lambda f: AWSError(unknown, _INVALID_TOKEN, status),
        "bad_token": lambda f: AWSError(unknown, _INVALID_TOKEN, status),
        "expired_token": lambda f: AWSError(expired[0], expired[1], status),
        "skewed": lambda f: wrong(_skewed(f)),
        "expired": lambda f: wrong(_skewed(f)),
        "not_yet": lambda f: wrong(_skewed(f)),
        "unsigned": lambda f: wrong(
            " ".join(
                f"'{n}' must be a 'SignedHeader' in the AWS Authorization." for n in f["names"]
            )
        ),
        "payload": lambda f: wrong(_MISMATCH),
        "mismatch": lambda f: wrong(_MISMATCH),
    }


def _skewed(f: Mapping[str, Any]) -> str:
    minutes = f"{int(f['skew'] // 60)} min."
    if f["late"]:
        return (
            f"Signature expired: {f['timestamp']} is now earlier than {f['limit']}"
            f" ({f['server_time']} - {minutes})"
        )
    return (
        f"Signature not yet current: {f['timestamp']} is still later than {f['limit']}"
        f" ({f['server_time']} + {minutes})"
    )


_JSON = _spoken(
    ("MissingAuthenticationTokenException", "Missing Authentication Token"),
    "UnrecognizedClientException",
    "InvalidSignatureException",
    ("ExpiredTokenException", "The security token included in the request is expired"),
    "IncompleteSignatureException",
    400,
)
_STS = _spoken(
    ("MissingAuthenticationToken", "Request is missing Authentication Token"),
    "InvalidClientTokenId",
    "SignatureDoesNotMatch",
    ("ExpiredToken", "The security token included in the request is expired"),
    "IncompleteSignature",
    403,
)
