"""What stands behind ``%%offload``: the table of options, its parser, and defaults."""

from .defaults import defaults, filled
from .parse import Options, parse, words

__all__ = ["Options", "defaults", "filled", "parse", "words"]
