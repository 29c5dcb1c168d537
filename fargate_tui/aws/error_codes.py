"""What AWS's error codes mean, whichever service says them."""

NOT_ALLOWED = {
    "AccessDenied",
    "AccessDeniedException",
    "AuthorizationError",
    "ForbiddenException",
    "NotAuthorized",
    "OperationNotPermittedException",
    "UnauthorizedAccess",
    "UnauthorizedOperation",
    "403",
}
TOO_MANY = {"LimitExceededException"}
"""Not too fast, but too much at a time: Live Tail sessions, for instance. AWS's sentence says of what."""
THROTTLED = {
    *TOO_MANY,
    "EC2ThrottledException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "429",
}
EXPIRED = {
    "ExpiredToken",
    "ExpiredTokenException",
    "RequestExpired",
    "TokenRefreshRequired",
    "UnauthorizedException",
    "WebIdentityTokenExpired",
}
UNKNOWN_CREDENTIALS = {
    "AuthFailure",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidToken",
    "UnrecognizedClientException",
    "401",
}
BAD_SIGNATURE = {
    "IncompleteSignature",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
}
NOT_SIGNED = {"MissingAuthenticationToken", "MissingAuthenticationTokenException"}
AWS_FAULT = {
    "InternalError",
    "InternalFailure",
    "InternalServerError",
    "RequestTimeout",
    "ServerException",
    "ServiceUnavailable",
    "ServiceUnavailableException",
    "SessionStreamingException",
    "Unavailable",
}
