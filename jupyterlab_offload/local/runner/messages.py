"""What AWS's status messages say, as seen in the logs of real jobs, and ours where it has none."""

from __future__ import annotations

PREPARING = "Preparing the instances for training"
DOWNLOADING = "Downloading input data"
IMAGE = "Downloading the training image"
TRAINING = "Training image download completed. Training in progress."
STOPPING = "Stopping the training job"
UPLOADING = "Uploading generated training model"
COMPLETED = "Training job completed"
FAILED = "Training job failed"
STOPPED = "Training job stopped"
TIME_IS_UP = "Training job runtime exceeded MaxRuntimeInSeconds provided"

SUPERVISOR_GONE = (
    "InternalServerError: The job's supervisor process ended unexpectedly (killed, out of memory,"
    " or the machine was restarted); what was left of the job was ended."
)
SUPERVISOR_TERMINATED = (
    "InternalServerError: The job's supervisor process was told to end, as when the machine or its"
    " container shuts down."
)


def waiting(instances: int, slots: int) -> str:
    """For a job that is accepted while others use the machine."""
    wanted = "a free instance" if instances == 1 else f"{instances} free instances"
    return f"Waiting for {wanted}: this machine runs {slots} at once"
