"""AWS on a worse day: quotas, capacity errors, delays and faults, for tests and for teaching."""

from .document import load, parse
from .errors import CutConnection, ScenarioError
from .scenario import Scenario

__all__ = ["CutConnection", "Scenario", "ScenarioError", "load", "parse"]
