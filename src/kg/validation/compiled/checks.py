"""Checks of the value, count, range, string, language and pair constraints of SHACL Core (§4.1–4.5, 4.8)."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.validation.compiled.finding import Check, Court, Found, Item
from kg.validation.compiled.literals import is_well_formed
from kg.validation.compiled.vocabulary import sh
from kg.validation.paths import Predicate
from kg.validation.triples import Term, as_iri

KINDS: Final[dict[Term, tuple[type, ...]]] = {
    sh("IRI"): (NamedNode,),
    sh("BlankNode"): (BlankNode,),
    sh("Literal"): (Literal,),
    sh("BlankNodeOrIRI"): (BlankNode, NamedNode),
    sh("BlankNodeOrLiteral"): (BlankNode, Literal),
    sh("IRIOrLiteral"): (NamedNode, Literal),
}
"""Value of ``sh:nodeKind`` → what terms may be."""


def _each_value(is_fine: Callable[[Court, Item, Term], bool], court: Court, item: Item) -> Iterator[Found]:
    for value in item.values:
        if not is_fine(court, item, value):
            yield Found(value)


def _is_instance(court: Court, item: Item, value: Term) -> bool:
    return court.data.is_instance(value, as_iri(item.constraint.term))


def _has_datatype(_court: Court, item: Item, value: Term) -> bool:
    return isinstance(value, Literal) and value.datatype == item.constraint.term and is_well_formed(value)


def _is_of_kind(_court: Court, item: Item, value: Term) -> bool:
    return item.constraint.term is not None and isinstance(value, KINDS[item.constraint.term])


def _compares(sign: str, court: Court, item: Item, value: Term) -> bool:
    return _holds(court, value, sign, item.constraint.term)


def _holds(court: Court, left: Term, sign: str, right: Term | None) -> bool:
    """Compare as SPARQL does; what does not compare is false."""
    if not isinstance(left, Literal) or not isinstance(right, Literal):
        return False
    return court.data.holds(f"{left} {sign} {right}")


def _has_length(compare: Callable[[int, int], bool], _court: Court, item: Item, value: Term) -> bool:
    return isinstance(value, NamedNode | Literal) and compare(len(value.value), item.constraint.number)


def _matches(court: Court, item: Item, value: Term) -> bool:
    if not isinstance(value, NamedNode | Literal):
        return False
    text, flags = Literal(item.constraint.text), Literal(item.constraint.flags)
    return court.data.holds(f"REGEX({Literal(value.value)}, {text}, {flags})")


def _has_language(_court: Court, item: Item, value: Term) -> bool:
    if not isinstance(value, Literal) or not value.language:
        return False
    return any(is_in_range(value.language, allowed) for allowed in item.constraint.terms)


def is_in_range(language: str, allowed: Term) -> bool:
    """Tell whether a language tag is one of a range: basic filtering of RFC 4647, as ``langMatches`` does."""
    wanted = allowed.value.lower() if isinstance(allowed, Literal) else ""
    return wanted == "*" or language.lower() == wanted or language.lower().startswith(f"{wanted}-")


def _is_member(_court: Court, item: Item, value: Term) -> bool:
    return value in item.constraint.terms


def _min_count(_court: Court, item: Item) -> Iterator[Found]:
    if len(item.values) < item.constraint.number:
        yield Found()


def _max_count(_court: Court, item: Item) -> Iterator[Found]:
    if len(item.values) > item.constraint.number:
        yield Found()


def _unique_lang(_court: Court, item: Item) -> Iterator[Found]:
    languages = Counter(
        value.language.lower() for value in item.values if isinstance(value, Literal) and value.language
    )
    for language, times in sorted(languages.items()):
        if times > 1:
            yield Found(language=language)


def _has_value(_court: Court, item: Item) -> Iterator[Found]:
    if item.constraint.term not in item.values:
        yield Found()


def _equals(court: Court, item: Item) -> Iterator[Found]:
    others = court.data.objects(item.focus, as_iri(item.constraint.term))
    for value in {*item.values} ^ {*others}:
        yield Found(value)


def _disjoint(court: Court, item: Item) -> Iterator[Found]:
    others = court.data.objects(item.focus, as_iri(item.constraint.term))
    for value in item.values:
        if value in others:
            yield Found(value)


def _less_than(sign: str, court: Court, item: Item) -> Iterator[Found]:
    others = court.data.objects(item.focus, as_iri(item.constraint.term))
    for value in item.values:
        for other in others:
            if not _holds(court, value, sign, other):
                yield Found(value)


def _closed(court: Court, item: Item) -> Iterator[Found]:
    for value in item.values:
        for predicate, found in court.data.statements(value):
            if predicate not in item.constraint.terms:
                yield Found(found, Predicate(predicate))


CHECKS: Final[dict[str, Check]] = {
    "Class": partial(_each_value, _is_instance),
    "Datatype": partial(_each_value, _has_datatype),
    "NodeKind": partial(_each_value, _is_of_kind),
    "MinCount": _min_count,
    "MaxCount": _max_count,
    "MinExclusive": partial(_each_value, partial(_compares, ">")),
    "MinInclusive": partial(_each_value, partial(_compares, ">=")),
    "MaxExclusive": partial(_each_value, partial(_compares, "<")),
    "MaxInclusive": partial(_each_value, partial(_compares, "<=")),
    "MinLength": partial(_each_value, partial(_has_length, operator.ge)),
    "MaxLength": partial(_each_value, partial(_has_length, operator.le)),
    "Pattern": partial(_each_value, _matches),
    "LanguageIn": partial(_each_value, _has_language),
    "UniqueLang": _unique_lang,
    "Equals": _equals,
    "Disjoint": _disjoint,
    "LessThan": partial(_less_than, "<"),
    "LessThanOrEquals": partial(_less_than, "<="),
    "Closed": _closed,
    "HasValue": _has_value,
    "In": partial(_each_value, _is_member),
}
"""Short name of a component → its check."""
