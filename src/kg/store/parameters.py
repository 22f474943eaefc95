"""Turns what an asker gives for the parameters of a question into RDF terms.

Dates are days, months, years or periods in any form that ``kg.text.dates`` reads. ``from`` binds its variable
to the first day; ``to`` (inclusive) to the last day and ``{variable}_until`` to the day after; ``interval``
binds ``{variable}_first`` and ``{variable}_last``. Everything else binds its variable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.errors import UsageError
from kg.rdf import terms
from kg.store.question_files import ENTITY_KINDS, Parameter, Question
from kg.store.resolve import Resolved, resolve
from kg.store.search import SearchIndex
from kg.text.canonical import match_key
from kg.text.dates import parse_period
from kg.vocab import SCHEMES, term_of
from kg.vocab.kinds import EVENT_CLASSES

_TRUE: Final = frozenset({"true", "yes", "1", "co"})
_FALSE: Final = frozenset({"false", "no", "0", "khong"})


@dataclass(frozen=True)
class Bound:
    """Values of a question's parameters.

    Attributes:
        values: variable → term in N-Triples spelling.
        shown: parameter → what was understood, for the answer: ``given`` and ``id``, ``label`` or ``first``,
            ``last``.
        notices: what the asker should know of the understanding.
    """

    values: Mapping[str, str]
    shown: Mapping[str, Mapping[str, str]]
    notices: tuple[str, ...]


def bind(question: Question, given: Mapping[str, str], index: SearchIndex, lang: str = "vi") -> Bound:
    """Return the values of a question's parameters; empty texts count as not given.

    Args:
        question: the question.
        given: parameter → text.
        index: of the snapshot, to resolve labels.
        lang: of labels and notices.

    Raises:
        UsageError: an unknown parameter, a missing one, or one that cannot be read; its subclasses
            AmbiguousError, UnknownError and TextError say more.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    unknown = sorted(set(given) - set(known))
    if unknown:
        names = ", ".join(known) or "none"
        raise UsageError(f"{question.name} has no parameter {', '.join(unknown)}; it has: {names}")
    wanted = {name: text.strip() for name, text in given.items() if text.strip()}
    for parameter in question.parameters:
        if parameter.default and parameter.name not in wanted:
            wanted[parameter.name] = parameter.default
    _check_given(question, set(wanted))
    values: dict[str, str] = {}
    shown: dict[str, dict[str, str]] = {}
    notices: list[str] = []
    for name in (parameter.name for parameter in question.parameters if parameter.name in wanted):
        more, about, said = _bind_one(known[name], wanted[name], index, lang)
        values |= more
        shown[name] = {"given": wanted[name], **about}
        notices.extend(said)
    _check_order(question, shown)
    return Bound(values, shown, tuple(notices))


def _check_given(question: Question, given: set[str]) -> None:
    missing = [parameter.name for parameter in question.parameters if parameter.required]
    missing = [name for name in missing if name not in given]
    if missing:
        raise UsageError(f"{question.name} needs {', '.join(missing)}; give --param {missing[0]}=…")
    if question.needs and not any(need <= given for need in question.needs):
        ways = "; or ".join(" and ".join(sorted(need)) for need in question.needs)
        raise UsageError(f"{question.name} needs {ways}")


def _check_order(question: Question, shown: Mapping[str, Mapping[str, str]]) -> None:
    starts = [shown[p.name]["first"] for p in question.parameters if p.kind == "from" and p.name in shown]
    ends = [shown[p.name]["last"] for p in question.parameters if p.kind == "to" and p.name in shown]
    if starts and ends and max(starts) > min(ends):
        raise UsageError(f"from {max(starts)} is after to {min(ends)}; exchange them")


def _bind_one(
    parameter: Parameter, text: str, index: SearchIndex, lang: str
) -> tuple[dict[str, str], dict[str, str], tuple[str, ...]]:
    variable = parameter.variable
    if parameter.kind in ENTITY_KINDS:
        found: Resolved = resolve(index, text, parameter.kind, lang)
        return {variable: terms.iri(found.iri)}, {"id": found.iri, "label": found.label}, found.notices
    if parameter.kind in {"from", "to", "interval"}:
        return (*_bind_days(parameter, text), ())
    if parameter.kind == "boolean":
        value = _read_boolean(parameter.name, text)
        return {variable: terms.literal(value)}, {}, ()
    if parameter.kind in {"choice", "event-kind"}:
        return {variable: terms.iri(_read_choice(parameter, text))}, {}, ()
    return {variable: terms.string(text)}, {}, ()


def _bind_days(parameter: Parameter, text: str) -> tuple[dict[str, str], dict[str, str]]:
    days, variable = parse_period(text), parameter.variable
    shown = {"first": days.earliest.isoformat(), "last": days.latest.isoformat()}
    first, last, until = (terms.literal(day) for day in (days.earliest, days.latest, days.until))
    if parameter.kind == "from":
        return {variable: first}, shown
    if parameter.kind == "to":
        return {variable: last, f"{variable}_until": until}, shown
    return {f"{variable}_first": first, f"{variable}_last": last}, shown


def _read_boolean(name: str, text: str) -> bool:
    word = match_key(text)
    if word in _TRUE | _FALSE:
        return word in _TRUE
    raise UsageError(f"{name}={text!r} is neither true nor false")


def _read_choice(parameter: Parameter, text: str) -> str:
    value = "-".join(text.lower().replace("_", "-").split())
    choices = tuple(EVENT_CLASSES) if parameter.kind == "event-kind" else SCHEMES[parameter.scheme]
    if value not in choices:
        raise UsageError(f"{parameter.name}={text!r} is none of {', '.join(choices)}")
    return str(EVENT_CLASSES[value] if parameter.kind == "event-kind" else term_of(parameter.scheme, value))


def values_line(values: Mapping[str, str]) -> str:
    """Spell values as the SPARQL line that binds them; empty where there are none.

    >>> values_line({"from": '"2022-01-01"^^<http://www.w3.org/2001/XMLSchema#date>'})
    'VALUES (?from) { ("2022-01-01"^^<http://www.w3.org/2001/XMLSchema#date>) }'
    """
    if not values:
        return ""
    variables = " ".join(f"?{name}" for name in values)
    return f"VALUES ({variables}) {{ ({' '.join(values.values())}) }}"
