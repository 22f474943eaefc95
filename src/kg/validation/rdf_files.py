"""Read RDF files of any common form, with the place in the file in every error; nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse

from kg.errors import InputError
from kg.validation.triples import Node, Term

ENDINGS = (".ttl", ".nt", ".nq", ".trig", ".jsonld", ".json", ".rdf", ".xml")
"""Endings of file names and so formats that are read: Turtle, N-Triples, N-Quads, TriG, JSON-LD, RDF/XML."""

Triple = tuple[Node, NamedNode, Term]
_REMOTE_CONTEXT = "LoadDocumentCallback"


def read_rdf(file: Path, label: str = "", prefixes: dict[str, str] | None = None) -> Iterator[Triple]:
    """Yield the triples of a file, without graph names; its name tells the format.

    Args:
        file: the file; relative IRIs in it are relative to it.
        label: as in `parse_rdf`.
        prefixes: as in `parse_rdf`.

    Raises:
        InputError: it cannot be read, has an unknown ending or is ill-formed; the message holds the place.
    """
    form = _format_of(file)
    yield from parse_rdf(read_bytes(file), form, file, label, prefixes)


def parse_rdf(
    content: bytes, form: RdfFormat, file: Path, label: str = "", prefixes: dict[str, str] | None = None
) -> Iterator[Triple]:
    """Yield the triples of a text, without graph names.

    Args:
        content: the text.
        form: its format.
        file: where it comes from, for errors and relative IRIs.
        label: begins the labels of its blank nodes, which are numbered as they appear: so those of two files
            are never taken for one, and the same file gives the same labels. Empty keeps them as they are.
        prefixes: takes the prefixes that the text declares; what is in it already stays.

    Raises:
        InputError: it is ill-formed; the message holds the place.
    """
    known: dict[Term, BlankNode] = {}

    def named(term: Term) -> Term:
        if not label or not isinstance(term, BlankNode):
            return term
        return known.setdefault(term, BlankNode(f"{label}n{len(known) + 1}"))

    try:
        quads = parse(content, form, base_iri=file.resolve().as_uri())
        for quad in quads:
            subject, value = named(quad.subject), named(quad.object)
            if not isinstance(subject, NamedNode | BlankNode):
                raise InputError(file, f"{subject} is a quoted triple as a subject; write plain triples")
            yield subject, quad.predicate, value
        if prefixes is not None:
            prefixes.update({**quads.prefixes, **prefixes})
    except SyntaxError as error:
        raise InputError(_place(file, error), _reason(form, error)) from error
    except ValueError as error:
        raise InputError(file, f"is no {form}; mend it: {error}") from error


def read_bytes(file: Path) -> bytes:
    """Read a whole file.

    Raises:
        InputError: it cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(file, f"cannot be read: {error.strerror}; check the name and the rights") from error


def _format_of(file: Path) -> RdfFormat:
    ending = file.suffix.lower()
    found = RdfFormat.from_extension(ending.removeprefix(".")) if ending in ENDINGS else None
    if found is None:
        known = ", ".join(ENDINGS)
        raise InputError(file, f"the ending {file.suffix!r} names no RDF format; use one of {known}")
    return found


def _place(file: Path, error: SyntaxError) -> str:
    parts = (str(file), error.lineno, error.offset if error.lineno else None)
    return ":".join(str(part) for part in parts if part is not None)


def _reason(form: RdfFormat, error: SyntaxError) -> str:
    said = str(error.msg)
    if _REMOTE_CONTEXT in said:
        return "names a context that lies elsewhere, and nothing is fetched; write the context into the file"
    return f"is no {form}; mend it: {said}"
