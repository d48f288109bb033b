"""Local files that a cell opens by a name that can be known, and files that it writes."""

from __future__ import annotations

import ast
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from shlex import quote

from .secrets import is_secret_file
from .trees import Sent, TooMuch, Trees, size_text

MOST_BYTES = 100 << 20
"""Files that travel by themselves, in all."""

_WRITERS = ("to_", "save", "write_", "dump", "imsave", "imwrite", "touch", "mkdir", "unlink")
_LONGEST = 1000


@dataclass
class Placed:
    """Files to send, names that the cell writes, and what does not travel."""

    sent: list[Sent] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    remarks: dict[str, str] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)


def opened(
    code: Sequence[ast.AST],
    namespace: Mapping[str, object],
    root: Path,
    trees: Trees,
    included: Collection[str] = (),
) -> Placed:
    """Look at every call's arguments: what names an existing file is taken to be read.

    `included` are paths below `root` that travel anyway, however large they are.
    """
    known = _Known(namespace, code)
    placed = Placed()
    written: set[str] = set()
    read: dict[str, None] = {}
    for tree in code:
        for name, writes in _names(tree, known):
            if writes:
                written.add(name)
            else:
                read[name] = None
    for name in read:
        if name not in written and not _covers(included, _below(root / name, root)):
            _place(placed, name, root, trees)
    placed.written = sorted(written)
    return placed


def _place(placed: Placed, name: str, root: Path, trees: Trees) -> None:
    source = root / name
    try:
        is_file, is_folder = source.is_file(), source.is_dir()
    except (OSError, ValueError):
        return
    if not is_file and not is_folder:
        return
    relative = _below(source, root)
    if is_folder:
        if relative not in (None, ".") and any(os.scandir(source)):
            placed.remarks[name] = f"the folder {name} stays here: add --include {name} to send it"
        return
    if relative is None or Path(name).is_absolute():
        if not name.startswith(("/dev/", "/proc/", "/bin/", "/usr/", "/etc/", "/sys/")):
            placed.remarks[name] = (
                f"{name} stays here: the job has the notebook's folder; name it relative to that"
            )
        return
    if any(sent.path == relative for sent in placed.sent):
        return
    if is_secret_file(source):
        placed.refusals[name] = (
            f"{name} looks like it holds a credential: it stays here; add --include"
            f" {quote(relative)} to send it, or give the job a role that has the right"
        )
        return
    try:
        sent = trees.file(source, relative)
    except TooMuch:
        size = size_text(source.stat().st_size)
        placed.refusals[name] = (
            f"{name} ({size}): files travel by themselves up to {size_text(trees.most_bytes)} in"
            f" all. Add `--include {quote(relative)}` to send it all the same, or `--data"
            f" files={quote(relative)}` and open it in the folder os.environ['SM_CHANNEL_FILES']"
        )
        return
    if sent is not None:
        placed.sent.append(sent)


def _covers(included: Collection[str], path: str | None) -> bool:
    """Whether a file, or something in a folder, is among the paths that travel anyway."""
    return path is not None and any(one == path or one.startswith(f"{path}/") for one in included)


def _below(source: Path, root: Path) -> str | None:
    normal = Path(os.path.normpath(source))
    base = Path(os.path.normpath(root))
    return normal.relative_to(base).as_posix() if normal.is_relative_to(base) else None


