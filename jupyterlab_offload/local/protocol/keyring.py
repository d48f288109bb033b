"""Access keys that the engine knows: its own, and those of sessions that AssumeRole handed out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ..context import Identity
from ..settings import ACCOUNT
from ..store.db import Database

OWNER_ARN = f"arn:aws:iam::{ACCOUNT}:user/offload"
OWNER_ID = "AIDAOFFLOADLOCALENGINE"


class Credentials(Protocol):
    """The engine's own access key."""

    @property
    def access_key(self) -> str: ...

    @property
    def secret_key(self) -> str: ...


@dataclass(frozen=True)
class Key:
    """A secret and whom it stands for; ``token`` and ``expires`` for a session's."""

    secret: str
    identity: Identity
    token: str | None = None
    expires: float | None = None


class Keyring:
    """Finds keys by their id."""

    def __init__(self, credentials: Credentials, db: Database) -> None:
        self._db = db
        owner = Identity(credentials.access_key, OWNER_ARN, OWNER_ID)
        self._owner = Key(credentials.secret_key, owner)

    def find(self, access_key: str) -> Key | None:
        if access_key == self._owner.identity.access_key:
            return self._owner
        row = self._db.one("SELECT * FROM sessions WHERE access_key = ?", access_key)
        if row is None:
            return None
        identity = Identity(access_key, row["arn"], row["user_id"])
        return Key(row["secret"], identity, row["token"], row["expires"])
