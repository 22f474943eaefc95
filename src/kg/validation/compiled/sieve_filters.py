"""Conditions of SPARQL that are true of values at fault: of their length, pattern or range."""

from __future__ import annotations

from typing import Final

from pyoxigraph import Literal

from kg.validation.compiled.model import Constraint

_SIGNS: Final = {"MinExclusive": ">", "MinInclusive": ">=", "MaxExclusive": "<", "MaxInclusive": "<="}


def condition(constraint: Constraint, value: str) -> str | None:
    """Write the condition of a constraint on the length, the pattern or the range of single values.

    Args:
        constraint: the constraint.
        value: the variable of the value.

    Returns:
        The condition, or nothing if the constraint is of another kind.
    """
    match constraint.name:
        case "MinLength":
            return f"STRLEN(STR({value})) < {constraint.number}"
        case "MaxLength":
            return f"STRLEN(STR({value})) > {constraint.number}"
        case "Pattern":
            text, flags = Literal(constraint.text), Literal(constraint.flags)
            return f"!REGEX(STR({value}), {text}, {flags})"
        case "MinExclusive" | "MinInclusive" | "MaxExclusive" | "MaxInclusive":
            return f"!COALESCE({value} {_SIGNS[constraint.name]} {constraint.term}, false)"
    return None
