"""Find a Chromium for the browser tests, install one if there is none, and print its path.

Taken in this order: $OFFLOAD_CHROMIUM, a browser on this machine, Debian's package (as root),
Playwright's own build. Without any of them this fails: browser tests are never left out silently.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def works(path: str) -> bool:
    """Whether the file is a browser: distributions ship stand-ins that only print advice."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and "hrom" in done.stdout


def on_this_machine() -> str | None:
    found = [path for path in map(shutil.which, COMMANDS) if path]
    return next((path for path in (*found, *APPLICATIONS) if works(path)), None)


def from_debian() -> str | None:
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return None
    install = [apt, "install", "-y", "-q", "--no-install-recommends", "chromium"]
    for command in ([apt, "update", "-q"], install):
        if subprocess.run(command, stdout=sys.stderr).returncode != 0:
            return None
    return on_this_machine()


def from_playwright() -> str | None:
    command = [str(ROOT / "node_modules/.bin/playwright"), "install", "chromium"]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        command.append("--with-deps")
    if subprocess.run(command, cwd=ROOT / "ui-tests", stdout=sys.stderr).returncode != 0:
        return None
    where = subprocess.run(
        ["node", "-p", "require('@playwright/test').chromium.executablePath()"],
        cwd=ROOT / "ui-tests",
        capture_output=True,
        text=True,
    ).stdout.strip()
    return where if works(where) else None


def main() -> int:
    chosen = os.environ.get("OFFLOAD_CHROMIUM")
    if chosen and not works(chosen):
        print(f"OFFLOAD_CHROMIUM={chosen} is not a Chromium that starts.", file=sys.stderr)
        return 1
    path = chosen or on_this_machine() or from_debian() or from_playwright()
    if path is None:
        print(
            "No Chromium: install Chromium or Chrome, or set OFFLOAD_CHROMIUM to one.",
            file=sys.stderr,
        )
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
