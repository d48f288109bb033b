"""``python -m bench [TOPIC …]`` prints one row for each finding; without topics, all of them."""

from __future__ import annotations

import argparse
import os
import platform
import sys

from . import cells, front_end, jobs, pages, process, proxy, small, transfers
from .report import HEADER

TOPICS = {
    "process": process.rows,
    "small": small.rows,
    "pages": pages.rows,
    "jobs": jobs.rows,
    "transfers": transfers.rows,
    "cells": cells.rows,
    "proxy": proxy.rows,
    "front-end": front_end.rows,
}


def main() -> int:
    """Runs the topics in turn; exits with 1 when an aim was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help=", ".join(TOPICS))
    chosen = parser.parse_args().topics or list(TOPICS)
    if unknown := set(chosen) - set(TOPICS):
        parser.error(f"no topic {', '.join(sorted(unknown))}; there are {', '.join(TOPICS)}")
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    print(HEADER)
    missed = 0
    for topic in chosen:
        for row in TOPICS[topic]():
            missed += row.ok is False
            print(row, flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
