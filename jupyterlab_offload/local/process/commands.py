"""What the command line's commands do and say."""

from __future__ import annotations

import json
import os
import shlex
import sys
from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from ..home import Home
from ..settings import ACCOUNT
from . import control
from .cli import PROGRAM, options_of
from .errors import EngineError, IndexDamaged
from .health import HOST
from .record import running
from .reset import reset_home
from .status import NOTHING, Contents, contents, uptime
from .status import status as engine_status
from .switch import clear_scenario, current_scenario, set_scenario

NOT_RUNNING = 3
SHADOWING = (
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_ENDPOINT_URL_S3",
    "AWS_ENDPOINT_URL_SAGEMAKER",
    "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS",
    "AWS_ENDPOINT_URL_STS",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_USE_FIPS_ENDPOINT",
    "AWS_USE_DUALSTACK_ENDPOINT",
)
"""Variables that would mix other credentials with the engine's key, or lead elsewhere."""


def start(home: Home, given: Namespace) -> int:
    options = options_of(given)
    before = running(home)
    if given.scenario is not None:
        set_scenario(home, given.scenario)
    if given.foreground:
        return _stay(home, options)
    info = control.ensure(home, options)
    same = before is not None and before.pid == info.pid
    print(
        f"The engine {'was running already' if same else 'runs'} at {info.url} "
        f"(pid {info.pid}, version {info.version}, region {info.region})."
    )
    if same and options:
        print(f"It keeps its options; to change them: {PROGRAM} stop, then start again.")
    print(f'AWS tools find it after:  eval "$({PROGRAM} env)"')
    return 0


def _stay(home: Home, options: Mapping[str, Any]) -> int:
    from .daemon import run
    from .locks import Lock

    home.create()
    starting = Lock(home.start_lock)
    if not starting.take(control.LOCK_SECONDS):
        raise EngineError("Another process is starting or ending the engine.")

    def ready(told: Mapping[str, Any]) -> None:
        starting.release()
        print(f"The engine runs at http://{HOST}:{told['port']}; Ctrl-C ends it.", flush=True)

    try:
        run(home, options, ready)
    finally:
        starting.release()
    return 0


def status(home: Home, given: Namespace) -> int:
    found = engine_status(home)
    if found is None:
        print("Engine    not running; it starts when it is needed, or with: " + f"{PROGRAM} start")
    else:
        print(f"Engine    running for {uptime(found)} at {found.url}, pid {found.pid}")
        print(f"Version   {found.version}, region {found.region}, account {ACCOUNT}")
        print(f"Python    {found.python} (the image local/python)")
        print(f"Scenario  {found.scenario or 'none: AWS on a good day'}")
    held = contents(home)
    print(f"Jobs      {_jobs(held)}")
    print(
        f"Storage   {_count(held.buckets, 'bucket')}, {_count(held.objects, 'object')}, "
        f"{_size(held.object_bytes)}"
    )
    print(f"Folder    {home.root}")
    return 0 if found is not None else NOT_RUNNING


def stop(home: Home, given: Namespace) -> int:
    if not control.stop(home, given.force):
        print("No engine was running.")
        return 0
    unfinished = contents(home).jobs_unfinished
    print("The engine has ended.")
    if unfinished:
        print(
            f"{_count(unfinished, 'job')} not finished: what runs goes on and keeps its log, "
            "what waits starts with the next engine."
        )
    return 0


def env(home: Home, given: Namespace) -> int:
    info = control.ensure(home, {})
    print(f"unset {' '.join(SHADOWING)}")
    for name, value in info.environment.items():
        print(f"export {name}={shlex.quote(value)}")
    for name, value in _past_proxies(os.environ).items():
        print(f"export {name}={shlex.quote(value)}")
    return 0


def _past_proxies(given: Mapping[str, str]) -> dict[str, str]:
    """Without these, AWS clients would ask a proxy even for what is on loopback."""
    if not any(given.get(name) for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY")):
        return {}
    hosts = given.get("no_proxy") or given.get("NO_PROXY") or ""
    if HOST not in [host.strip() for host in hosts.split(",")]:
        hosts = f"{HOST},{hosts}".rstrip(",")
    return {"no_proxy": hosts, "NO_PROXY": hosts}


def reset(home: Home, given: Namespace) -> int:
    try:
        held = contents(home)
    except IndexDamaged as error:
        if not given.force:
            raise
        print(f"offload: {error}", file=sys.stderr)
        held = NOTHING
    if held.jobs_unfinished and not given.force:
        raise EngineError(
            f"{_count(held.jobs_unfinished, 'job')} not finished; stop them first, or give --force "
            "to kill them. Nothing was deleted."
        )
    if not given.yes:
        print(
            f"This deletes {_count(sum(held.jobs_by_status.values()), 'job')} with logs and "
            f"{_count(held.objects, 'object')} ({_size(held.object_bytes)}) in {home.root}, "
            "and the access key."
        )
        if not _confirmed():
            print("Nothing was deleted.", file=sys.stderr)
            return 1
    reset_home(home, given.force)
    print(f"Deleted. Only settings.json, if there is one, stays in {home.root}.")
    return 0


def scenario(home: Home, given: Namespace) -> int:
    if given.action == "set":
        name = set_scenario(home, given.scenario)
        print(f"The scenario {name!r} is in force, also for later starts.")
    elif given.action == "clear":
        clear_scenario(home)
        print("No scenario is in force: AWS on a good day.")
    else:
        print(json.dumps(current_scenario(home), indent=2))
    return 0


def _confirmed() -> bool:
    try:
        return input("Type yes to go on: ").strip().lower() == "yes"
    except EOFError:
        return False


def _jobs(held: Contents) -> str:
    running_jobs = held.jobs_unfinished - held.jobs_waiting
    counts = [f"{running_jobs} running", f"{held.jobs_waiting} waiting or starting"]
    counts += [
        f"{held.jobs_by_status[name]} {name}"
        for name in ("Completed", "Failed", "Stopped")
        if held.jobs_by_status.get(name)
    ]
    return ", ".join(counts)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _size(number: float) -> str:
    for unit in ("B", "kB", "MB", "GB"):
        if number < 1000:
            return f"{number:.0f} B" if unit == "B" else f"{number:.1f} {unit}"
        number /= 1000
    return f"{number:.1f} TB"
