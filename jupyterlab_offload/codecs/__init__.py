"""Values to bytes and back, in groups that share what can change.

`encode` chooses for each value a typed format where an exact round trip is certain, types
included, and pickle otherwise; `decode` is its opposite. `digest` tells whether a value changed
in place, `update` puts new content into the object that others know.

Standard library only, Python 3.8 to 3.14: the same code runs in the kernel and in the job.
Other libraries are used when a value is theirs.
"""

from .counters import diagram_counts, set_diagram_counts
from .decoding import TYPED, decode
from .digests import digest
from .encoding import Encoded, Encoding, encode
from .errors import CodecError, Refusal
from .origins import Moved, Moves, Origins, moves_of
from .pickled.functions import know, known_name
from .stateful import decimal_context, set_decimal_context
from .update import update

__all__ = [
    "TYPED",
    "CodecError",
    "Encoded",
    "Encoding",
    "Moved",
    "Moves",
    "Origins",
    "Refusal",
    "decimal_context",
    "decode",
    "diagram_counts",
    "digest",
    "encode",
    "know",
    "known_name",
    "moves_of",
    "set_decimal_context",
    "set_diagram_counts",
    "update",
]
