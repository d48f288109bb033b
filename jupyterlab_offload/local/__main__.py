"""``python -m jupyterlab_offload.local``."""

from .process.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
