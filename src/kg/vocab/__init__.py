"""Every IRI that the program spells: namespaces, own terms and enumerated values."""

from kg.vocab.enumerations import SCHEMES, term_of, value_of
from kg.vocab.namespaces import CV, DATA, ELI, OA, PREFIXES, QUDT, QUDT_UNITS, SHAPES
from kg.vocab.own import KG

__all__ = [
    "CV",
    "DATA",
    "ELI",
    "KG",
    "OA",
    "PREFIXES",
    "QUDT",
    "QUDT_UNITS",
    "SCHEMES",
    "SHAPES",
    "term_of",
    "value_of",
]
