"""Options of libraries that draw in the browser, and of bars that pandas draws by tqdm."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

from .family import Family, Values


class Plotly(Family):
    """How figures are shown, and the template that they begin with."""

    name, module = "plotly", "plotly.io"

    # A browser belongs to the machine; a terminal's shell shows figures in one.
    _BROWSERS = ("browser", "firefox", "chrome", "chromium")

    def now(self, library: Any) -> Values:
        renderer, template = library.renderers.default, library.templates.default
        found = {} if renderer in self._BROWSERS else {"renderer": renderer}
        return {**found, "template": template}

    def at_first(self, library: Any) -> Values:
        return {"renderer": "plotly_mimetype+notebook", "template": "plotly"}

    def put(self, library: Any, name: str, value: Any) -> None:
        if name == "renderer":
            library.renderers.default = value
        elif name == "template":
            library.templates.default = value
        else:
            raise KeyError(name)


class Altair(Family):
    """What is enabled in its registries, each with its options."""

    name = module = "altair"

    _REGISTRIES = ("renderers", "data_transformers", "theme")

    def now(self, library: Any) -> Values:
        # Not all versions have all of them.
        found = {name: getattr(library, name, None) for name in self._REGISTRIES}
        return {
            name: [one.active, dict(one.options)] for name, one in found.items() if one is not None
        }

    def at_first(self, library: Any) -> Values:
        return {name: ["default", {}] for name in self.now(library)}

    def put(self, library: Any, name: str, value: Any) -> None:
        if name not in self._REGISTRIES:
            raise KeyError(name)
        active, options = value
        getattr(library, name).enable(active, **options)


class Tqdm(Family):
    """``tqdm.pandas()``, which gives pandas' objects a `progress_apply`: of which bar, and how."""

    name, module = "tqdm", "pandas"

    _MODULES = ("tqdm.std", "tqdm.notebook", "tqdm.asyncio", "tqdm.gui", "tqdm.rich")

    def now(self, library: Any) -> Values:
        found = getattr(library.Series, "progress_apply", None)
        if found is None or "tqdm" not in sys.modules:
            return {}
        inside = dict(zip(found.__code__.co_freevars, found.__closure__ or ()))
        cells = {name: cell.cell_contents for name, cell in inside.items()}
        options = {key: value for key, value in cells["tqdm_kwargs"].items() if key != "file"}
        return {"pandas": [cells["cls"].__module__, cells["cls"].__name__, options]}

    def at_first(self, library: Any) -> Values:
        return {}

    def put(self, library: Any, name: str, value: Any) -> None:
        if name != "pandas":
            raise KeyError(name)
        module, bar, options = value
        if module not in self._MODULES or not bar.startswith("tqdm"):
            raise ValueError(f"{module}.{bar} is no bar of tqdm's")
        getattr(import_module(module), bar).pandas(**options)


CHARTS = (Plotly(), Altair(), Tqdm())
