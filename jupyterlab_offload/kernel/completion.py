"""What can follow on a line of the magic: types with their price, options, commands, backends,
jobs."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from shlex import quote
from typing import TYPE_CHECKING, Any

from IPython.core.completer import SimpleCompletion, context_matcher

if TYPE_CHECKING:
    from ..catalog import Instance

_VALUES = {
    "--requirements": {"auto": "what the code imports", "none": "nothing is installed"},
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "jobs": {"--all": "every one of the last week"},
    "attach": {"--trust": "take functions, files and pickles too"},
    "setup": {"aws": "propose an AWS backend", "--yes": "write it"},
    "clean": {"--yes": "remove what was shown"},
    "prices": {"refresh": "bring newer prices"},
}
"""What may follow a command beside jobs."""
_OF_JOBS = {"--job": "of this job", "--backend": "the place that runs the job"}
"""Options of those commands whose usage has them."""


def completions(line: str, word: str, jobs: Mapping[str, str]) -> dict[str, str]:
    """The words that begin with `word`, the last one of `line`, each with a remark.

    `jobs` are those of the kernel by name, with their status.
    """
    before = line[: len(line) - len(word)] if word else line
    given = before.split()
    cell = bool(given) and given[0].startswith("%%")
    found = _of_cell(given[1:], word) if cell else _of_line(given, word, jobs)
    return {text: remark for text, remark in found.items() if text.startswith(word)}


def matcher(jobs: Callable[[], Mapping[str, str]]) -> Any:
    """What IPython's completer asks about every line; on ours it asks nobody else."""

    @context_matcher()  # type: ignore[untyped-decorator]  # IPython's
    def offload_matcher(context: Any) -> dict[str, Any]:
        line = str(context.text_until_cursor)
        if not line.startswith(("%%offload ", "%offload ")):
            return {"completions": []}
        word = "" if line[-1:].isspace() else line.split()[-1]
        found = completions(line, word, jobs())
        # A front end shows the type beside each word.
        words = [SimpleCompletion(text=one, type=remark) for one, remark in found.items()]
        return {"completions": words, "matched_fragment": word, "suppress": bool(found)}

    return offload_matcher


def _of_cell(given: Sequence[str], word: str) -> dict[str, str]:
    from .options.table import BY_NAME, OPTIONS

    last = given[-1] if given else ""
    if last in BY_NAME and BY_NAME[last].read is not None:
        return _values(last, word)
    name, equals, value = word.partition("=")
    if equals:
        return {f"{name}={text}": remark for text, remark in _values(name, value).items()}
    said = {one.partition("=")[0] for one in given}
    options = {
        option.name: option.help for option in OPTIONS if option.many or option.name not in said
    }
    return options if word.startswith("-") else {**_types(word), **options}


def _of_line(given: Sequence[str], word: str, jobs: Mapping[str, str]) -> dict[str, str]:
    from .commands.table import COMMANDS

    if len(given) <= 1:
        return {command.name: command.help for command in COMMANDS}
    if given[1] == "use":
        return _backends()
    if given[1] == "plan":
        return _of_cell(given[2:], word)
    usage = next((one.usage for one in COMMANDS if one.name == given[1]), "")
    named = {option: remark for option, remark in _OF_JOBS.items() if option in usage}
    own = {**_WORDS.get(given[1], {}), **named}
    said, equals, _ = word.partition("=")
    option = said if equals else given[-1]
    if option in named:
        values = jobs if option == "--job" else _backends()
        return {f"{option}={one}" if equals else one: about for one, about in values.items()}
    return {**(jobs if usage.lstrip("[").startswith("JOB") else {}), **own}


def _values(option: str, word: str) -> dict[str, str]:
    if option == "--backend":
        return _backends()
    if option == "--data":
        name, equals, path = word.partition("=")
        return {f"{name}={one}": kind for one, kind in _paths(path).items()} if equals else {}
    found = dict(_VALUES.get(option, {}))
    return {**found, **_paths(word)} if option in ("--include", "--requirements") else found


def _paths(begun: str) -> dict[str, str]:
    """Files and folders that begin so; none whose name would have to be quoted."""
    folder, slash, start = begun.rpartition("/")
    try:
        with os.scandir(os.path.expanduser(f"{folder}{slash}") or ".") as entries:
            found = sorted((one.name, one.is_dir()) for one in entries)
    except OSError:
        return {}
    return {
        f"{folder}{slash}{name}{'/' * is_folder}": "folder" if is_folder else "file"
        for name, is_folder in found
        if name.startswith(start) and (start or not name.startswith(".")) and quote(name) == name
    }


def _types(word: str) -> dict[str, str]:
    """Instance types; `ml.` may be left out."""
    from ..catalog import instances

    region = _region()
    found = {one.name: _about(one, region) for one in instances() if not one.retiring}
    if word.startswith("ml"):
        return found
    return {**found, **{name.removeprefix("ml."): about for name, about in found.items()}}


def _about(instance: Instance, region: str | None) -> str:
    """``4 vCPU, 16 GiB, 1 × A10G 24 GB, $1.408 per hour``."""
    from ..catalog import price
    from ..submit.folders import cache_folder

    known = price(instance.name, region, cache_folder())
    cost = f"${known.usd_per_hour:g} per hour" if known else "price unknown"
    return f"{instance.shape}, {cost}"


def _region() -> str | None:
    """Whose prices are shown; None where they are those of AWS in general."""
    from ..submit import SubmitError, active

    try:
        backend = active()
    except SubmitError:
        return None
    return None if backend.local else backend.region


def _backends() -> dict[str, str]:
    from ..submit import SubmitError, all_backends

    try:
        found = all_backends()
    except SubmitError:
        return {}
    return {
        name: "this machine" if one.local else f"{one.region}, {one.bucket}"
        for name, one in found.items()
    }
