"""A backend that is reached: clients, account, and where things lie in its bucket."""

from __future__ import annotations

import contextlib
import os
import re
import threading
from typing import TYPE_CHECKING, Any, Literal, overload

from .. import __version__
from ..transfer import Confirmed, Place
from .backends import LOCAL_ACCOUNT, Backend
from .errors import SubmitError
from .known import Known
from .sources import stamp

if TYPE_CHECKING:
    from botocore.credentials import ReadOnlyCredentials
    from botocore.session import Session
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sagemaker import SageMakerClient
    from mypy_boto3_sts import STSClient

    from ..local import EngineInfo

Service = Literal["s3", "sagemaker", "logs", "sts"]
WARM: tuple[Service, ...] = ("s3", "sagemaker")

_ATTEMPTS = {"sts": 2}
"""Who you are is asked first: without a network that shall be said soon."""
_POOL = 16
"""Connections kept for one client: the threads of a transfer, and some that watch."""

_connections: dict[str, tuple[object, Connection]] = {}
"""By the backend's name, with what they were made of."""
_lock = threading.Lock()


def connect(backend: Backend) -> Connection:
    """The connection to a backend, made once; the local engine is started if need be.

    Another one once AWS's settings have changed: see `sources`. No request is sent yet, and
    botocore is not imported. Raises SubmitError.
    """
    engine = _engine() if backend.local else None
    of = (backend, engine, None if engine else stamp())
    with _lock:
        found = _connections.get(backend.name)
        if found is None or found[0] != of:
            found = _connections[backend.name] = of, Connection(backend, engine)
        return found[1]


