"""Spell terms in short, by the prefixes that files declare."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode
from rdflib import SH, XSD

from kg.validation.paths import Path
from kg.validation.printable import printable
from kg.validation.triples import Node, Term

_LOCAL = re.compile(r"[\w-](?:[\w.-]*[\w-])?")
_STRING = str(XSD.string)


class ShortNames:
    """Short names of terms, by the prefixes of the files."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        known = {"sh": str(SH), **prefixes}
        self._known = sorted(known.items(), key=lambda pair: (-len(pair[1]), pair[0]))

    def of(self, term: Term | Node | None) -> str:
        """Give a term in short, with what a terminal would obey replaced."""
        if isinstance(term, NamedNode):
            return self._iri(term.value)
        if isinstance(term, Literal) and term.datatype.value != _STRING and not term.language:
            return printable(f'"{term.value}"^^{self._iri(term.datatype.value)}')
        return printable(str(term))

    def path(self, path: Path) -> str:
        """Give a path in short."""
        return re.sub(r"<([^<>]*)>", lambda match: self._iri(match[1]), str(path))

    def _iri(self, iri: str) -> str:
        for prefix, namespace in self._known:
            local = iri.removeprefix(namespace)
            if namespace and local != iri and _LOCAL.fullmatch(local):
                return f"{prefix}:{local}"
        return printable(f"<{iri}>")
