"""Options that were set in libraries: read, compared, and set elsewhere as they were.

The kernel sends those that differ from what a library begins with; the driver reads them before
and after the cell, and what the cell has set comes back. Nothing is imported for that: what
belongs to a library that is not loaded waits until it is.
"""

from .family import Live, Values
from .options import (
    AT_FIRST,
    FAMILIES,
    PREFIX,
    Options,
    State,
    live,
    named,
    options,
    plain,
    put,
    why_not,
)

__all__ = [
    "AT_FIRST",
    "FAMILIES",
    "PREFIX",
    "Live",
    "Options",
    "State",
    "Values",
    "live",
    "named",
    "options",
    "plain",
    "put",
    "why_not",
]
