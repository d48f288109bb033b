"""How each type's objects are laid out: the table behind text/plain."""

from __future__ import annotations

import contextlib
import datetime
import inspect
import os
import re
import types
from collections import Counter, OrderedDict, UserList, defaultdict, deque
from typing import TYPE_CHECKING, Any, Callable, Iterable

if TYPE_CHECKING:
    from .pretty import Printer

Way = Callable[[Any, "Printer", bool], None]
_FLAGS = ("IGNORECASE", "LOCALE", "MULTILINE", "DOTALL", "UNICODE", "VERBOSE", "DEBUG")
_SINGLETONS = (None, True, False, Ellipsis, NotImplemented)


def write(value: Any, p: Printer, cycle: bool) -> None:
    """Writes a value in the way of the first of its classes that has one."""
    if any(value is one for one in _SINGLETONS):
        return _by_repr(value, p, cycle)
    kind = _attribute(value, "__class__") or type(value)
    for base in getattr(kind, "__mro__", ()):
        if base in _WAYS:
            return _WAYS[base](value, p, cycle)
        own = vars(base)
        if "_repr_pretty_" in own and callable(base._repr_pretty_):
            base._repr_pretty_(value, p, cycle)
            return None
        if base is not object and "__repr__" in own and callable(_attribute(base, "__repr__")):
            return _by_repr(value, p, cycle)
    return _without_repr(value, p, cycle)


def _attribute(value: Any, name: str) -> Any:
    try:
        return getattr(value, name, None)
    except Exception:  # whatever a property of the user's raises
        return None


def _by_repr(value: Any, p: Printer, cycle: bool) -> None:
    with p.group():
        for number, line in enumerate(repr(value).splitlines()):
            if number:
                p.break_()
            p.text(line)


def _without_repr(value: Any, p: Printer, cycle: bool) -> None:
    kind = _attribute(value, "__class__") or type(value)
    if _attribute(kind, "__repr__") is not object.__repr__:
        return _by_repr(value, p, cycle)
    with p.group(1, "<", ">"):
        p.pretty(kind)
        p.text(f" at 0x{id(value):x}")
        if cycle:
            p.text(" ...")
    return None


def _items(p: Printer, items: Iterable[Any], one: Callable[[Any], None]) -> None:
    for number, item in enumerate(items):
        if number:
            p.text(",")
            p.breakable()
        if number >= p.max_seq_length:
            p.text("...")
            return
        one(item)


def _sequence(start: str, end: str) -> Way:
    def way(value: Any, p: Printer, cycle: bool) -> None:
        if cycle:
            return p.text(f"{start}...{end}")
        with p.group(len(start), start, end):
            _items(p, value, p.pretty)
            if len(value) == 1 and isinstance(value, tuple):
                p.text(",")
        return None

    return way


def _set(start: str, end: str) -> Way:
    def way(value: Any, p: Printer, cycle: bool) -> None:
        if cycle:
            return p.text(f"{start}...{end}")
        if not value:
            return p.text(f"{type(value).__name__}()")
        with p.group(len(start), start, end):
            _items(p, _sorted(value, p.max_seq_length), p.pretty)
        return None

    return way


def _sorted(values: Any, most: int) -> Iterable[Any]:
    if len(values) >= most:
        return list(values)
    try:
        return sorted(values)
    except Exception:
        pass  # not of one kind
    try:
        return sorted(values, key=str)
    except Exception:  # not even text
        return list(values)


def _mapping(start: str, end: str) -> Way:
    def way(value: Any, p: Printer, cycle: bool) -> None:
        def one(key: Any) -> None:
            p.pretty(key)
            p.text(": ")
            p.pretty(value[key])

        if cycle:
            return p.text("{...}")
        with p.group(len(start), start, end):
            _items(p, value.keys(), one)
        return None

    return way


class _Text:
    """Text where a value is expected."""

    def __init__(self, text: str) -> None:
        self.text = text

    def _repr_pretty_(self, p: Printer, cycle: bool) -> None:
        p.text(self.text)


def _call(p: Printer, name: str, *args: Any, **named: Any) -> None:
    """A call, ``name(a, b, c=1)``, broken between its arguments."""
    first = True
    # Two groups, as the printer that this is compared with makes them.
    with p.group(), p.group(len(name) + 1, name + "(", ")"):
        for key, value in [*[("", value) for value in args], *named.items()]:
            if not first:
                p.text(",")
                p.breakable()
            first = False
            if not key:
                p.pretty(value)
                continue
            with p.group(len(key) + 1, key + "="):
                p.pretty(value)


def _called(arguments: Callable[[Any], tuple[Any, ...]]) -> Way:
    def way(value: Any, p: Printer, cycle: bool) -> None:
        name = value.__class__.__name__
        _call(p, name, *((_Text("..."),) if cycle else arguments(value)))

    return way


def _deque(value: Any, p: Printer, cycle: bool) -> None:
    name = value.__class__.__name__
    if cycle:
        _call(p, name, _Text("..."))
    elif value.maxlen is not None:
        _call(p, name, list(value), maxlen=value.maxlen)
    else:
        _call(p, name, list(value))


def _namespace(value: Any, p: Printer, cycle: bool) -> None:
    if cycle:
        _call(p, "namespace", _Text("..."))
    else:
        _call(p, "namespace", **vars(value))


def _pattern(value: Any, p: Printer, cycle: bool) -> None:
    text = _Text("r" + repr(value.pattern).replace("\\\\", "\\"))
    flags = "|".join("re." + name for name in _FLAGS if value.flags & getattr(re, name))
    _call(p, "re.compile", *((text, _Text(flags)) if value.flags else (text,)))


def _exception(value: Any, p: Printer, cycle: bool) -> None:
    name = _qualified(value.__class__.__module__, value.__class__.__qualname__)
    _call(p, name, *getattr(value, "args", ()))


def _class(value: Any, p: Printer, cycle: bool) -> None:
    reprs = [base for base in type(value).__mro__ if "__repr__" in vars(base)]
    if reprs[:1] != [type]:
        return _by_repr(value, p, cycle)
    return p.text(_qualified(_attribute(value, "__module__"), value.__qualname__))


def _function(value: Any, p: Printer, cycle: bool) -> None:
    name = _qualified(value.__module__, _attribute(value, "__qualname__") or value.__name__)
    with contextlib.suppress(ValueError):  # not every builtin has one
        name += str(inspect.signature(value))
    p.text(f"<function {name}>")


def _qualified(module: Any, name: str) -> str:
    return name if module in (None, "", "builtins") else f"{module}.{name}"


_WAYS: dict[type, Way] = {
    **dict.fromkeys((int, float, str, bytes, range, slice), _by_repr),
    **dict.fromkeys((datetime.datetime, datetime.timedelta, types.MethodType), _by_repr),
    tuple: _sequence("(", ")"),
    list: _sequence("[", "]"),
    dict: _mapping("{", "}"),
    set: _set("{", "}"),
    frozenset: _set("frozenset({", "})"),
    type(os.environ): _mapping("environ{", "}"),
    types.MappingProxyType: _mapping("mappingproxy({", "})"),
    re.Pattern: _pattern,
    type: _class,
    types.FunctionType: _function,
    types.BuiltinFunctionType: _function,
    types.SimpleNamespace: _namespace,
    BaseException: _exception,
    defaultdict: _called(lambda value: (value.default_factory, dict(value))),
    OrderedDict: _called(lambda value: (list(value.items()),) if value else ()),
    Counter: _called(lambda value: (dict(value.most_common()),) if value else ()),
    UserList: _called(lambda value: (value.data,)),
    deque: _deque,
}
