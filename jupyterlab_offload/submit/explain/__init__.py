"""AWS's errors as one short message each, with the next step.

`before` has what arises before AWS answers, `answers` what it answers, `ended` why a job that was
accepted did not run. Codes and classes are those of botocore's models and sources; texts that
decide are those that people report (aws/sagemaker-python-sdk, aws/amazon-sagemaker-examples,
boto/botocore on GitHub), for no model has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..backends import Backend
from ..errors import SubmitError


@contextmanager
def explained(backend: Backend) -> Iterator[None]:
    """What botocore raises within becomes a SubmitError; the original is its cause."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise explanation(error, backend) from error
    except RuntimeError as error:
        # botocore.credentials: a refresh has brought credentials that have run out already.
        if "credentials are still expired" not in str(error):
            raise
        raise explanation(error, backend) from error


def is_lost(error: BaseException | None) -> bool:
    """Whether the connection is what failed: before an answer, or in the middle of one."""
    from botocore.exceptions import ConnectionError, HTTPClientError, IncompleteReadError

    return isinstance(error, (ConnectionError, HTTPClientError, IncompleteReadError))


def explanation(error: Exception, backend: Backend) -> SubmitError:
    """The message for an error of botocore's."""
    from botocore.exceptions import ClientError

    from .answers import of_answer
    from .before import of_client

    return (
        of_answer(error, backend) if isinstance(error, ClientError) else of_client(error, backend)
    )