def _names(tree: ast.AST, known: _Known) -> Iterator[tuple[str, bool]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            plain = node.func.id if isinstance(node.func, ast.Name) else method
            writes = plain.startswith(_WRITERS) or (plain == "open" and _is_write(node, method))
            if isinstance(node.func, ast.Attribute):
                owner = known.text(node.func.value)
                if owner is not None and isinstance(known.value(node.func.value), PurePath):
                    yield owner, writes
            words = [word.value for word in node.keywords if word.arg != "mode"]
            # What follows a file's name in open() and in what writes is no name.
            places = node.args[:1] if writes or plain == "open" else node.args
            for part in (*places, *words):
                for text in known.texts(part, certain=writes):
                    yield text, writes
        elif isinstance(node, (ast.List, ast.Tuple, ast.Dict)):
            for element in ast.iter_child_nodes(node):
                if isinstance(element, ast.Constant) and isinstance(element.value, str):
                    yield from _plausible(element.value)


def _plausible(text: str) -> Iterator[tuple[str, bool]]:
    """A string in a list may be a name that a loop opens: if it looks like a file's."""
    if "." in text and len(text) < _LONGEST and "\n" not in text:
        yield text, False


def _is_write(call: ast.Call, method: str) -> bool:
    place = 0 if method else 1
    modes = [word.value for word in call.keywords if word.arg == "mode"]
    mode = modes[0] if modes else (call.args[place] if len(call.args) > place else None)
    text = mode.value if isinstance(mode, ast.Constant) else ""
    return isinstance(text, str) and bool(set(text) & set("wx"))


class _Known:
    """Says what an expression is, where the namespace and the cell's own constants tell."""

    def __init__(self, namespace: Mapping[str, object], code: Sequence[ast.AST]) -> None:
        self._namespace = namespace
        self._assigned: dict[str, list[ast.expr]] = {}
        for tree in code:
            for node in ast.walk(tree):
                if isinstance(node, ast.Assign) and len(node.targets) == 1:
                    target = node.targets[0]
                    if isinstance(target, ast.Name):
                        self._assigned.setdefault(target.id, []).append(node.value)

    def texts(self, node: ast.expr, certain: bool) -> Iterator[str]:
        """The names of files that an expression may be: a variable may have several, unless one is
        to be `certain`."""
        several: list[ast.expr] = []
        if isinstance(node, ast.Name) and not certain:
            several = self._assigned.get(node.id, [])
        for one in several or [node]:
            text = self.text(one)
            if text is not None:
                yield text

    def text(self, node: ast.expr) -> str | None:
        """The name of a file that an expression may be."""
        value = self.value(node)
        if not isinstance(value, (str, PurePath)):
            return None
        text = str(value)
        return text if text and "\0" not in text and len(text) < _LONGEST else None

    def value(self, node: ast.expr, depth: int = 0) -> object:
        """The value of an expression, or None where it is not known."""
        if depth > 20:
            return None
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            if node.id in self._assigned:
                assigned = self._assigned[node.id]
                # Assigned twice: not knowable.
                return self.value(assigned[0], depth + 1) if len(assigned) == 1 else None
            found = self._namespace.get(node.id)
            return found if isinstance(found, (str, int, PurePath)) else None
        if isinstance(node, ast.JoinedStr):
            return self._joined(node, depth)
        if isinstance(node, ast.BinOp):
            return self._joint(node, depth)
        if isinstance(node, ast.Call):
            return self._call(node, depth)
        return None

    def _joined(self, node: ast.JoinedStr, depth: int) -> object:
        parts = []
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                if part.conversion != -1 or part.format_spec is not None:
                    return None
                part = part.value
            value = self.value(part, depth + 1)
            if value is None:
                return None
            parts.append(str(value))
        return "".join(parts)

    def _joint(self, node: ast.BinOp, depth: int) -> object:
        left, right = self.value(node.left, depth + 1), self.value(node.right, depth + 1)
        if isinstance(node.op, ast.Add) and isinstance(left, str) and isinstance(right, str):
            return left + right
        if isinstance(node.op, ast.Div) and isinstance(left, PurePath):
            return left / right if isinstance(right, (str, PurePath)) else None
        if isinstance(node.op, ast.Div) and isinstance(right, PurePath) and isinstance(left, str):
            return left / right
        return None

    def _call(self, node: ast.Call, depth: int) -> object:
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        parts = [self.value(part, depth + 1) for part in node.args]
        texts = [part for part in parts if isinstance(part, (str, PurePath))]
        if len(texts) != len(parts) or node.keywords:
            return None
        if name in ("Path", "PurePath"):
            return PurePath(*texts)
        if name in ("str", "fspath") and len(texts) == 1:
            return str(texts[0])
        if name == "join" and texts and isinstance(node.func, ast.Attribute):
            ends = node.func.value
            if getattr(ends, "attr", getattr(ends, "id", "")) == "path":
                return os.path.join(*map(str, texts))
        if name == "joinpath" and isinstance(node.func, ast.Attribute):
            owner = self.value(node.func.value, depth + 1)
            return owner.joinpath(*texts) if isinstance(owner, PurePath) else None
        return None
