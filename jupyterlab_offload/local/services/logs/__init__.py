"""CloudWatch Logs, as far as reading the logs of jobs goes. Lines come in on disk, not here."""

from __future__ import annotations

from ...context import Operation
from .filter_events import filter_log_events
from .get_events import get_log_events
from .groups import describe_log_groups
from .streams import describe_log_streams

OPERATIONS: dict[str, Operation] = {
    "DescribeLogGroups": describe_log_groups,
    "DescribeLogStreams": describe_log_streams,
    "FilterLogEvents": filter_log_events,
    "GetLogEvents": get_log_events,
}
