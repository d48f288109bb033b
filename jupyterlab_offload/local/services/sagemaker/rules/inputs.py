"""Rules for input channels."""

from __future__ import annotations

from typing import Any

from ....context import Engine
from ....protocol.errors import AWSError
from ....store.buckets import NoSuchBucket
from ..errors import invalid, not_served
from .places import s3_place

_SOURCES = {
    "FileSystemDataSource": "file systems as data sources",
    "DatasetSource": "hub data sets as data sources",
}


def check(request: dict[str, Any], engine: Engine) -> None:
    channels = request.get("InputDataConfig", [])
    names = set()
    for channel in channels:
        name = channel["ChannelName"]
        if name in names:
            raise invalid(f"Channel names must be unique; '{name}' is used more than once.")
        names.add(name)
        if name in (".", ".."):
            raise invalid(f"Invalid ChannelName: '{name}' cannot name a folder.")
        _check_channel(channel)
    # AWS looks for the data before it accepts the job; last, for it is the dearest check.
    for channel in channels:
        _check_data(channel["DataSource"]["S3DataSource"], request["RoleArn"], engine)


def _check_channel(channel: dict[str, Any]) -> None:
    name, source = channel["ChannelName"], channel["DataSource"]
    if len(source) != 1:
        raise invalid(f"Exactly one data source must be specified for channel '{name}'.")
    for member, what in _SOURCES.items():
        if member in source:
            raise not_served(f"{what} ({member})")
    mode = channel.get("InputMode", "File")
    if mode != "File":
        raise not_served(f"InputMode {mode} of channel '{name}'", "Use File.")
    for member in ("CompressionType", "RecordWrapperType"):
        if channel.get(member, "None") != "None":
            raise _for_pipes(f"{member} {channel[member]}", name)
    _check_s3(name, source["S3DataSource"])


def _check_s3(name: str, source: dict[str, Any]) -> None:
    kind = source["S3DataType"]
    if kind == "AugmentedManifestFile":
        raise _for_pipes(f"S3DataType {kind}", name)
    if kind not in ("S3Prefix", "ManifestFile"):
        raise not_served(f"S3DataType {kind} of channel '{name}'")
    if source.get("AttributeNames"):
        raise invalid(
            f"AttributeNames of channel '{name}' are only supported with AugmentedManifestFile."
        )
    if source.get("InstanceGroupNames"):
        raise invalid(f"Channel '{name}' names instance groups, but the job has none.")
    for member in ("ModelAccessConfig", "HubAccessConfig"):
        if source.get(member):
            raise not_served(f"{member} of channel '{name}'")
    place = s3_place(source["S3Uri"], f"S3Uri of channel '{name}'")
    if kind == "ManifestFile" and not place.key:
        raise invalid(f"Invalid S3Uri of channel '{name}': a manifest must be an object.")


def _for_pipes(what: str, channel: str) -> AWSError:
    return invalid(f"{what} of channel '{channel}' is only supported in Pipe input mode.")


def _check_data(source: dict[str, Any], role: str, engine: Engine) -> None:
    uri = source["S3Uri"]
    place = s3_place(uri, "S3Uri")
    store = engine.objects
    reason = ""
    try:
        store.buckets.get(place.bucket)
        if source["S3DataType"] == "ManifestFile":
            found = store.get(place.bucket, place.key) is not None
        else:
            found = bool(store.list(place.bucket, place.key, limit=1))
    except NoSuchBucket:
        found, reason = False, " Error message from S3: The specified bucket does not exist"
    if not found:
        raise invalid(
            f'No S3 objects found under S3 URL "{uri}" given in input data source. Please ensure'
            f" that the bucket exists in the selected region ({engine.settings.region}), that"
            f' objects exist under that S3 prefix, and that the role "{role}" has "s3:ListBucket"'
            f' permissions on bucket "{place.bucket}".{reason}'
        )
