"""numpy's dtypes as JSON, where nothing of them is lost."""

from __future__ import annotations

from typing import Any

from .errors import CodecError, NotTyped

KINDS = "biufcmMSUV"


def dtype_node(numpy: Any, dtype: Any) -> Any:
    """A JSON value that `read_dtype` turns into the same dtype, down to byte order, type code,
    alignment flag and metadata, or NotTyped. Object and variable-length dtypes have none."""
    if dtype.hasobject or dtype.kind not in KINDS:
        raise NotTyped(f"dtype {dtype} has no typed format")
    node = _written(numpy, dtype)
    try:
        same = _same(read_dtype(numpy, node), dtype)
    except (CodecError, TypeError, ValueError) as error:
        raise NotTyped(f"dtype {dtype} does not come back") from error
    if not same:
        raise NotTyped(f"dtype {dtype} does not come back the same")
    return node


def _written(numpy: Any, dtype: Any) -> Any:
    if dtype.names is None:
        usual = numpy.dtype(dtype.str)
        if usual.char == dtype.char:
            return dtype.str
        # Two C types of one width, such as long and long long: the code tells them apart.
        order = dtype.str[0]
        return {"code": dtype.char, "order": order}
    fields = [[name, _written(numpy, f[0]), f[1]] for name, f in _fields(dtype)]
    return {"fields": fields, "size": dtype.itemsize, "aligned": dtype.isalignedstruct}


def _fields(dtype: Any) -> list[Any]:
    found = [(name, dtype.fields[name]) for name in dtype.names]
    if any(len(field) > 2 for _, field in found):
        raise NotTyped("a dtype with field titles")
    if any(field[0].subdtype is not None for _, field in found):
        raise NotTyped("a dtype with arrays as fields")
    return found


def read_dtype(numpy: Any, node: Any) -> Any:
    """The dtype of a node. Raises CodecError, TypeError or ValueError for a forged one."""
    if isinstance(node, str):
        dtype = numpy.dtype(node)
    elif not isinstance(node, dict):
        raise CodecError("a dtype is not understood")
    elif "code" in node:
        dtype = numpy.dtype(str(node["code"])).newbyteorder(str(node["order"]))
    else:
        names, formats, offsets = [], [], []
        for name, field, offset in node["fields"]:
            names.append(str(name))
            formats.append(read_dtype(numpy, field))
            offsets.append(int(offset))
        layout = {"names": names, "formats": formats, "offsets": offsets}
        layout["itemsize"] = node["size"]
        dtype = numpy.dtype(layout, align=bool(node["aligned"]))
    if dtype.hasobject or dtype.kind not in KINDS:
        raise CodecError(f"dtype {dtype} is not allowed here")
    return dtype


def _same(one: Any, other: Any) -> bool:
    """Equality that sees what numpy's does not."""
    if one != other or one.metadata or other.metadata or one.str != other.str:
        return False
    if (one.char, one.type, one.isalignedstruct) != (other.char, other.type, other.isalignedstruct):
        return False
    if one.names is None:
        return bool(one.subdtype is None and other.subdtype is None)
    if one.names != other.names or one.itemsize != other.itemsize:
        return False
    return all(
        one.fields[name][1] == other.fields[name][1]
        and _same(one.fields[name][0], other.fields[name][0])
        for name in one.names
    )
