"""What a result says where its shape says nothing: one plain sentence for each component."""

from __future__ import annotations

from typing import Final

from pyoxigraph import Literal

from kg.validation.compiled.model import Constraint

_SENTENCES: Final = {
    "Class": "The value is no instance of {term}.",
    "Datatype": "The value is no well-formed literal of {term}.",
    "NodeKind": "The value is not of the kind {term}.",
    "MinCount": "There are fewer than {number} values.",
    "MaxCount": "There are more than {number} values.",
    "MinExclusive": "The value is not greater than {term}.",
    "MinInclusive": "The value is less than {term}, or does not compare with it.",
    "MaxExclusive": "The value is not less than {term}.",
    "MaxInclusive": "The value is greater than {term}, or does not compare with it.",
    "MinLength": "The value has fewer than {number} characters.",
    "MaxLength": "The value has more than {number} characters.",
    "Pattern": "The value does not match the pattern {text}",
    "LanguageIn": "The language of the value is none of {terms}.",
    "UniqueLang": "Several values have the language {language}.",
    "Equals": "The values differ from those of {term}.",
    "Disjoint": "The value is a value of {term} too.",
    "LessThan": "The value is not less than a value of {term}.",
    "LessThanOrEquals": "The value is greater than a value of {term}, or does not compare with it.",
    "Not": "The value conforms to {term}, which is excluded.",
    "And": "The value does not conform to all of {terms}.",
    "Or": "The value conforms to none of {terms}.",
    "Xone": "The value does not conform to exactly one of {terms}.",
    "Node": "The value does not conform to {term}.",
    "QualifiedMinCount": "Fewer than {number} values conform to {term}.",
    "QualifiedMaxCount": "More than {number} values conform to {term}.",
    "Closed": "The shape is closed and does not allow this property.",
    "HasValue": "The value {term} is missing.",
    "In": "The value is none of {terms}.",
    "SPARQL": "The query of the shape finds a fault here.",
    "Custom": "The value breaks {component}.",
}


def default_message(constraint: Constraint, language: str = "") -> Literal:
    """Say what a constraint found.

    >>> from kg.validation.compiled.constraints import component
    >>> default_message(Constraint("MinCount", component("MinCount"), number=1)).value
    'There are fewer than 1 values.'
    """
    sentence = _SENTENCES[constraint.name]
    return Literal(
        sentence.format(
            term=constraint.term,
            terms=" ".join(map(str, constraint.terms)) or "an empty list",
            number=constraint.number,
            text=constraint.text,
            language=language,
            component=constraint.component,
        )
    )
