"""Training images: which interpreter an image's name stands for on this machine."""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import interpreters

LOCAL = re.compile(r"local/python(?::(?P<version>3\.\d{1,2}))?\Z")

_FRAMEWORKS = (
    "pytorch",
    "tensorflow",
    "huggingface",
    "mxnet",
    "autogluon",
    "chainer",
    "djl",
    "sagemaker-scikit-learn",
    "sagemaker-xgboost",
    "sagemaker-base-python",
    "sagemaker-distribution",
    "sagemaker-rl",
    "sagemaker-tensorflow",
    "sagemaker-pytorch",
    "sagemaker-mxnet",
    "sagemaker-chainer",
    "sagemaker-sparkml",
    "base",
)
AWS = re.compile(
    r"(?:\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?/|public\.ecr\.aws/[a-z0-9._-]+/)"
    rf"(?P<repository>(?:{'|'.join(_FRAMEWORKS)})(?:-[a-z0-9-]+)?)"
    r"(?::[A-Za-z0-9_][A-Za-z0-9_.-]*)?(?:@sha256:[0-9a-f]{64})?\Z"
)


class ImageError(Exception):
    """An image that the engine cannot stand in for; the message says what can be used."""


@dataclass(frozen=True)
class Image:
    """``python`` is the interpreter's path; ``note``, if any, is for the job's log."""

    python: str
    note: str = ""


def check(image: str) -> None:
    """Raises ImageError for a name that can never be used here. Looks at the name only."""
    if not (LOCAL.match(image) or AWS.match(image)):
        raise ImageError(
            f"The local engine cannot run the image {image!r}: it runs no containers. Use"
            " local/python, local/python:<version> or the URI of one of AWS's framework images."
        )


def resolve(image: str, python: str) -> Image:
    """The interpreter for an image, where ``python`` is the one that local/python stands for.

    Raises ImageError, also for a version that this machine lacks.
    """
    check(image)
    local = LOCAL.match(image)
    if local is None:
        return Image(_running(python), f"{image} is mapped to local/python ({python}).")
    version = local["version"]
    if version is None:
        return Image(_running(python))
    found = _find(version, python)
    if found is None:
        raise ImageError(
            f"There is no Python {version} on this machine for the image {image!r}; there are"
            f" {', '.join(interpreters.versions(python)) or 'none'}. Install it so that"
            f" python{version} is on the engine's PATH, or use local/python."
        )
    return Image(found)


def _running(python: str) -> str:
    if interpreters.version_of(python) is None:
        raise ImageError(
            f"The interpreter that local/python stands for does not run: {python}. Start the engine"
            " with another one."
        )
    return python


def _find(version: str, python: str) -> str | None:
    return python if interpreters.version_of(python) == version else interpreters.find(version)
