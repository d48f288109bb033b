"""The entry point: what the request itself says, and therefore nobody else can change.

`BOOT` hashes the driver, compares it with the request's Environment and only then runs it.
SageMaker takes at most 256 characters, and no line breaks, in one part of an entry point.
"""

from __future__ import annotations

MAX_CHARACTERS = 256
DRIVER_FILE = "driver.pyz"
MANIFEST_FILE = "manifest.json"
DRIVER, MANIFEST, NONCE = "OFFLOAD_DRIVER", "OFFLOAD_MANIFEST", "OFFLOAD_NONCE"
"""Environment: SHA-256 of the driver, SHA-256 of the manifest, the word of the digest line."""
RESULT_LINE = "offload-result"
"""The log line ``offload-result <nonce> <sha256 of result.json>``, once in a job's log."""

BOOT = (
    "import os,hashlib as h,runpy;e=os.environ;"
    'p=e.get("SM_CHANNEL_OFFLOAD","/opt/ml/input/data/offload")+"/driver.pyz";'
    'h.sha256(open(p,"rb").read()).hexdigest()==e["OFFLOAD_DRIVER"]'
    'or exit("offload: driver changed");'
    'runpy.run_path(p,run_name="__main__")'
)
ENTRYPOINT = ("python3", "-c", BOOT)
ZIP_MAIN = "from jupyterlab_offload.driver.main import main\nmain()\n"
"""The zip's ``__main__.py``."""
