"""Cutting a definition out of its cell: text replaced, every line kept where it was."""

from __future__ import annotations

import ast
from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """Replace the text of a node, or of the lines of a decorator, by `text`."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str


def replacing(node: ast.expr, text: str) -> Edit:
    """Put `text` in an expression's place."""
    return Edit(_start(node), _end(node), text)


def blank_decorators(node: ast.AST, kept: set[int]) -> list[Edit]:
    """Take out the decorators of a definition but those at the `kept` places."""
    found = []
    for index, part in enumerate(getattr(node, "decorator_list", [])):
        if index not in kept:
            # From the line's beginning: the @ stands before the expression.
            found.append(Edit((part.lineno, 0), _end(part), ""))
    return found


def blank_statement(node: ast.stmt) -> Edit:
    """Put ``pass`` in a statement's place."""
    return Edit(_start(node), _end(node), "pass")


def cut(lines: list[str], node: ast.AST, first_line: int, edits: list[Edit]) -> str:
    """The text of a node from `first_line` on, with its indentation, edited.

    `lines` are the cell's, with their ends. An expression is cut out from its first character.
    """
    last = getattr(node, "end_lineno", first_line)
    taken = [line.encode() for line in lines[first_line - 1 : last]]
    if isinstance(node, ast.Lambda):
        taken[-1] = taken[-1][: node.end_col_offset]
    elif not taken[-1].endswith(b"\n"):
        taken[-1] += b"\n"
    # From the back, so that the places before stay valid.
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        taken = _replaced(taken, edit, first_line)
    text = b"".join(taken).decode()
    if isinstance(node, ast.Lambda):
        text = text.encode()[node.col_offset :].decode()
    return text


def _replaced(taken: list[bytes], edit: Edit, first_line: int) -> list[bytes]:
    top, left = edit.start[0] - first_line, edit.start[1]
    bottom, right = edit.end[0] - first_line, edit.end[1]
    before, after = taken[top][:left], taken[bottom][right:]
    if bottom == top:
        made = [before + edit.text.encode() + after]
    elif not edit.text or edit.text == "pass":
        gap = [b"\n"] * (bottom - top)
        made = [before + edit.text.encode() + gap[0], *gap[1:], after]
    else:
        # An expression: brackets let it keep its line ends.
        gap = [b"\n"] * (bottom - top)
        made = [before + b"(" + edit.text.encode() + gap[0], *gap[1:], b")" + after]
    return [*taken[:top], *made, *taken[bottom + 1 :]]


def _start(node: ast.expr | ast.stmt) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _end(node: ast.expr | ast.stmt) -> tuple[int, int]:
    return node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
