"""Where things are in a bucket: the one place that knows the layout."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A prefix in a bucket that belongs to `account`; every request says so to S3.

    `prefix` is empty or ends with a slash.
    """

    bucket: str
    prefix: str
    account: str

    def blob(self, sha256: str) -> str:
        """The key of a blob."""
        return f"{self.blobs}{sha256}"

    @property
    def blobs(self) -> str:
        return f"{self.prefix}blobs/"

    @property
    def jobs(self) -> str:
        return f"{self.prefix}jobs/"

    def job(self, name: str, path: str = "") -> str:
        """The key of something that belongs to one job; without `path`, its whole prefix."""
        return f"{self.jobs}{name}/{path}"

    def driver(self, name: str, file: str = "") -> str:
        """The prefix that becomes the job's channel `offload`, or a file in it."""
        return self.job(name, f"driver/{file}")

    def inputs(self, name: str) -> str:
        """The list of a job's blobs, which becomes the channel `offload-inputs`."""
        return self.job(name, "inputs.manifest")

    def output(self, name: str) -> str:
        """Where SageMaker puts the model folder and the output folder of a job that ended well."""
        return self.job(name, "output/")

    def checkpoints(self, name: str) -> str:
        """Where SageMaker mirrors the checkpoint folder while a job runs."""
        return self.job(name, "checkpoints/")

    def uri(self, key: str) -> str:
        return f"s3://{self.bucket}/{key}"
