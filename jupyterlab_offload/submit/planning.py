"""Everything that is decided before anything is sent: what goes where, at what price."""

from __future__ import annotations

import hashlib
import json
import math
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from difflib import get_close_matches
from pathlib import PurePosixPath

from ..catalog import (
    Instance,
    Price,
    UnknownInstance,
    cheapest,
    find,
    image_for,
    images,
    price,
)
from ..catalog.billing import Rates, rates
from ..spec import Json, job_spec
from ..spec import manifest as checked_manifest
from ..transfer import Blob, Place
from . import bundle, checks
from .backends import Backend
from .ceiling import Ceiling, ceiling
from .connection import Connection
from .errors import SubmitError
from .folders import cache_folder
from .names import job_name
from .payload import Packed, Payload, packed
from .request import OWN_VARIABLES, Decided, tags_of, training_request

VOLUME_GIB = 30
"""The least disk of an instance; inputs, results and installed packages are on it."""
_RESERVED = ("OFFLOAD_", "SM_", "AWS_", "SAGEMAKER_")
"""Variables that SageMaker or the driver sets: a cell's own of that name go by the driver."""


@dataclass(frozen=True)
class Plan:
    """A job that could be sent now. `digest` is the same for the same cell, inputs and place."""

    spec: Json
    backend: Backend
    place: Place
    name: str
    nonce: str
    digest: str
    instance: Instance
    image: str
    price: Price | None
    ceiling: Ceiling
    blobs: list[Blob]
    driver: Blob
    manifest: bytes
    request: Json

    @property
    def size(self) -> int:
        """Bytes that the job's inputs are together."""
        return sum(blob.size for blob in self.blobs)


def plan(spec: Json, payload: Payload, connection: Connection) -> Plan:
    """Decide everything. Hashes the payload; asks AWS for nothing but, once, the account.

    Raises SpecError for a spec that does not fit, SubmitError for what cannot be sent.
    """
    spec = job_spec(spec)
    backend, place = connection.backend, connection.place
    instance = instance_of(spec, backend)
    image = image_of(spec, connection, instance)
    contents = packed(payload)
    volume = spec["compute"].get("volume_gib") or _volume(contents)
    found_price = price_of(spec, connection, instance)
    limit = ceiling(
        backend,
        instance,
        rates_of(connection, instance, found_price, volume),
        max_cost=spec["limits"].get("max_cost"),
        max_runtime=spec["limits"].get("max_runtime"),
        warm_seconds=spec["compute"]["warm_seconds"],
    )
    in_request, in_manifest = _environment(spec["environment"])
    body = _body(spec, payload, contents, limit, in_manifest)
    name = job_name(_title(spec), datetime.now(timezone.utc))
    nonce = secrets.token_hex(16)
    manifest = _bytes(checked_manifest({**body, "job": name, "nonce": nonce}))
    driver = bundle.driver().blob
    told = _without_labels(body)
    identity = [connection.identity, instance.name, image, in_request, spec["data"], told]
    digest = hashlib.sha256(_bytes(identity)).hexdigest()
    decided = Decided(
        name=name,
        nonce=nonce,
        digest=digest,
        driver_sha256=driver.sha256,
        manifest_sha256=hashlib.sha256(manifest).hexdigest(),
        role=backend.role,
        image=image,
        instance_type=instance.name,
        volume_gib=volume,
        warm_seconds=spec["compute"]["warm_seconds"],
        max_runtime=limit.seconds,
        has_blobs=bool(contents.blobs),
        environment=in_request,
        tags=tags_of(spec, connection.owner, backend.tags),
        data=spec["data"],
    )
    request = training_request(place, decided)
    checks.check(request)
    return Plan(
        spec=spec,
        backend=backend,
        place=place,
        name=name,
        nonce=nonce,
        digest=digest,
        instance=instance,
        image=image,
        price=found_price,
        ceiling=limit,
        blobs=contents.blobs,
        driver=driver,
        manifest=manifest,
        request=request,
    )


def instance_of(spec: Json, backend: Backend) -> Instance:
    """The type that the spec names or needs, else the backend's default. Raises SubmitError."""
    compute = spec["compute"]
    needs = {key: compute[key] for key in ("gpu", "memory_gib", "cpu") if key in compute}
    try:
        if "instance_type" in compute:
            return find(compute["instance_type"])
        return cheapest(**needs) if needs else find(backend.instance_type)
    except UnknownInstance as error:
        raise SubmitError("instance", str(error)) from error


