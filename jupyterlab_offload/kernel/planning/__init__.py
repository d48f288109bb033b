"""What would become of cells, without sending them: for people as a table, for the front end as
JSON (spec/plan.schema.json)."""

from .document import plan_document
from .table import show_plan

__all__ = ["plan_document", "show_plan"]