def local_user() -> str:
    """Whose jobs those of the local engine are."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user id without a name
        return str(os.getuid())


class Connection:
    """See `connect`. Clients are botocore's, safe to be used from any thread."""

    def __init__(self, backend: Backend, engine: EngineInfo | None) -> None:
        self.backend = backend
        self.engine = engine
        self.region = engine.region if engine else backend.region
        self.known = Known()
        self.confirmed = Confirmed()
        self.reads_streams = False
        """FilterLogEvents is not allowed here, GetLogEvents is: see `logs`."""
        self._clients: dict[str, Any] = {}
        self._lock = threading.RLock()
        self._session: Session | None = None
        self._identity: tuple[str, str] | None = None

    @overload
    def client(self, service: Literal["s3"]) -> S3Client: ...
    @overload
    def client(self, service: Literal["sagemaker"]) -> SageMakerClient: ...
    @overload
    def client(self, service: Literal["logs"]) -> CloudWatchLogsClient: ...
    @overload
    def client(self, service: Literal["sts"]) -> STSClient: ...
    def client(self, service: Service) -> Any:
        """The client of a service, made when it is first asked for."""
        with self._lock:
            if service not in self._clients:
                self._clients[service] = self._make(service)
            return self._clients[service]

    def warm(self) -> None:
        """Makes the clients that a submit needs, in the background: it takes a while."""
        threading.Thread(target=self._warm, name="offload-warm", daemon=True).start()

    @property
    def session(self) -> Session:
        """The session behind the clients; the local engine's reads no AWS settings of the user's.

        botocore's own: boto3 adds a tenth of a second to the start, and nothing that is used.
        """
        with self._lock:
            if self._session is None:
                self._session = _local_session() if self.engine else self._aws_session()
            return self._session

    def endpoint(self, service: Service) -> str:
        """The URL of a service, as botocore or the local engine gives it."""
        return self.client(service).meta.endpoint_url

    def credentials(self) -> ReadOnlyCredentials:
        """What requests are signed with at this moment; AWS's are renewed when they run out.

        Raises SubmitError.
        """
        from botocore.credentials import ReadOnlyCredentials
        from botocore.exceptions import NoCredentialsError

        if self.engine:
            return ReadOnlyCredentials(self.engine.access_key, self.engine.secret_key, None)
        from .explain import explained

        with explained(self.backend):
            found = self.session.get_credentials()
            if found is None:
                raise NoCredentialsError()
            return found.get_frozen_credentials()

    @property
    def account(self) -> str:
        """The account that owns bucket and jobs. Raises SubmitError if it is not the expected."""
        return self._who()[0]

    @property
    def owner(self) -> str:
        """Who sends: the backend's word, else the name in the credentials' own ARN."""
        return self.backend.owner or self._who()[1]

    @property
    def place(self) -> Place:
        prefix = self.backend.prefix
        if "{owner}" in prefix:
            prefix = prefix.replace("{owner}", re.sub(r"[^A-Za-z0-9_.-]", "_", self.owner))
        return Place(self.backend.bucket, prefix, self.account)

    @property
    def identity(self) -> str:
        """Names the account and region, or one local engine among others, in caches."""
        return self.engine.access_key if self.engine else f"{self.account}/{self.region}"

    def _who(self) -> tuple[str, str]:
        if self._identity is None:
            self._identity = (LOCAL_ACCOUNT, local_user()) if self.engine else self._caller()
        return self._identity

    def _caller(self) -> tuple[str, str]:
        """Account and name from STS, asked once for each access key."""
        from .explain import explained

        with explained(self.backend):
            key = self.credentials().access_key or ""
            arn = self.known.get("caller", key)
            if arn is None:
                arn = self.client("sts").get_caller_identity()["Arn"]
                self.known.put("caller", key, arn)
        account, name = arn.split(":")[4], arn.rpartition("/")[2] or "root"
        expected = self.backend.account or account
        if account != expected:
            raise SubmitError(
                "wrong-account",
                f"The credentials belong to account {account}, but the backend"
                f" {self.backend.name} is for {expected}.",
                "Choose the right profile.",
            )
        return account, name

    def _aws_session(self) -> Session:
        from botocore.session import Session

        return Session(profile=self.backend.profile)

    def _make(self, service: Service) -> Any:
        from botocore.config import Config

        config = Config(
            max_pool_connections=_POOL,
            connect_timeout=10,
            retries={"mode": "standard", "total_max_attempts": _ATTEMPTS.get(service, 5)},
            user_agent_extra=f"jupyterlab-offload/{__version__}",
        )
        if self.engine is None:
            from .explain import explained

            with explained(self.backend):
                return self.session.create_client(
                    service, region_name=self.backend.region, config=config
                )
        local = Config(
            proxies={},  # loopback, whatever the environment says about proxies
            s3={"addressing_style": "path", "payload_signing_enabled": False},
        )
        client = self.session.create_client(
            service,
            region_name=self.engine.region,
            endpoint_url=self.engine.url,
            aws_access_key_id=self.engine.access_key,
            aws_secret_access_key=self.engine.secret_key,
            config=config.merge(local),
        )
        client.meta.events.register("needs-retry", _bring_back)
        return client

    def _warm(self) -> None:
        try:
            for service in WARM:
                self.client(service)
        except Exception:
            # Whoever needs the client meets the same again, and is told.
            return


def never_used(backend: Backend) -> bool:
    """Whether it is the local engine, which has never run: there is nothing to be asked of it, and
    no reason to start it."""
    from ..local.home import Home

    return backend.local and not Home.find().index_file.exists()


def _engine() -> EngineInfo:
    from ..local import EngineError, ensure_engine

    try:
        return ensure_engine()
    except (EngineError, OSError) as error:
        raise SubmitError("engine", f"The local engine cannot be used: {error}") from error


def _bring_back(caught_exception: Exception | None = None, **_: object) -> None:
    """Start an engine again that ended since `connect`, idle as it was: botocore asks once more,
    and an engine listens where its forerunner did."""
    from .explain import is_lost

    if is_lost(caught_exception):
        # What keeps it from starting is told by the next `connect`.
        with contextlib.suppress(SubmitError):
            _engine()


def _local_session() -> Session:
    from botocore.session import Session

    # None in place of a variable's name: neither a profile nor a file of the user's is looked at.
    return Session(
        session_vars={
            "profile": (None, None, None, None),
            "config_file": (None, None, os.devnull, None),
            "credentials_file": (None, None, os.devnull, None),
        }
    )
