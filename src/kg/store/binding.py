"""Puts the values of a question's parameters into its query.

``#@ parameters`` becomes the VALUES line. Lines between ``#@ if name`` and ``#@ end`` are left out where the
variable ``name`` has no value: a filter that begins at what was asked for is an index look-up, one that is
tried on every row ("unbound, or …") is not.
"""

from __future__ import annotations

from collections.abc import Collection

from kg.store.parameters import Values, values_line
from kg.store.question_types import CONDITION, END, MARKER, Question


def bind_query(question: Question, values: Values) -> str:
    """Return the query with a VALUES line at every place that asks for parameters."""
    line = values_line(values)
    kept, asked = [], True
    for text in question.query.splitlines():
        word = text.strip()
        if word.startswith(CONDITION):
            asked = word.removeprefix(CONDITION) in values
        elif word == END:
            asked = True
        elif asked:
            kept.append(text.replace(MARKER, line) if word == MARKER else text)
    return "\n".join(kept) + "\n"


def check_conditions(text: str, variables: Collection[str]) -> None:
    """Check that every condition names a variable of a parameter and ends before the next.

    Raises:
        ValueError: what is wrong with a condition.
    """
    inside = False
    for line in map(str.strip, text.splitlines()):
        if line.startswith(CONDITION):
            if inside or line.removeprefix(CONDITION) not in variables:
                raise ValueError(f"{line!r} stands in a condition, or names no variable of a parameter")
            inside = True
        elif line == END:
            if not inside:
                raise ValueError(f"{line!r} ends no condition")
            inside = False
    if inside:
        raise ValueError(f"a condition has no {END!r}")
