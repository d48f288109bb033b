"""An object as a MIME bundle: what its own methods give, and always text."""

from __future__ import annotations

import base64
import traceback
from typing import Any, Callable, Iterable

from . import figures
from .pretty import pretty

_METHODS = {
    "text/html": "_repr_html_",
    "text/markdown": "_repr_markdown_",
    "image/svg+xml": "_repr_svg_",
    "image/png": "_repr_png_",
    "application/pdf": "_repr_pdf_",
    "image/jpeg": "_repr_jpeg_",
    "text/latex": "_repr_latex_",
    "application/json": "_repr_json_",
    "application/javascript": "_repr_javascript_",
}
_NO_SUCH_METHOD = "_offload_canary_method_should_not_exist_"
registered: dict[str, dict[type, Callable[[Any], Any]]] = {}
"""MIME type → type → function: what a library adds through `get_ipython().display_formatter`."""


def _print(error: Exception) -> None:
    traceback.print_exception(type(error), error, error.__traceback__)


report: Callable[[Exception], None] = _print
"""Tells what a method that should show its object has raised: the cell goes on, as in a notebook.
Until there is somebody to be told, it is printed."""


def bundle(
    value: object,
    include: Iterable[str] | None = None,
    exclude: Iterable[str] | None = None,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Data and metadata of a value by MIME type; bytes in base64, as Jupyter's messages have."""
    data: dict[str, Any] = {}
    metadata: dict[str, Any] = {}
    own = _call(value, "_repr_mimebundle_", include=include, exclude=exclude)
    if own is not None:
        _merge(data, metadata, own)
    for mime, method in _METHODS.items():
        if mime in data:
            continue
        found = _registered(mime, value)
        if found is None:
            found = figures.png(value) if mime == "image/png" else None
        if found is None:
            found = _call(value, method)
        if found is not None:
            _add(data, metadata, mime, found)
    if "text/plain" not in data:
        _add(data, metadata, "text/plain", _text(value))
    kept = [mime for mime in data if _is_wanted(mime, include, exclude)]
    return (
        {mime: _plain(mime, data[mime]) for mime in kept},
        {key: part for key, part in metadata.items() if key in kept or "/" not in key},
    )


def shows_itself(value: object) -> bool:
    """Calls the method of objects that do their own displaying, such as widgets."""
    method = _method(value, "_ipython_display_")
    if method is None:
        return False
    try:
        method()
    except NotImplementedError:
        return False
    except Exception as error:
        report(error)
        return False
    return True


def _is_wanted(mime: str, include: Iterable[str] | None, exclude: Iterable[str] | None) -> bool:
    return (not include or mime in include) and (not exclude or mime not in exclude)


def _method(value: object, name: str) -> Callable[..., Any] | None:
    """A method of the object's own; classes and objects that have every attribute have none."""
    if isinstance(value, type):
        return None
    try:
        if callable(getattr(value, _NO_SUCH_METHOD, None)):
            return None
        found = getattr(value, name, None)
    except Exception:  # whatever the object's attribute lookup raises
        return None
    return found if callable(found) else None


def _call(value: object, name: str, **arguments: Any) -> Any:
    method = _method(value, name)
    if method is None:
        return None
    try:
        return method(**arguments)
    except NotImplementedError:
        return None
    except Exception as error:
        report(error)
        return None


def _registered(mime: str, value: object) -> Any:
    for base in type(value).__mro__:
        way = registered.get(mime, {}).get(base)
        if way is not None:
            try:
                return way(value)
            except NotImplementedError:
                return None
            except Exception as error:
                report(error)
                return None
    return None


def _text(value: object) -> str | None:
    found = _registered("text/plain", value)
    if isinstance(found, str):
        return found
    try:
        return pretty(value)
    except NotImplementedError:
        return None
    except Exception as error:
        report(error)
        return None


def _add(data: dict[str, Any], metadata: dict[str, Any], mime: str, found: Any) -> None:
    if isinstance(found, tuple) and len(found) == 2 and isinstance(found[1], dict):
        found, extra = found
        if extra:
            metadata[mime] = extra
    if found is not None:
        data[mime] = found


def _merge(data: dict[str, Any], metadata: dict[str, Any], own: Any) -> None:
    if isinstance(own, tuple) and len(own) == 2:
        own, extra = own
        metadata.update(extra or {})
    if isinstance(own, dict):
        data.update(own)


def _plain(mime: str, found: Any) -> Any:
    if isinstance(found, (bytes, bytearray, memoryview)):
        return base64.b64encode(found).decode("ascii")
    if isinstance(found, str) or mime == "application/json" or mime.endswith("+json"):
        return found
    return str(found)