def image_of(spec: Json, connection: Connection, instance: Instance) -> str:
    """The image's path: the spec's, the backend's, or one of the catalog. Raises SubmitError."""
    wanted, backend = spec.get("image"), connection.backend
    if wanted and ("/" in wanted or ":" in wanted):
        return str(wanted)
    if not wanted and backend.image:
        return backend.image
    minor = ".".join(_python_minor())
    found = image_for(connection.region, instance.accelerated, minor, wanted)
    if found is None:
        raise _no_image(wanted, connection.region, instance)
    return found.uri


def _no_image(wanted: str | None, region: str, instance: Instance) -> SubmitError:
    known = images(region)
    advice = "Name one by its registry path: `--image ACCOUNT.dkr.ecr.REGION.amazonaws.com/…`."
    if wanted is None or wanted in [one.name for one in known]:
        kind = f"image {wanted}" if wanted else "image"
        problem = f"The catalog has no {kind} for {instance.name} in {region}."
        return SubmitError("image", problem, advice)
    fitting = {one.name for one in known if one.gpu == instance.accelerated}
    near = get_close_matches(wanted, fitting, 1)
    problem = f"The catalog has no image {wanted}"
    if near:
        return SubmitError("image", f"{problem}; did you mean {near[0]}?")
    has = f" for {instance.name}; it has {', '.join(sorted(fitting))}." if fitting else "."
    return SubmitError("image", problem + has, advice)


def price_of(spec: Json, connection: Connection, instance: Instance) -> Price | None:
    """USD per hour: the user's word, else the newest that is known; None if there is none.

    A local job shows what AWS would charge where the catalog's prices hold.
    """
    given = spec["compute"].get("price")
    if given is not None:
        return Price(given, f"{datetime.now(timezone.utc):%Y-%m-%d}", "--price")
    region = None if connection.backend.local else connection.region
    return price(instance.name, region, cache_folder())


def rates_of(
    connection: Connection, instance: Instance, found: Price | None, volume_gib: int
) -> Rates:
    """What the instance costs while it is there."""
    return rates(instance, found.usd_per_hour if found else None, volume_gib, connection.region)


def _volume(contents: Packed) -> int:
    data = contents.data_size / 2**30
    inputs = sum(blob.size for blob in contents.blobs) / 2**30 - data
    # They lie there as a channel, and what is made of them beside; data perhaps a second time,
    # where a file cannot have a second name.
    needed = 3 * inputs + 2 * data
    return VOLUME_GIB + math.ceil(needed) if needed >= 1 else VOLUME_GIB


def _body(
    spec: Json, payload: Payload, contents: Packed, limit: Ceiling, environment: dict[str, str]
) -> Json:
    """The manifest but for the job's name and nonce."""
    requirements = dict(spec["requirements"])
    if requirements["mode"] == "auto":
        requirements["packages"] = list(payload.packages)
    limits: Json = {"seconds": limit.seconds}
    if payload.files_bytes is not None:
        limits["files_bytes"] = payload.files_bytes
    return {
        **contents.body,
        "outputs": spec["outputs"],
        "requirements": requirements,
        "environment": environment,
        "masked": spec["masked"],
        "limits": limits,
    }


def _without_labels(body: Json) -> Json:
    """The manifest but for what tracebacks call cells: in a new kernel their numbers are others."""
    sources = ("parts", "prelude")
    bare = {
        name: [{key: said for key, said in one.items() if key != "label"} for one in body[name]]
        for name in sources
    }
    return {**body, **bare}


def _environment(given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Variables for the request, and those that do not fit into it."""
    room = checks.MAX_ENVIRONMENT - OWN_VARIABLES
    fitting: dict[str, str] = {}
    others: dict[str, str] = {}
    for name, value in given.items():
        fits = checks.fits_environment(name, value) and not name.startswith(_RESERVED)
        (fitting if fits and len(fitting) < room else others)[name] = value
    return fitting, others


def _title(spec: Json) -> str:
    notebook = PurePosixPath(spec.get("notebook") or "").stem
    return str(spec.get("name") or notebook or spec["kind"])


def _python_minor() -> tuple[str, str]:
    import platform

    major, minor, _ = platform.python_version_tuple()
    return major, minor


def _bytes(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode()
