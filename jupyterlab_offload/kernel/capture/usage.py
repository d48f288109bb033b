"""What the analysis of a cell says about names."""

from __future__ import annotations

from dataclasses import dataclass, field

from .interactive import Interactive


@dataclass
class Usage:
    """Names of a cell, or of several that run one after the other.

    `reads` may be read before the cell assigns them; `binds` and `deletes` may be bound and
    deleted at its top level; `touched` may be changed in place; `operands` are touched only if
    operators on their type give back what is in them (lists do, arrays do not); `mentions` are
    words of queries, names where a table has them. `imports` are top-level modules, as
    `setters.imports` finds them. `unknown` says, in the cell's own words, what
    reads names that cannot be known. `star` is a star import, `awaits` a top-level await.
    """

    reads: set[str] = field(default_factory=set)
    binds: set[str] = field(default_factory=set)
    deletes: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    operands: set[str] = field(default_factory=set)
    mentions: set[str] = field(default_factory=set)
    imports: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    interactive: list[Interactive] = field(default_factory=list)
    star: bool = False
    awaits: bool = False
