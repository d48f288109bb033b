"""The access key that the engine makes for itself, once per home. Standard library only."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass, field

from .home import Home

_KEY_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_SECRET_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


@dataclass(frozen=True)
class Credentials:
    """A long-term access key in AWS's form: 20 and 40 characters."""

    access_key: str
    secret_key: str = field(repr=False)

    @classmethod
    def make(cls) -> Credentials:
        """A new random key, whose id says at a glance that it is the local engine's."""
        access_key = "AKIAOFFLOAD" + "".join(secrets.choice(_KEY_ALPHABET) for _ in range(9))
        return cls(access_key, "".join(secrets.choice(_SECRET_ALPHABET) for _ in range(40)))

    @classmethod
    def load(cls, home: Home) -> Credentials | None:
        """The key of this home, or None when no engine was ever started here."""
        try:
            record = json.loads(home.credentials_file.read_text("utf-8"))
            return cls(str(record["access_key"]), str(record["secret_key"]))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise CredentialsError(
                f"{home.credentials_file} cannot be read; delete it and the engine makes a new key."
            ) from error

    @classmethod
    def obtain(cls, home: Home) -> Credentials:
        """The key of this home, made now if there is none. The caller holds the engine's lock."""
        found = cls.load(home)
        if found is not None:
            return found
        made = cls.make()
        write_private(home.credentials_file, json.dumps(vars(made)))
        return made


class CredentialsError(Exception):
    """The key's file is damaged; the message says what to do."""


def write_private(path: os.PathLike[str], text: str) -> None:
    """Replaces a file by one that only its owner can read; readers see the old or the new whole."""
    beside = f"{os.fspath(path)}.{os.getpid()}.new"
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(beside, path)
    except BaseException:
        if os.path.exists(beside):
            os.unlink(beside)
        raise
