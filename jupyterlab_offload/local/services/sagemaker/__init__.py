"""SageMaker: training jobs, their search and their tags."""

from __future__ import annotations

from ...context import Operation
from .create import create_training_job
from .describe import describe_training_job
from .lists import list_training_jobs
from .search import search
from .stop import stop_training_job
from .tagging import add_tags, delete_tags, list_tags

OPERATIONS: dict[str, Operation] = {
    "AddTags": add_tags,
    "CreateTrainingJob": create_training_job,
    "DeleteTags": delete_tags,
    "DescribeTrainingJob": describe_training_job,
    "ListTags": list_tags,
    "ListTrainingJobs": list_training_jobs,
    "Search": search,
    "StopTrainingJob": stop_training_job,
}
