"""Conditions of SPARQL that are true of every value at fault: constraints that one value alone can break."""

from __future__ import annotations

from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.validation.compiled.data_graph import DataGraph
from kg.validation.compiled.model import Constraint
from kg.validation.compiled.vocabulary import sh
from kg.validation.triples import Term

_KIND_TESTS: Final[dict[Term | None, str]] = {
    sh("IRI"): "ISIRI",
    sh("BlankNode"): "ISBLANK",
    sh("Literal"): "ISLITERAL",
}
_KIND_EXCLUDED: Final[dict[Term | None, str]] = {
    sh("BlankNodeOrIRI"): "ISLITERAL",
    sh("BlankNodeOrLiteral"): "ISIRI",
    sh("IRIOrLiteral"): "ISBLANK",
}
_SIGNS: Final = {"MinExclusive": ">", "MinInclusive": ">=", "MaxExclusive": "<", "MaxInclusive": "<="}


def condition(constraint: Constraint, value: str, data: DataGraph) -> str | None:
    """Write the condition of a constraint that is broken by single values.

    Args:
        constraint: the constraint.
        value: the variable of the value.
        data: tells which literals the store keeps as they are.

    Returns:
        The condition, or nothing if the constraint is of another kind.
    """
    term = constraint.term
    match constraint.name:
        case "NodeKind":
            return (
                f"!{_KIND_TESTS[term]}({value})"
                if term in _KIND_TESTS
                else f"{_KIND_EXCLUDED[term]}({value})"
            )
        case "Datatype":
            return f"!ISLITERAL({value}) || DATATYPE({value}) != {term}"
        case "MinLength":
            return f"ISBLANK({value}) || STRLEN(STR({value})) < {constraint.number}"
        case "MaxLength":
            return f"ISBLANK({value}) || STRLEN(STR({value})) > {constraint.number}"
        case "Pattern":
            text, flags = Literal(constraint.text), Literal(constraint.flags)
            return f"ISBLANK({value}) || !REGEX(STR({value}), {text}, {flags})"
        case "LanguageIn":
            return _language(constraint, value)
        case "In":
            return _member(constraint, value, data)
        case "MinExclusive" | "MinInclusive" | "MaxExclusive" | "MaxInclusive":
            return f"!COALESCE({value} {_SIGNS[constraint.name]} {term}, false)"
    return None


def _language(constraint: Constraint, value: str) -> str:
    allowed = [f"LANGMATCHES(LANG({value}), {tag})" for tag in constraint.terms]
    return f"!ISLITERAL({value}) || !({' || '.join(allowed) or 'false'})"


def _member(constraint: Constraint, value: str, data: DataGraph) -> str:
    """Only terms that a query can name as they are count as members; the judge sees to the others."""
    nameable = [
        term
        for term in constraint.terms
        if isinstance(term, NamedNode) or (isinstance(term, Literal) and data.is_kept(term))
    ]
    same = " || ".join(f"SAMETERM({value}, {term})" for term in nameable)
    return f"!({same or 'false'})"
