"""Where the same as plain does not hold: cases by name, each with what a user is told about it.

A case of these that turns out equal fails, so that this list never says too much.
"""

from __future__ import annotations

_HIDDEN_STATE = (
    "What a cell changes inside a function or a class of the notebook (a default that is mutable, "
    "a variable that a closure keeps, an attribute of the function or of the class) stays in the "
    "job: keep such state in a variable or in an object's attributes."
)
_REBOUND = (
    "An object that a cell first changes in place and then takes its only name from is not "
    "brought back: other names of it in the kernel keep what they had."
)

_REGISTERED = (
    "Implementations that a notebook registers with functools.singledispatch do not travel with "
    "the function: in the job it has its default alone, unless the offloaded cell registers them."
)

KNOWN = {
    "a default that is shared and changes": _HIDDEN_STATE,
    "a counter in a closure": _HIDDEN_STATE,
    "a class attribute that is shared": _HIDDEN_STATE,
    "a function's attribute": _HIDDEN_STATE,
    "changed and rebound": _REBOUND,
    "singledispatch": _REGISTERED,
}
