"""A plan as JSON: as much of it as can be known, and what keeps the cells from being sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ...spec import Json, SpecError
from ...submit import Backend, Connection, Plan, SubmitError, connect, look_at_data, to_upload
from ...submit.fitting import Choice, choices, memory_needed
from ...submit.planning import VOLUME_GIB, image_of, instance_of, price_of, rates_of
from ..capture.secrets import secret_in
from ..dataflow.reads import of_usage
from ..errors import OffloadError
from ..inputs import refusals
from ..options import filled
from ..preparing import Contents, contents, job_spec, place, planned
from ..session import Asked, Session
from .inputs import rows, there

T = TypeVar("T")

MASK = "***"
_OUR_VARIABLES = "OFFLOAD_"
_ATTEMPTS = 3


def plan_document(session: Session, asked: Asked) -> Json:
    """The plan (see plan.schema.json) of cells as the kernel is now.

    Waits for no job, sends nothing, raises nothing of what a user has to be told: that is among
    its problems. It asks the backend which blobs it has; the local engine is started for it.
    """
    return _Planner(session, asked).document()


class _Planner:
    """Fills a document piece by piece; a piece that cannot be had leaves its members null."""

    def __init__(self, session: Session, asked: Asked) -> None:
        self._session = session
        self._asked = asked
        self._found = empty()

    def document(self) -> Json:
        found = self._found
        options = self._try(lambda: filled(self._asked.options))
        if options is None:
            return found
        self._asked = Asked(self._asked.cells, options)
        contents = self._try(lambda: _contents_now(self._session, self._asked))
        if contents is not None:
            self._contents(contents)
        backend = self._try(lambda: place(options))
        connection = None if backend is None else self._try(lambda: self._backend(backend))
        if connection is not None:
            self._compute(connection)
            if contents is not None and not contents.captured.empty:
                self._plan(contents, connection)
        if contents is not None and not found["inputs"]:
            self._try(lambda: self._rows(contents, None, None))
        found["sendable"] = not found["problems"]
        return found

    def _try(self, piece: Callable[[], T]) -> T | None:
        """What a piece gives, or None and a problem more."""
        try:
            return piece()
        except (OffloadError, SubmitError, SpecError, OSError) as error:
            self._problem(str(error))
            return None

    def _problem(self, message: str, about: str | None = None) -> None:
        known = [one["message"] for one in self._found["problems"]]
        if message not in known:
            self._found["problems"].append({"about": about, "message": message})

    def _contents(self, contents: Contents) -> None:
        captured, found = contents.captured, self._found
        if captured.empty:
            self._problem("There is nothing to run.")
        for about, message in refusals(captured, contents.encoding).items():
            self._problem(message, about)
        outputs, usage = self._asked.options.outputs, captured.usage
        names = set(outputs) if outputs is not None else usage.binds | captured.changeable
        names -= set(captured.hidden)
        others = outputs is None and (usage.star or bool(usage.unknown))
        found["outputs"] = {"names": sorted(names), "others": others}
        found["remarks"] += list(captured.remarks.values())
        found["size"] = sum(item.size for item in contents.encoding.items)
        found["needs_gib"] = memory_needed(found["size"])
        wanted = of_usage(usage, self._session.shell.user_ns)
        for job in self._session.unsettled():
            name = self._session.concerned(job, wanted)
            if name is not None and not job.is_bound:
                one = {"name": name, "job": job.name, "ended": job.ended}
                found["pending"].append(one)

    def _backend(self, backend: Backend) -> Connection:
        self._found["backend"] = {
            "name": backend.name,
            "region": backend.region,
            "account": backend.account,
            "paid": backend.paid,
        }
        connection = connect(backend)
        self._found["backend"].update(region=connection.region, account=connection.account)
        return connection

    def _compute(self, connection: Connection) -> None:
        """Type, image and price, which are known before anything is encoded."""
        found, asked = self._found, self._asked
        spec = self._try(lambda: job_spec(self._session, asked.cells, asked.options))
        instance = (
            None if spec is None else self._try(lambda: instance_of(spec, connection.backend))
        )
        if spec is not None and instance is not None:
            found["instance"] = instance.name
            found["image"] = self._try(lambda: image_of(spec, connection, instance))
            price = price_of(spec, connection, instance)
            if price is not None:
                found["cost"].update(per_hour=price.usd_per_hour, price_date=price.date)
                volume = spec["compute"].get("volume_gib") or VOLUME_GIB
                found["cost"]["expected"] = self._session.costs.expected(
                    self._session.jobs,
                    asked.cells,
                    rates_of(connection, instance, price, volume),
                )
        needs = {
            key: spec["compute"][key]
            for key in ("gpu", "memory_gib", "cpu")
            if spec is not None and key in spec["compute"]
        }
        listed = choices(connection, found["needs_gib"], needs, found["instance"])
        found["types"] = [_type(one) for one in listed]
        sure = [one.instance.name for one in listed if one.surely and one.per_hour is not None]
        found["cheapest"] = sure[0] if sure else None

    def _plan(self, contents: Contents, connection: Connection) -> None:
        found = self._found
        plan = self._try(lambda: planned(self._session, contents, self._asked.options, connection))
        if plan is None:
            return
        found["remarks"] += self._try(lambda: look_at_data(plan, connection)) or []
        absent = self._try(lambda: to_upload(plan, connection))
        self._try(lambda: self._rows(contents, plan, absent))
        found["size"] = plan.size
        if absent is not None:
            sizes = {blob.sha256: blob.size for blob in plan.blobs}
            found["new_size"] = sum(sizes[digest] for digest in absent)
        found["limits"] = {
            "seconds": plan.ceiling.seconds,
            "by_cost": plan.ceiling.by_cost,
            "enough": plan.ceiling.enough,
        }
        found["cost"]["worst_case"] = plan.ceiling.worst_case
        found["request"] = masked(plan.request)

    def _rows(self, contents: Contents, plan: Plan | None, absent: set[str] | None) -> None:
        known = there(plan, absent) if plan is not None and absent is not None else {}
        options, namespace = self._asked.options, self._session.shell.user_ns
        self._found["inputs"] = rows(contents, options, namespace, known)


def empty() -> Json:
    """A plan of which nothing is known."""
    return {
        "version": 1,
        "sendable": False,
        "problems": [],
        "inputs": [],
        "outputs": {"names": [], "others": False},
        "pending": [],
        "remarks": [],
        "size": None,
        "new_size": None,
        "backend": None,
        "instance": None,
        "image": None,
        "limits": None,
        "cost": {"per_hour": None, "price_date": None, "expected": None, "worst_case": None},
        "needs_gib": memory_needed(0),
        "cheapest": None,
        "types": [],
        "request": None,
    }


def masked(request: Json) -> Json:
    """The request without what looks like a secret in its variables."""
    variables = {
        name: MASK if not name.startswith(_OUR_VARIABLES) and secret_in(name, value) else value
        for name, value in request["Environment"].items()
    }
    return {**request, "Environment": variables}


def _contents_now(session: Session, asked: Asked) -> Contents:
    """What the cells take along. A cell that runs meanwhile may change what is being looked at."""
    for _ in range(_ATTEMPTS):
        try:
            return contents(session, asked.cells, asked.options)
        except RuntimeError:  # a dict changed its size while it was gone through
            continue
    raise OffloadError("The running cell changes the variables: ask for the plan again.")


def _type(one: Choice) -> Json:
    instance = one.instance
    gpu = instance.gpu
    return {
        "name": instance.name,
        "cpu": instance.cpu,
        "memory_gib": instance.memory_gib,
        "gpus": gpu.count if gpu else 0,
        "gpu": f"{gpu.name} {gpu.memory_gb} GB" if gpu else "",
        "per_hour": one.per_hour,
        "fits": one.fits,
    }
