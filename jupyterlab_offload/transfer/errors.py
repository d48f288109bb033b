"""What can go wrong with bytes on their way, apart from what AWS itself answers."""

from __future__ import annotations


class TransferError(Exception):
    """Bytes that are not what they were announced to be; the message is a sentence for users."""
