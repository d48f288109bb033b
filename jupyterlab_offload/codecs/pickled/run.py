"""One pickling: what it met, what it wrote, what has to be there to read it."""

from __future__ import annotations

import pickle
import sys
import types
from typing import Any, Callable

from .. import refuse
from ..contents import asks_for_attributes, attributes, is_optimizer
from ..errors import Refused
from ..libraries import library_of, loaded
from ..memory import Chunk, Section, Span, section_of, section_of_parts
from . import arrays, frames, rebuild, tensors
from .functions import NeedsCloudpickle, home_of, is_dynamic_module, is_found, known_name
from .plan import Memory, Plan, Storage

Reduce = Callable[["Run", Any], Any]


class Run:
    """Decides how each object is written; `pickler` asks it about all but plain containers.

    After the run: `parts` is the stream, `sections` what lies beside it (the stream is section
    0), `buffers` those of them that pickle's own mechanism asks for, `spans` the memory met,
    `found` the functions and classes written by name, `names` those of `__main__` beside their
    own, `libraries` what rebuilding imports, `kept` objects that must stay alive, `chains` the
    exceptions written with what they were raised from (None: without); `compiled` if there is
    code in it, for one minor version of Python, and `cells` are of its closures.
    """

    def __init__(self, plan: Plan | None, chains: list[BaseException] | None = None) -> None:
        self.plan = plan
        self.chains = chains
        self.parts: list[Chunk] = []
        self.sections: list[Section] = [Section(0, lambda: iter(()))]
        self.buffers: list[int] = []
        self.spans: list[Span] = []
        self.found: dict[int, Any] = {}
        self.notes: list[str] = []
        self.libraries: set[str] = set()
        self.owned: set[int] = set()
        self.kept: list[Any] = []
        self.plains: dict[int, Any] = {} if plan is None else plan.plains
        self.last: Any = None
        self.with_cloudpickle = False
        self.compiled = False
        self.names: set[str] = set()
        self.cells: set[int] = set()
        self._reduce: dict[type, Reduce | None] = {}

    def write(self, data: Any) -> int:
        """The pickler's file: long bytes are kept as the objects that they are, uncopied."""
        self.parts.append(data if isinstance(data, bytes) else memoryview(data).cast("B"))
        return len(data)

    def buffer(self, buffer: pickle.PickleBuffer) -> bool:
        """Takes a buffer out of the stream; True leaves it in (pickle's convention)."""
        try:
            view = buffer.raw()
        except BufferError:
            return True
        self.buffers.append(self.section(section_of(view)))
        return False

    def section(self, section: Section) -> int:
        """Put a section beside the stream."""
        self.sections.append(section)
        return len(self.sections) - 1

    def finish(self) -> None:
        """The stream is written: it is the first section."""
        self.sections[0] = section_of_parts(self.parts)

    def reduce(self, value: Any) -> Any:
        """What pickle's reducer_override wants: a reduction, or NotImplemented for the usual."""
        self.last = value
        kind = type(value)
        if kind not in self._reduce:
            refuse.check(value)
            self._reduce[kind] = _reducer(kind)
        how = self._reduce[kind]
        return NotImplemented if how is None else how(self, value)


def _reducer(kind: type) -> Reduce | None:
    if issubclass(kind, type):
        return _named
    if kind is types.FunctionType:
        return _function
    if kind is types.CellType:
        return _cell
    if issubclass(kind, (types.BuiltinFunctionType, types.MethodWrapperType)):
        return _builtin
    if kind is types.MethodType:
        return _method
    if issubclass(kind, types.ModuleType):
        return _module
    if issubclass(kind, BaseException):
        return _exception
    if kind in _OWN:
        return _OWN[kind]
    numpy, torch, pandas = loaded("numpy"), loaded("torch"), loaded("pandas")
    if numpy is not None and issubclass(kind, numpy.ndarray):
        return arrays.reduce
    if numpy is not None and arrays.is_archive(numpy, kind):
        return arrays.reduce_archive
    if torch is not None and issubclass(kind, torch.Tensor):
        return tensors.reduce
    if is_optimizer(kind):
        return tensors.reduce_optimizer
    if pandas is not None and library_of(kind) == "pandas" and frames.is_frame(pandas, kind):
        return frames.reduce
    return _instance if asks_for_attributes(kind) else None


