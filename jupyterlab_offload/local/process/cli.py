"""The command line: start, status, stop, env, reset and scenario.

Exit codes: 0 done, 1 could not be done (the reason is on stderr), 2 wrong usage, 3 (status) no
engine is running.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from ..home import HOME_VARIABLE, Home
from .errors import EngineError
from .platforms import require_posix


def _python() -> str:
    """What this interpreter is called on a command line of the caller's: another one's ``python``
    would lack the package, and an ``eval`` of its silence leave AWS tools pointed at AWS.
    """
    for name in ("python", "python3"):
        found = shutil.which(name)
        if found is not None and os.path.abspath(found) == sys.executable:
            return name
    return shlex.quote(sys.executable)


PROGRAM = f"{_python()} -m jupyterlab_offload.local"


def main(arguments: Sequence[str] | None = None, platform: str = sys.platform) -> int:
    """Runs one command and returns the process's exit code."""
    given = _parser().parse_args(arguments)
    try:
        require_posix(platform)
        # Late: on Windows there is nothing to import, only to be told.
        from ..credentials import CredentialsError
        from ..scenario.errors import ScenarioError
        from ..settings import SettingsError
        from . import commands
    except EngineError as error:
        return _refuse(error)
    command: Callable[[Home, argparse.Namespace], int] = getattr(commands, given.command)
    home = Home.find()
    try:
        return command(home, given)
    except (EngineError, SettingsError, ScenarioError, CredentialsError) as error:
        return _refuse(error)
    except OSError as error:
        return _refuse(_explained(error, home))
    except KeyboardInterrupt:
        return 130


def _refuse(error: Exception) -> int:
    print(f"offload: {error}", file=sys.stderr)
    return 1


def _explained(error: OSError, home: Home) -> Exception:
    """What to do about an error that concerns the engine's folder; any other error as it is."""
    if not isinstance(error.filename, str):
        return error
    path = Path(error.filename)
    if not (path.is_relative_to(home.root) or home.root.is_relative_to(path)):
        return error
    return EngineError(
        f"The engine's folder {home.root} cannot be used: {error.strerror} ({path}). "
        f"{HOME_VARIABLE} names another folder."
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="The local engine: SageMaker training, S3, Logs and STS on 127.0.0.1.",
        epilog="OFFLOAD_HOME names another folder for everything that the engine keeps.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_start(commands.add_parser("start", help="start the engine, if none is running"))
    commands.add_parser("status", help="say what the engine is doing")
    stop = commands.add_parser("stop", help="end the engine; jobs that run go on")
    stop.add_argument("--force", action="store_true", help="kill an engine that does not end")
    commands.add_parser("env", help="print the variables that point AWS clients to the engine")
    reset = commands.add_parser("reset", help="delete all jobs, logs, objects and the access key")
    reset.add_argument("--yes", action="store_true", help="do not ask")
    reset.add_argument("--force", action="store_true", help="even while jobs run: they are killed")
    _add_scenario(commands.add_parser("scenario", help="show or change how the engine misbehaves"))
    return parser


def _add_start(start: argparse.ArgumentParser) -> None:
    start.add_argument("--port", type=int, metavar="N", help="listen there (default: as last time)")
    start.add_argument("--scenario", metavar="FILE", help="a scenario file, or aws-like")
    start.add_argument(
        "--python", metavar="PATH", help="the interpreter that the image local/python stands for"
    )
    start.add_argument(
        "--idle-minutes", type=float, metavar="N", help="end after that long without use"
    )
    start.add_argument(
        "--foreground", action="store_true", help="stay in this terminal; Ctrl-C ends the engine"
    )


def _add_scenario(scenario: argparse.ArgumentParser) -> None:
    actions = scenario.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("show", help="print the scenario in force")
    change = actions.add_parser("set", help="put a scenario in force, now and for later starts")
    change.add_argument("scenario", metavar="FILE", help="a scenario file, or aws-like")
    actions.add_parser("clear", help="back to AWS on a good day")


def options_of(given: argparse.Namespace) -> dict[str, object]:
    """The settings that a start was given, under their names in Settings."""
    options: dict[str, object] = {}
    if given.port is not None:
        options["port"] = given.port
    if given.python is not None:
        options["python"] = str(Path(given.python).expanduser().absolute())
    if given.idle_minutes is not None:
        options["idle_minutes"] = given.idle_minutes
    return options
