"""What several explanations say: how to sign in again, where quotas are, AWS's words in short."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from ..backends import Backend

_MOST = 240
"""Characters of AWS's own words: lists of 150 permitted values help nobody."""
_SECRET = re.compile(
    r"\b(?:AKIA|ASIA)[0-9A-Z]{12,}"  # access keys
    r"|(?<![\w/+=:.-])[A-Za-z0-9/+]{40,}={0,2}(?![\w/+=-])"  # secret keys, tokens, signatures
    r"|(?<=://)[^/\s@]+@"  # a proxy's user and password
)
_CONSOLES = {
    "aws": "console.aws.amazon.com",
    "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
}


def quoted(message: object) -> str:
    """AWS's words on one line, cut, with nothing in them that could be a credential."""
    text = _SECRET.sub("[hidden]", " ".join(str(message).split()))
    return text if len(text) <= _MOST else f"{text[:_MOST].rstrip()}…"


def sentence(message: object) -> str:
    """The same, ending as a sentence does."""
    text = quoted(message)
    return text if text.endswith((".", "…", "!", "?")) else f"{text}."


def sign_in(backend: Backend) -> str:
    """How this backend's credentials are renewed."""
    if not backend.profile and os.environ.get("AWS_ACCESS_KEY_ID"):
        return "They come from AWS_ACCESS_KEY_ID and its like: set new ones (`%env NAME=VALUE`)."
    if not backend.profile and any(map(os.environ.get, _OF_THE_MACHINE)):
        return "This machine gives them itself: restart it, or its space in Studio."
    command = _command(_settings(backend))
    named = f" --profile {backend.profile}" if backend.profile else ""
    return f"Run `{command}{named}` in a terminal, then try again."


_OF_THE_MACHINE = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI")


def _command(settings: Mapping[str, object]) -> str:
    """What renews a profile of these settings; without any, what most have."""
    if "login_session" in settings:
        return "aws login"
    signs_in = any(name.startswith("sso_") for name in settings)
    return "aws configure" if "aws_access_key_id" in settings and not signs_in else "aws sso login"


def _settings(backend: Backend) -> Mapping[str, object]:
    from botocore.exceptions import BotoCoreError
    from botocore.session import Session

    try:
        return Session(profile=backend.profile).get_scoped_config()
    except BotoCoreError:
        return {}


def console(backend: Backend) -> str:
    """The AWS console's address in the backend's region."""
    partition = (backend.role or "arn:aws").split(":")[1]
    return f"https://{backend.region}.{_CONSOLES.get(partition, _CONSOLES['aws'])}"


def near_regions(region: str) -> list[str] | None:
    """None for a region that SageMaker has; else those that are written nearly so."""
    from difflib import get_close_matches

    from botocore.session import Session

    session = Session()
    known = [
        name
        for partition in session.get_available_partitions()
        for name in session.get_available_regions("sagemaker", partition)
    ]
    return None if region in known else get_close_matches(region, known, 2)
