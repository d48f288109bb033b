"""``%offload COMMAND``: one module for each group of commands."""

from .table import run_command

__all__ = ["run_command"]
