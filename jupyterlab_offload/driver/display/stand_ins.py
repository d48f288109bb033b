"""The classes of `IPython.display` that only carry data, for images without IPython."""

from __future__ import annotations

import json
from typing import Any

from .there import rebuilt

NAMES = (
    "HTML",
    "JSON",
    "SVG",
    "Code",
    "Image",
    "Javascript",
    "Latex",
    "Markdown",
    "Math",
    "Pretty",
)


class _Data:
    """Holds data or reads it from a file; `_repr_*_` gives it back."""

    _binary = False

    def __init__(
        self, data: Any = None, url: str | None = None, filename: str | None = None
    ) -> None:
        self.data = data
        self.url = url
        self.filename = filename
        if data is None and filename is not None:
            if self._binary:
                with open(filename, "rb") as file:
                    self.data = file.read()
            else:
                with open(filename, encoding="utf-8") as text:
                    self.data = text.read()

    def __reduce__(self) -> Any:
        return rebuilt, ("IPython.display", type(self).__name__, (self.data,))

    def __repr__(self) -> str:
        return f"<IPython.core.display.{type(self).__name__} object>"


class HTML(_Data):
    def _repr_html_(self) -> Any:
        return self.data

    def __html__(self) -> Any:
        return self.data


class Markdown(_Data):
    def _repr_markdown_(self) -> Any:
        return self.data


class Latex(_Data):
    def _repr_latex_(self) -> Any:
        return self.data


class Math(_Data):
    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {str(self.data).strip('$')}$"


class SVG(_Data):
    def _repr_svg_(self) -> Any:
        return self.data


class Javascript(_Data):
    def _repr_javascript_(self) -> Any:
        return self.data


class JSON(_Data):
    def __init__(self, data: Any = None, expanded: bool = False, root: str = "root") -> None:
        super().__init__(data)
        self.metadata = {"expanded": expanded, "root": root}

    def _repr_json_(self) -> Any:
        found = json.loads(self.data) if isinstance(self.data, str) else self.data
        return found, self.metadata


class Pretty(_Data):
    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self.data))


class Code(_Data):
    def _repr_markdown_(self) -> str:
        return f"```\n{self.data}\n```"

    def __repr__(self) -> str:
        return str(self.data)


class Image(_Data):
    """A PNG or JPEG picture."""

    _binary = True

    def __init__(
        self, data: Any = None, url: str | None = None, filename: str | None = None, **kwargs: Any
    ) -> None:
        if isinstance(data, str) and filename is None and not data.startswith("http"):
            data, filename = None, data
        super().__init__(data, url, filename)
        self.metadata = {key: kwargs[key] for key in ("width", "height") if kwargs.get(key)}

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        if not isinstance(self.data, bytes):
            return {}
        mime = "image/jpeg" if self.data[:2] == b"\xff\xd8" else "image/png"
        return {mime: self.data}, {mime: self.metadata} if self.metadata else {}
