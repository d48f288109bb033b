"""AWS's statuses in words: those that the card of the front end has (src/components/status.ts)."""

from __future__ import annotations

_STATUS = {"Completed": "Done", "Failed": "Failed", "Stopped": "Stopped", "Stopping": "Stopping"}
_STOPPED = {
    "MaxRuntimeExceeded": "Stopped at its time limit",
    "MaxWaitTimeExceeded": "Stopped: it has waited too long for an instance",
}
_PHASE = {
    "": "In progress",
    "Submitted": "Sent",
    "Pending": "Starting",
    "Starting": "Starting",
    "LaunchingMLInstances": "Starting",
    "PreparingTrainingStack": "Starting",
    "Downloading": "Getting inputs",
    "DownloadingTrainingImage": "Getting the image",
    "Training": "Running",
    "Uploading": "Saving results",
    "Interrupted": "Interrupted, waiting for a new instance",
    "Restarting": "Restarting",
    "Updating": "Restarting",
}


def state(status: str, phase: str = "") -> str:
    """A TrainingJobStatus and its SecondaryStatus in a word or two; a new one as it is."""
    if status == "Stopped" and phase in _STOPPED:
        return _STOPPED[phase]
    if status == "InProgress":
        return _PHASE.get(phase, phase)
    return _STATUS.get(status, status)


def within(status: str, phase: str = "") -> str:
    """The same inside a sentence: ``running``."""
    found = state(status, phase)
    return found[:1].lower() + found[1:]
