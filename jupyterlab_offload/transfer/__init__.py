"""Blobs to S3 and back: under their SHA-256, in parallel, never copied whole, always verified.

`upload` sends what the bucket lacks; `download` gives bytes only if they are what was announced.
The boto3 client is the caller's; nothing here chooses an account or an endpoint.
"""

from .blob import Blob, bytes_blob, file_blob, hashed, joined
from .download import Expected, download, open_arriving, open_verified
from .errors import TransferError
from .place import Place
from .upload import Confirmed, Sent, lacking, upload

__all__ = [
    "Blob",
    "Confirmed",
    "Expected",
    "Place",
    "Sent",
    "TransferError",
    "bytes_blob",
    "download",
    "file_blob",
    "hashed",
    "joined",
    "lacking",
    "open_arriving",
    "open_verified",
    "upload",
]
