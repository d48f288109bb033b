"""Which packages a job needs, at which version, by the names that pip knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import metadata

from ..codecs import Encoded
from ..spec import Json


def required(modules: Iterable[str], inputs: Sequence[Encoded]) -> list[Json]:
    """Top-level modules as packages; those whose objects are pickled at the kernel's version."""
    exact: set[str] = set()
    for item in inputs:
        if item.format == "pickle":
            exact |= set(item.meta.get("libraries", ())) | set(item.meta.get("modules", ()))
    found = []
    for module in sorted({*modules, *exact}):
        known = distribution(module)
        if known is not None:
            package, version = known
            found.append(
                {"package": package, "version": version, "module": module, "exact": module in exact}
            )
    return found


@cache
def distribution(module: str) -> tuple[str, str] | None:
    """Name and version of what installs a top-level module; None for the standard library."""
    try:
        return module, metadata.version(module)
    except metadata.PackageNotFoundError:
        names = _distributions().get(module)
        return (names[0], metadata.version(names[0])) if names else None


@cache
def _distributions() -> dict[str, list[str]]:
    return {name: list(found) for name, found in metadata.packages_distributions().items()}