def _named(run: Run, value: Any) -> Any:
    if not isinstance(value, types.CellType) and is_found(value):
        run.found[id(value)] = value
        return NotImplemented
    if run.with_cloudpickle:
        return NotImplemented
    raise NeedsCloudpickle(value)


def _function(run: Run, value: types.FunctionType) -> Any:
    """By its name; else its code, in the namespace of its module: what it reads there is shared."""
    if is_found(value):
        return _named(run, value)
    name = known_name(value)
    if name is not None:
        run.found[id(value)] = value
        run.names.add(name)
        return rebuild.named, (name, rebuild.signature(value))
    home = home_of(value)
    if home is None:
        return _named(run, value)
    run.compiled = True
    if home != "__main__":
        run.libraries.add(home.partition(".")[0])
    cells = value.__closure__
    run.cells.update(map(id, cells or ()))
    return (
        rebuild.function,
        (home, sys.version_info[:2], rebuild.code_bytes(value.__code__), value.__name__, cells),
        (_members(value), dict(vars(value)), _contents(value)),
        None,
        None,
        rebuild.set_function,
    )


def _members(value: types.FunctionType) -> dict[str, Any]:
    names = ["__qualname__", "__module__", "__defaults__", "__kwdefaults__", "__doc__"]
    found = {name: getattr(value, name) for name in names}
    if sys.version_info < (3, 14):  # which evaluates them now, and they may name anything
        found["__annotations__"] = value.__annotations__
    return found


def _contents(value: types.FunctionType) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for cell in value.__closure__ or ():
        try:
            found.append((cell.cell_contents,))
        except ValueError:  # not bound yet
            found.append(())
    return found


def _cell(run: Run, value: types.CellType) -> Any:
    """Empty: the functions that close over it say what is in it, for they may be in it."""
    if id(value) in run.cells:
        return rebuild.cell, ()
    return _named(run, value)


def _builtin(run: Run, value: Any) -> Any:
    if getattr(value, "__self__", None) is None or isinstance(value.__self__, types.ModuleType):
        run.found[id(value)] = value
    return NotImplemented


def _method(run: Run, value: types.MethodType) -> Any:
    """pickle looks a bound method up by its name, where there may be another or none."""
    if getattr(value.__self__, value.__func__.__name__, None) == value:
        return NotImplemented
    return rebuild.method, (value.__func__, value.__self__)


def _instance(run: Run, value: Any) -> Any:
    """Of a class with `__getattr__`: pickle would ask it before the object has any attribute."""
    return rebuild.instance, (type(value),), attributes(value), None, None, rebuild.set_attributes


def _exception(run: Run, value: BaseException) -> Any:
    """pickle leaves out what it was raised from, and in whose handling."""
    chain = (value.__cause__, value.__context__, value.__suppress_context__)
    if chain == (None, None, False):
        return NotImplemented
    if run.chains is None:
        run.notes.append(f"{type(value).__name__}: what it was raised from cannot travel")
        return NotImplemented
    reduced = value.__reduce_ex__(5)
    if not isinstance(reduced, tuple) or any(reduced[3:]):
        return NotImplemented
    run.chains.append(value)
    made, args, state = (*reduced, None)[:3]
    return made, args, (state, chain), None, None, rebuild.set_chain


def _module(run: Run, value: types.ModuleType) -> Any:
    if is_dynamic_module(value):
        words = "import it in the cell that is offloaded"
        raise Refused(value, "module", "it is a module that cannot be imported", words)
    run.found[id(value)] = value
    return rebuild.module, (value.__name__,)


def _memory(run: Run, value: Memory) -> Any:
    number = run.section(value.section())
    return rebuild.memory, (number, value.skew, value.kind, value.device)


def _storage(run: Run, value: Storage) -> Any:
    return rebuild.storage, (value.memory,)


_OWN: dict[type, Reduce] = {Memory: _memory, Storage: _storage}
