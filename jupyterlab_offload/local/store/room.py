"""Room on the disk that is not for bytes: the index must go on working when the disk is full.

Without it nothing could be deleted to make room, and no job could record its end. Standard
library only.
"""

from __future__ import annotations

import errno
import os

RESERVE_BYTES = 16 * 2**20
"""What the index's write-ahead log may grow to."""


def require_room(file: int, size: int) -> None:
    """Raises OSError (ENOSPC) if ``size`` bytes in an open file would take from the reserve."""
    disk = os.fstatvfs(file)
    if disk.f_bavail * disk.f_frsize < RESERVE_BYTES + size:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
