"""Commands about where jobs run, and about the magic itself."""

from __future__ import annotations

from ...submit import active, all_backends, use
from ...submit.folders import defaults_file
from ..errors import OffloadError
from ..options import defaults
from ..options.settings import SETTINGS
from ..options.table import LATER, OPTIONS
from ..session import Session


def backends(session: Session, words: list[str]) -> None:
    """A line for each place, the active one marked."""
    current = active().name
    for name, backend in all_backends().items():
        mark = "*" if name == current else " "
        where = "this machine" if backend.local else f"{backend.region}, {backend.bucket}"
        print(f"{mark} {name}  {where}  {backend.instance_type}")
    if len(all_backends()) == 1:
        print("`%offload setup aws` proposes one of AWS's.")


def use_backend(session: Session, words: list[str]) -> None:
    """Choose the place for this kernel."""
    if len(words) != 1:
        raise OffloadError("Name the backend: %offload use BACKEND.")
    found = use(words[0])
    if found.local:
        print("Jobs run on this machine from now on, and cost nothing.")
        return
    account = f"account {found.account}, " if found.account else ""
    print(f"Jobs run in {found.name} from now on: {account}{found.region}. They cost money.")


def show_help(session: Session, words: list[str]) -> None:
    """Options and commands."""
    from .table import COMMANDS

    print("%%offload [TYPE] [options]  runs the cell as a job and brings its variables back")
    for option in OPTIONS:
        print(f"  {f'{option.name} {option.value}'.strip():32}{option.help}")
    print(f"  later: {', '.join(LATER)}")
    print("%offload COMMAND")
    for command in COMMANDS:
        print(f"  {f'{command.name} {command.usage}'.strip():42}{command.help}")
    _show_defaults()


def _show_defaults() -> None:
    """Where each default comes from. A file that cannot be used is told of, and help goes on."""
    print(f"Defaults: OFFLOAD_… in the environment, else {defaults_file()}, else as built in")
    try:
        found = defaults()
    except OffloadError as error:
        print(f"  {error}")
        return
    for setting in SETTINGS:
        known = found.get(setting.name)
        text, source = (known.text, known.source) if known else (setting.built_in, "built in")
        print(f"  {setting.name:16}{text}  ({source})")
