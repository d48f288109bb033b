"""JupyterLab for the browser tests. Never for production: it has no authentication."""

import os

from jupyterlab.galata import configure_jupyter_server

c = get_config()  # noqa: F821 - Jupyter puts it there when it reads this file
configure_jupyter_server(c)

c.ServerApp.port = int(os.environ["OFFLOAD_TEST_PORT"])
c.ServerApp.port_retries = 0
c.ServerApp.allow_root = os.geteuid() == 0
c.LabApp.collaborative = False
