"""The first thing that a new engine's Python runs: ``boot.py HOME OPTIONS``, in folder /.

A file rather than ``-m``, so that the package is found wherever its starter had it from, and
so that a list of processes says what this one is.
"""

import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))
_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(_HERE)))

# A script's own folder comes first on its path, where this folder's modules would hide others.
if sys.path[0] == _HERE:
    del sys.path[0]
if _ROOT not in sys.path:
    sys.path.insert(0, _ROOT)

from jupyterlab_offload.local.process.daemon import main  # noqa: E402 - the path comes first

if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
