"""What looks like a credential in values, source and files: it stays here unless it is named."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path, PurePath
from typing import Any

_NAME = re.compile(
    r"(?:^|_)(?:passw(?:or)?d|passphrase|pwd|secret|token|api_?key|apikey|access_?key|"
    r"private_?key|auth_?key|authorization|credentials?)(?:s)?(?:_|$)",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"(?:^|_)tokens?(?:_|$)", re.IGNORECASE)
_VALUE = re.compile(
    r"(?:^|[^A-Za-z0-9])(?:"
    r"(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,}|"
    r"xox[abprs]-[\w-]{10,}|hf_[A-Za-z0-9]{30,}|sk-[\w-]{20,}|AIza[\w-]{30,}|"
    r"eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}|[Bb]earer +[\w.~+/-]{20,}|"
    r"[a-z][a-z0-9+.-]*://[^\s/:@]+:[^\s/@]{3,}@|https://hooks\.slack\.com/services/\w+)"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY|aws_secret_access_key\s*[=:]\s*['\"]?[A-Za-z0-9/+]{40}"
)
_SECRET_KEY = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])(?=.*[/+])[A-Za-z0-9/+]{40}")
"""One of AWS's, which nothing but its length and alphabet tells from other texts."""
_FILES = (".env", ".env.*", ".netrc", "_netrc", ".pgpass", "*.pem", "*.p12", "*.pfx", "*.kdbx")
_KEY_FILES = ("id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "credentials", "credentials.json")
_LONGEST = 20_000
_SHORTEST = 6
_CLIENTS = ("boto3.", "botocore.", "aiobotocore.", "google.auth.", "azure.identity.")
_DEPTH = 3
_MOST_PARTS = 200
_ROWS, _CELL_CHARACTERS = 200, 500
"""Of a table's text columns that are looked at."""


def refusals(
    values: Mapping[str, object], named: set[str], owners: Mapping[str, str]
) -> dict[str, str]:
    """A sentence for each value that looks like a credential and was not named.

    `owners` say what a hidden value belongs to: a function's default, a class's attribute.
    """
    found = {}
    for name, value in values.items():
        owner = owners.get(name)
        label = owner or name
        place = None if label in named else secret_in(name, value)
        if place is not None:
            what = place if owner is None else f"a value that {owner} carries"
            found[label] = (
                f"{what} looks like a credential: it stays here; name it with --in {label} to "
                f"send it, or give the job a role that has the right"
            )
    return found


def secret_in(name: str, value: object, depth: int = _DEPTH) -> str | None:
    """The expression that reaches what looks like a credential, or None."""
    if _is_secret(name.rpartition("'")[0].rpartition("'")[2] or name, value):
        return name
    if depth == 0:
        return None
    for step, key, child in _parts(value):
        found = secret_in(f"{name}{step}", child, depth - 1)
        if found is not None or _is_secret(key, child):
            return found or f"{name}{step}"
    return None


def in_source(
    code: Sequence[ast.AST], named: Collection[str], label: str = "the cell"
) -> dict[str, str]:
    """A sentence for each piece of source that holds one, by what it defines, else by `label`."""
    found = {}
    for tree in code:
        alone = tree.body[0] if isinstance(tree, ast.Module) and len(tree.body) == 1 else tree
        owner = alone.name if isinstance(alone, _DEFINITIONS) else label
        if owner not in named and any(_is_secret(key, text) for key, text in _constants(tree)):
            word = "--allow-secret" if owner == label else f"--in {owner}"
            found[owner] = (
                f"the text of {owner} holds what looks like a credential: take it from a variable"
                f" that --in names, or add {word} to send it as it is"
            )
    return found


def is_secret_file(path: Path) -> bool:
    """Whether a file's name, or its beginning, says that credentials are in it."""
    name = PurePath(path).name.lower()
    if name in _KEY_FILES or any(fnmatch(name, pattern) for pattern in _FILES):
        return True
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST)
    except OSError:
        return False
    return b"\0" not in text and bool(_VALUE.search(text.decode("utf-8", "replace")))


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _constants(tree: ast.AST) -> Iterator[tuple[str, object]]:
    """Literal texts, with the name that they are given to, if it is to be seen."""
    named: dict[int, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg:
            named[id(node.value)] = node.arg
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named[id(node.value)] = node.targets[0].id
        elif isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
            yield named.get(id(node), ""), node.value


def _is_secret(key: str, value: Any) -> bool:
    if type(value).__module__.startswith(_CLIENTS):
        return True
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    if not isinstance(text, str) or len(text) > _LONGEST:
        return False
    if _VALUE.search(text) or _SECRET_KEY.fullmatch(text.strip()):
        return True
    named = _NAME.search(key)
    if not named or len(text) < _SHORTEST or re.search(r"\s", text):
        return False
    # Tokens are words too, and numbers of words.
    return not (text.isalpha() or text.isdigit()) or not _TOKEN.fullmatch(named[0])


def _parts(value: object) -> list[tuple[str, str, object]]:
    if isinstance(value, dict) and len(value) <= _MOST_PARTS:
        return [(f"[{key!r}]", str(key), child) for key, child in value.items()]
    if isinstance(value, (list, tuple)) and len(value) <= _MOST_PARTS:
        return [(f"[{index}]", "", child) for index, child in enumerate(value)]
    if type(value).__module__.partition(".")[0] == "pandas":
        return list(_cells(value))
    own = getattr(value, "__dict__", None)
    if isinstance(own, dict) and type(value).__module__ == "__main__":
        return [(f".{key}", str(key), child) for key, child in own.items()]
    return []


def _cells(table: Any) -> Iterator[tuple[str, str, object]]:
    """Texts at the beginning of a pandas table's columns; what a column is called says nothing:
    tables of words have tokens."""
    frame = table.to_frame() if hasattr(table, "to_frame") else table
    if not hasattr(frame, "iloc"):
        return
    for place in range(min(len(frame.columns), _MOST_PARTS)):
        column = frame.iloc[:_ROWS, place]
        if column.dtype.kind != "O":
            continue
        name = frame.columns[place]
        for text in column:
            if isinstance(text, str) and len(text) <= _CELL_CHARACTERS:
                # In double quotes: what it is called shall not be taken for a key.
                yield f'["{name}"]', "", text
