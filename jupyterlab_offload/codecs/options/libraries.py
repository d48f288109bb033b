"""Options of libraries for computing and drawing."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

from .family import Family, Values

_NUMPY: Values = {
    "edgeitems": 3,
    "threshold": 1000,
    "floatmode": "maxprec",
    "precision": 8,
    "suppress": False,
    "linewidth": 75,
    "nanstr": "nan",
    "infstr": "inf",
    "sign": "-",
    "formatter": None,
    "legacy": False,
    "override_repr": None,
    "seterr": {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"},
}
_TORCH: Values = {
    "default_dtype": "float32",
    "grad_enabled": True,
    "deterministic_algorithms": [False, False],
    "float32_matmul_precision": "highest",
    "cudnn.benchmark": False,
    "cudnn.deterministic": False,
    "precision": 4,
    "threshold": 1000,
    "edgeitems": 3,
    "linewidth": 80,
    "sci_mode": None,
}
_POLARS: Values = {
    "direct.set_fmt_float": "mixed",
    "direct.set_float_precision": None,
    "direct.set_thousands_separator": "",
    "direct.set_decimal_separator": ".",
    "direct.set_trim_decimal_zeros": False,
}
"""What these libraries begin with, which have no function that says it."""


class Pandas(Family):
    """What `pandas.set_option` knows."""

    name = module = "pandas"

    def now(self, library: Any) -> Values:
        return {name: library.get_option(name) for name in self._registered(library)}

    def at_first(self, library: Any) -> Values:
        return {name: option.defval for name, option in self._registered(library).items()}

    def put(self, library: Any, name: str, value: Any) -> None:
        if name not in self._registered(library):  # pandas takes a pattern as well
            raise KeyError(name)
        library.set_option(name, value)

    def _registered(self, library: Any) -> Values:
        config = getattr(getattr(library, "_config", None), "config", None)
        # Asking for a deprecated option warns, which nobody here has asked for.
        deprecated = getattr(config, "_deprecated_options", {})
        registered = getattr(config, "_registered_options", {})
        return {name: option for name, option in registered.items() if name not in deprecated}


class Numpy(Family):
    """How arrays are printed, and, as ``seterr``, what is done about a division by zero."""

    name = module = "numpy"
    threaded = True

    def now(self, library: Any) -> Values:
        return {**library.get_printoptions(), "seterr": library.geterr()}

    def at_first(self, library: Any) -> Values:
        return _NUMPY

    def put(self, library: Any, name: str, value: Any) -> None:
        if name == "seterr":
            library.seterr(**value)
        elif name in library.get_printoptions():
            library.set_printoptions(**{name: value})
        else:
            raise KeyError(name)


class Matplotlib(Family):
    """`rcParams` but for what belongs to the machine, what ``b``, ``g``, ``r``, … stand for, and
    colormaps that others have registered, as seaborn does."""

    name = module = "matplotlib"

    _COLORS = "named colors"
    _CYCLE = "axes.prop_cycle"
    _MAPS = "colormaps"

    def now(self, library: Any) -> Values:
        mapping = library.colors.get_named_colors_mapping()
        colors = {letter: mapping[letter] for letter in library.colors.BASE_COLORS}
        found = {**self._plain(library.rcParams), self._COLORS: colors}
        maps = self._maps(library)
        return {**found, self._MAPS: maps} if maps else found

    def at_first(self, library: Any) -> Values:
        return {
            **self._plain(library.rcParamsDefault),
            self._COLORS: dict(library.colors.BASE_COLORS),
        }

    def put(self, library: Any, name: str, value: Any) -> None:
        if name == self._COLORS:
            mapping = library.colors.get_named_colors_mapping()
            for letter in library.colors.BASE_COLORS:
                mapping[letter] = library.colors.to_rgb(value[letter])
            return
        if name == self._MAPS:
            for key, colormap in value.items():
                if key not in library.colormaps:
                    library.colormaps.register(colormap, name=key)
            return
        if name not in self._plain(library.rcParams):
            raise KeyError(name)
        if name == self._CYCLE:
            # As a text it would be evaluated.
            value = import_module("cycler").cycler(**value)
        library.rcParams[name] = value

    def _maps(self, library: Any) -> Values:
        registry = getattr(library, "colormaps", ())
        own = getattr(registry, "_builtin_cmaps", registry)
        return {name: registry[name] for name in registry if name not in own}

    def _plain(self, params: Any) -> Values:
        # Not params.items(): reading a deprecated one warns.
        found = {
            name: value
            for name, value in dict.items(params)
            if not name.startswith("backend") and not name.endswith("_path")
        }
        found[self._CYCLE] = found[self._CYCLE].by_key()
        return found


class Torch(Family):
    """Types, gradients and determinism by default, and how tensors are printed."""

    name = module = "torch"
    threaded = True

    _PRINTED = ("precision", "threshold", "edgeitems", "linewidth", "sci_mode")
    _DTYPES = ("float16", "bfloat16", "float32", "float64")

    def now(self, library: Any) -> Values:
        cudnn, printed = library.backends.cudnn, library._tensor_str.PRINT_OPTS
        return {
            "default_dtype": str(library.get_default_dtype()).partition(".")[2],
            "grad_enabled": library.is_grad_enabled(),
            "deterministic_algorithms": [
                library.are_deterministic_algorithms_enabled(),
                library.is_deterministic_algorithms_warn_only_enabled(),
            ],
            "float32_matmul_precision": library.get_float32_matmul_precision(),
            "cudnn.benchmark": cudnn.benchmark,
            "cudnn.deterministic": cudnn.deterministic,
            **{name: getattr(printed, name) for name in self._PRINTED},
        }

    def at_first(self, library: Any) -> Values:
        return _TORCH

    def put(self, library: Any, name: str, value: Any) -> None:
        if name == "default_dtype":
            if value not in self._DTYPES:
                raise ValueError(f"{value!r} is no type of floating-point numbers")
            library.set_default_dtype(getattr(library, value))
        elif name == "grad_enabled":
            library.set_grad_enabled(bool(value))
        elif name == "deterministic_algorithms":
            library.use_deterministic_algorithms(bool(value[0]), warn_only=bool(value[1]))
        elif name == "float32_matmul_precision":
            library.set_float32_matmul_precision(value)
        elif name in ("cudnn.benchmark", "cudnn.deterministic"):
            setattr(library.backends.cudnn, name.partition(".")[2], bool(value))
        elif name == "sci_mode":
            # None, which lets torch choose, is what its function leaves as it is.
            library._tensor_str.PRINT_OPTS.sci_mode = None if value is None else bool(value)
        elif name in self._PRINTED:
            library.set_printoptions(**{name: value, "sci_mode": self.now(library)["sci_mode"]})
        else:
            raise KeyError(name)


class Sklearn(Family):
    """What `sklearn.set_config` knows."""

    name = module = "sklearn"
    threaded = True

    def now(self, library: Any) -> Values:
        return dict(library.get_config())

    def at_first(self, library: Any) -> Values:
        return dict(getattr(library._config, "_global_config", {}))

    def put(self, library: Any, name: str, value: Any) -> None:
        if name not in library.get_config():
            raise KeyError(name)
        library.set_config(**{name: value})


class Polars(Family):
    """What `polars.Config` saves: variables of the environment, and settings of its own."""

    name = module = "polars"

    def now(self, library: Any) -> Values:
        saved = json.loads(library.Config.save())
        return {
            f"{part}.{name}": value
            for part in ("environment", "direct")
            for name, value in saved.get(part, {}).items()
            if "MONITORING" not in name  # where a machine reports to
        }

    def at_first(self, library: Any) -> Values:
        return {name: _POLARS.get(name) for name in self.now(library)}

    def put(self, library: Any, name: str, value: Any) -> None:
        if name not in self.now(library):
            raise KeyError(name)
        part, _, option = name.partition(".")
        if part == "environment" and not (value is None or type(value) is str):
            raise ValueError("it is no text")
        library.Config.load(json.dumps({part: {option: value}}))


LIBRARIES = (Pandas(), Numpy(), Matplotlib(), Torch(), Sklearn(), Polars())
