"""What a cell needs to run elsewhere: names, values, definitions, imports, modules, files."""

from .capture import Capture, capture
from .errors import CaptureError
from .names import names, names_of
from .reach import may_read
from .usage import Usage

__all__ = ["Capture", "CaptureError", "Usage", "capture", "may_read", "names", "names_of"]
