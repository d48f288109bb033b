"""Clients that go on working while their engine is killed and started again."""

from __future__ import annotations

import hashlib
import random
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from jupyterlab_offload.local.home import Home
from jupyterlab_offload.local.process import control

from .live import LiveEngine

UNHEARD = (BotoCoreError, ConnectionError)
"""The answer is lost: what was asked may have happened or not."""

PART_BYTES = 5 * 2**20

QUICK = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=20)


@dataclass
class Put:
    """Objects under a few keys, written again and again.

    ``possible[key]`` holds the digests that the object may have now: of the last write that was
    acknowledged and of all later ones whose answer was lost.
    """

    live: LiveEngine
    bucket: str
    prefix: str
    seed: int
    stopped: threading.Event
    possible: dict[str, set[str]] = field(default_factory=dict)
    acknowledged: int = 0
    refused: list[ClientError] = field(default_factory=list)

    def run(self) -> None:
        rng = random.Random(self.seed)
        s3 = self.live.client("s3", config=QUICK)
        while not self.stopped.is_set():
            key = f"{self.prefix}/{rng.randrange(12)}"
            body = rng.randbytes(rng.choice((1, 4_000, 70_000, 600_000, 3_000_000, 6_000_000)))
            digest = hashlib.sha256(body).hexdigest()
            try:
                self._write(s3, key, body)
            except UNHEARD:
                if key in self.possible:
                    self.possible[key].add(digest)
                self.stopped.wait(0.02)
            except ClientError as error:
                self.refused.append(error)
                return
            else:
                self.possible[key] = {digest}
                self.acknowledged += 1

    def _write(self, s3: Any, key: str, body: bytes) -> None:
        """Writes an object, a large one in parts."""
        where = {"Bucket": self.bucket, "Key": key}
        if len(body) <= PART_BYTES:
            s3.put_object(**where, Body=body)
            return
        where["UploadId"] = s3.create_multipart_upload(**where)["UploadId"]
        parts = []
        for number, start in enumerate(range(0, len(body), PART_BYTES), 1):
            part = s3.upload_part(**where, PartNumber=number, Body=body[start : start + PART_BYTES])
            parts.append({"PartNumber": number, "ETag": part["ETag"]})
        s3.complete_multipart_upload(**where, MultipartUpload={"Parts": parts})

    def damaged(self) -> list[str]:
        """Keys whose object is not one that was written, or is not there."""
        found = []
        for key, digests in self.possible.items():
            body = self.live.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()
            if hashlib.sha256(body).hexdigest() not in digests:
                found.append(key)
        return found


def create_until_accepted(sagemaker: Any, request: dict[str, Any]) -> None:
    """CreateTrainingJob, repeated until an answer says that the job exists."""
    while True:
        try:
            sagemaker.create_training_job(**request)
            return
        except UNHEARD:
            time.sleep(0.02)
        except ClientError as error:
            # The answer to an earlier attempt was lost.
            if error.response["Error"]["Code"] == "ResourceInUse":
                return
            raise


def kill_now_and_then(
    live: LiveEngine, rng: random.Random, times: int, longest: float, stopped: threading.Event
) -> int:
    """kill -9 at random moments, each followed by a new start; returns how many engines died."""
    home = Home(live.home.root)
    killed = 0
    for _ in range(times):
        if stopped.wait(rng.uniform(0.05, longest)):
            break
        live.kill()
        killed += 1
        live.info = control.ensure(home, {})
    return killed
