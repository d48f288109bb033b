"""What can follow on a line of the magic: types, options, commands, backends, jobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from IPython.core.completer import SimpleCompletion, context_matcher

_VALUES = {"--requirements": ("auto", "none")}


def completions(line: str, word: str, jobs: Sequence[str]) -> list[str]:
    """The words that begin with `word`, the last one of `line`."""
    before = line[: len(line) - len(word)] if word else line
    given = before.split()
    cell = bool(given) and given[0].startswith("%%")
    found = _of_cell(given, word) if cell else _of_line(given, jobs)
    return [one for one in found if one.startswith(word)]


def matcher(jobs: Callable[[], Sequence[str]]) -> Any:
    """What IPython's completer asks about every line; on ours it asks nobody else."""

    @context_matcher()  # type: ignore[untyped-decorator]  # IPython's
    def offload_matcher(context: Any) -> dict[str, Any]:
        line = str(context.text_until_cursor)
        if not line.startswith(("%%offload ", "%offload ")):
            return {"completions": []}
        word = "" if line[-1:].isspace() else line.split()[-1]
        found = completions(line, word, jobs())
        return {
            "completions": [SimpleCompletion(text=one, type="option") for one in found],
            "matched_fragment": word,
            "suppress": bool(found),
        }

    return offload_matcher


def _of_cell(given: Sequence[str], word: str) -> list[str]:
    from .options.table import BY_NAME, OPTIONS

    last = given[-1] if given else ""
    if last == "--backend":
        return _backends()
    if last in _VALUES:
        return list(_VALUES[last])
    if last in BY_NAME and BY_NAME[last].read is not None:
        return []
    options = [option.name for option in OPTIONS if option.many or option.name not in given]
    return options if word.startswith("-") else [*_types(word), *options]


def _of_line(given: Sequence[str], jobs: Sequence[str]) -> list[str]:
    from .commands.table import COMMANDS

    if len(given) <= 1:
        return [command.name for command in COMMANDS]
    if given[1] == "use":
        return _backends()
    return list(jobs) if any(c.name == given[1] and "JOB" in c.usage for c in COMMANDS) else []


def _types(word: str) -> list[str]:
    """Instance types; `ml.` may be left out."""
    from ..catalog import instances

    names = [one.name for one in instances()]
    return names if word.startswith("ml") else [*names, *(n.removeprefix("ml.") for n in names)]


def _backends() -> list[str]:
    from ..submit import SubmitError, all_backends

    try:
        return list(all_backends())
    except SubmitError:
        return []
