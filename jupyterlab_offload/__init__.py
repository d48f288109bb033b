"""Send a notebook cell to a bigger machine and bring its variables back.

Importing the package imports nothing heavy: the two functions below are how JupyterLab finds the
prebuilt front end and how the Jupyter server finds its extension.
"""

from ._version import __version__

__all__ = ["__version__"]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyterlab-offload"}]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "jupyterlab_offload.server"}]
