"""Errors that arise before AWS answers, by the name of botocore's class (botocore.exceptions)."""

from __future__ import annotations

import os
from collections.abc import Callable
from urllib.parse import urlsplit

from ..backends import Backend
from ..errors import SubmitError
from .words import near_regions, quoted, sentence, sign_in

FILE = "backends.json"


def of_client(error: Exception, backend: Backend) -> SubmitError:
    for kind in type(error).__mro__:
        explain = _BY_CLASS.get(kind.__name__)
        if explain is not None:
            return explain(error, backend)
    if "credentials are still expired" in str(error):
        return _expired(error, backend)
    return SubmitError("aws", f"{type(error).__name__}: {sentence(error)}")


def _none(error: Exception, backend: Backend) -> SubmitError:
    where = f"in the profile {backend.profile}" if backend.profile else "on this machine"
    return SubmitError(
        "no-credentials",
        f"There are no AWS credentials {where}.",
        "Run `aws configure sso` (or `aws configure`) in a terminal, then try again;"
        " `%offload use local` needs none.",
    )


def _partial(error: Exception, backend: Backend) -> SubmitError:
    return SubmitError(
        "no-credentials",
        f"The AWS credentials of the backend {backend.name} are incomplete. {sentence(error)}",
        "Add what is missing, or run `aws configure`.",
    )


def _retrieval(error: Exception, backend: Backend) -> SubmitError:
    return SubmitError(
        "no-credentials",
        f"AWS credentials cannot be had: {sentence(error)}",
        "`aws sts get-caller-identity` in a terminal shows the same without Offload.",
    )


def _expired(error: Exception, backend: Backend) -> SubmitError:
    return SubmitError("expired", "The AWS sign-in has expired.", sign_in(backend))


def _login(error: Exception, backend: Backend) -> SubmitError:
    profile = f" --profile {backend.profile}" if backend.profile else ""
    return SubmitError("expired", "The AWS sign-in has expired.", f"Run `aws login{profile}`.")


def _mfa(error: Exception, backend: Backend) -> SubmitError:
    return SubmitError(
        "expired",
        "The profile asks for a code (MFA), which cannot be asked for here.",
        "Sign in with `aws sso login`, or `aws sts get-session-token`, in a terminal.",
    )


def _profile(error: Exception, backend: Backend) -> SubmitError:
    from botocore.session import Session

    named = backend.profile or os.environ.get("AWS_PROFILE") or ""
    there = Session(session_vars={"profile": (None, None, None, None)}).available_profiles
    known = f"there are {', '.join(there)}" if there else "there is none at all"
    return SubmitError(
        "no-profile",
        f"There is no AWS profile {named!r} on this machine ({known}).",
        f"Name another one, in {FILE} too, or run `aws configure sso --profile {named}`.",
    )


def _settings(error: Exception, backend: Backend) -> SubmitError:
    return SubmitError(
        "aws-config", f"AWS's own settings cannot be used: {sentence(error)}", "Mend ~/.aws/config."
    )


def _region(error: Exception, backend: Backend) -> SubmitError:
    near = near_regions(backend.region) or []
    hint = f"Do you mean {' or '.join(near)}?" if near else "One is eu-west-1."
    return SubmitError("region", f"There is no AWS region {backend.region!r}.", hint)


def _no_region(error: Exception, backend: Backend) -> SubmitError:
    return SubmitError("region", "No AWS region is named.", f"Add `region` in {FILE}.")


def _network(error: Exception, backend: Backend) -> SubmitError:
    if backend.local:
        return SubmitError("network", f"No connection to the local engine: {sentence(error)}")
    if near_regions(backend.region) is not None:
        return _region(error, backend)
    return SubmitError(
        "network",
        f"No connection to AWS in {backend.region}: {_host(error)} {_trouble(error)}.",
        "Check the network; behind a proxy, set HTTPS_PROXY before the kernel starts.",
    )


def _host(error: Exception) -> str:
    url = str(getattr(error, "kwargs", {}).get("endpoint_url", ""))
    return quoted(urlsplit(url).netloc.rpartition("@")[2]) or "it"


def _trouble(error: Exception) -> str:
    name = type(error).__name__
    if "Timeout" in name:
        return "does not answer in time"
    return "cannot be reached" if name == "EndpointConnectionError" else "breaks connections off"


def _proxy(error: Exception, backend: Backend) -> SubmitError:
    return SubmitError(
        "network",
        f"The proxy does not let AWS through: {sentence(error)}",
        "Check HTTPS_PROXY and NO_PROXY.",
    )


def _tls(error: Exception, backend: Backend) -> SubmitError:
    return SubmitError(
        "network",
        f"AWS's certificate is not trusted here: {quoted(error)}.",
        "Behind a proxy that looks into connections, set AWS_CA_BUNDLE to its certificate's file.",
    )


def _parameters(error: Exception, backend: Backend) -> SubmitError:
    return SubmitError("invalid", sentence(error), f"Check {FILE} and the cell's first line.")


_BY_CLASS: dict[str, Callable[[Exception, Backend], SubmitError]] = {
    "NoCredentialsError": _none,
    "PartialCredentialsError": _partial,
    **dict.fromkeys(("CredentialRetrievalError", "MetadataRetrievalError"), _retrieval),
    # The second from an AWS SSO portal that answers 401, the third from a refresh of its token.
    **dict.fromkeys(("SSOError", "UnauthorizedSSOTokenError", "TokenRetrievalError"), _expired),
    **dict.fromkeys(("LoginRefreshRequired", "LoginTokenLoadError"), _login),
    "RefreshWithMFAUnsupportedError": _mfa,
    "ProfileNotFound": _profile,
    **dict.fromkeys(
        ("ConfigParseError", "ConfigNotFound", "InvalidConfigError", "InvalidProxiesConfigError"),
        _settings,
    ),
    **dict.fromkeys(("InvalidRegionError", "UnknownRegionError", "UnknownEndpointError"), _region),
    "NoRegionError": _no_region,
    "ProxyConnectionError": _proxy,
    "SSLError": _tls,
    **dict.fromkeys(("ConnectionError", "HTTPClientError", "IncompleteReadError"), _network),
    "ParamValidationError": _parameters,
}
