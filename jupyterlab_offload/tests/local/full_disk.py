"""Fills the small disk that an engine lives on, makes room again, prints what it saw as JSON."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from .live import LiveEngine, training_job

FILLING = """
import os
with open(os.environ["SM_OUTPUT_DATA_DIR"] + "/large", "wb", 0) as file:
    while file.write(bytes(1 << 20)):
        pass
"""


class Disk:
    """A bucket on the engine's disk, and what of it was acknowledged."""

    def __init__(self, live: LiveEngine) -> None:
        self.live = live
        self.bucket = live.make_bucket()
        self.wrote: dict[str, str] = {}

    def put(self, key: str, size: int) -> list[Any] | None:
        """Writes random bytes; gives the status and code of the error, if there was one."""
        body = os.urandom(size)
        try:
            self.live.s3.put_object(Bucket=self.bucket, Key=key, Body=body)
        except ClientError as error:
            answer = error.response
            return [answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"]]
        self.wrote[key] = hashlib.sha256(body).hexdigest()
        return None

    def fill(self, prefix: str, size: int) -> list[Any] | None:
        """Writes objects until one is refused; gives the refusal."""
        for number in range(10_000):
            refused = self.put(f"{prefix}/{number}", size)
            if refused:
                return refused
        return None

    def delete(self, prefix: str) -> None:
        for key in [key for key in self.wrote if key.startswith(prefix)]:
            self.live.s3.delete_object(Bucket=self.bucket, Key=key)
            del self.wrote[key]

    def damaged(self) -> list[str]:
        return [key for key, digest in self.wrote.items() if self._digest(key) != digest]

    def _digest(self, key: str) -> str:
        body = self.live.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        return hashlib.sha256(body).hexdigest()

    def job(self, script: str) -> str:
        """Runs a script as a job; gives the job's status."""
        request = training_job(self.live, self.bucket, script)
        return str(self.live.run(request)["TrainingJobStatus"])


def observe(live: LiveEngine) -> dict[str, Any]:
    disk = Disk(live)
    disk.put("old", 700_000)
    waiting = training_job(live, disk.bucket, "print('ran')")
    seen: dict[str, Any] = {
        "large object": disk.fill("large", 1_000_000),
        "small object": disk.fill("small", 3_000),
        "overwriting": disk.put("old", 5_000_000),
        "damaged while full": disk.damaged(),
        "arriving": len(list(live.home.tmp.iterdir())),
        "job while full": live.run(waiting)["TrainingJobStatus"],
    }
    pid = live.info.pid
    seen["same engine"] = live.start().pid == pid
    disk.delete("large")
    seen["object with room"] = disk.put("new", 3_000_000)
    seen["job that fills the disk"] = disk.job(FILLING)
    seen["job with room"] = disk.job("print('ran')")
    live.kill()
    live.start()
    seen["damaged after all"] = disk.damaged()
    index = sqlite3.connect(live.home.index_file)
    seen["integrity"] = index.execute("PRAGMA integrity_check").fetchone()[0]
    return seen


def main() -> None:
    live = LiveEngine(Path(sys.argv[1]), {"stop_grace_seconds": 1.0, "slots": 1})
    try:
        seen = observe(live)
    finally:
        live.close()
        print(live.home.engine_log.read_text(), file=sys.stderr)
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
