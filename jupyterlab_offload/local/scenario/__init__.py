"""AWS on a worse day: quotas, capacity errors, delays and faults, for tests and for teaching."""

from .document import load, parse
from .errors import ScenarioError
from .scenario import Scenario

__all__ = ["Scenario", "ScenarioError", "load", "parse"]
