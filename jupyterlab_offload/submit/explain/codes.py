"""AWS's error codes by what they mean, whichever service answers with them."""

THROTTLED_CODES = frozenset(
    {"Throttling", "ThrottlingException", "ThrottledException", "TooManyRequestsException"}
    | {"RequestLimitExceeded", "LimitExceededException", "SlowDown", "RequestThrottled"}
    | {"RequestThrottledException", "BandwidthLimitExceeded"}
)
"""As botocore.retries.standard has them, without those of services that are not asked here."""
UNKNOWN_KEY_CODES = frozenset(
    {"SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature"}
    | {"InvalidAccessKeyId", "UnrecognizedClientException", "InvalidClientTokenId"}
    | {"InvalidToken", "MissingAuthenticationToken", "MissingAuthenticationTokenException"}
)
CLOCK_CODES = frozenset({"RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"})
ELSEWHERE_CODES = frozenset(
    {"PermanentRedirect", "301", "AuthorizationHeaderMalformed"}
    | {"IllegalLocationConstraintException"}
)
"""S3's, for a bucket of another region."""
SIGNATURE_CODES = UNKNOWN_KEY_CODES | CLOCK_CODES | {"AuthorizationHeaderMalformed"}
"""Whatever AWS has against a signature: who signs, when, or for which region."""
EXPIRED_CODES = frozenset({"ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"})
DOWN_CODES = frozenset(
    {"InternalError", "InternalFailure", "InternalServerError", "ServiceUnavailable"}
    | {"ServiceUnavailableException", "500", "502", "503", "504"}
)
DENIED_CODES = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})
