"""What stands behind ``%%offload``: the table of options, and its parser."""

from .parse import Options, parse, words

__all__ = ["Options", "parse", "words"]
