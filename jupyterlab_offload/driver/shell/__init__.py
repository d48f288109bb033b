"""The small `get_ipython()` of a job: commands and the magics that travel."""

from .shell import Shell, get_ipython, install

__all__ = ["Shell", "get_ipython", "install"]
