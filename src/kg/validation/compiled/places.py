"""Find where a Turtle file speaks of a shape: parsers of RDF give positions for errors of syntax only.

The text is cut into tokens and statements, so that words in strings and comments are never taken for terms.
A place is given only where it is certain: the term inside the statements of the shape, or, for a shape
without a name, inside those of the nearest node with a name if the term stands there once; else that node.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode

from kg.validation.compiled.prebinding import Token, read_tokens
from kg.validation.triples import TYPE, Node, Term, Triples

_OPENING = {"[": 1, "(": 1, "]": -1, ")": -1}


@dataclass(frozen=True)
class Place:
    """Where something stands in a file; line and column are counted from 1."""

    file: Path
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


def name_above(graph: Triples, node: Node) -> NamedNode | None:
    """Give the node itself if it has a name, or else the nearest one that leads to it."""
    above: dict[Term, list[Node]] = {}
    for subject, _, value in graph:
        above.setdefault(value, []).append(subject)
    seen, waiting = {node}, [node]
    while waiting:
        found = waiting.pop(0)
        if isinstance(found, NamedNode):
            return found
        for subject in sorted(above.get(found, ()), key=str):
            if subject not in seen:
                seen.add(subject)
                waiting.append(subject)
    return None


def find_place(
    files: Iterable[Path], graph: Triples, node: Node, term: Term | None = None, query_line: int = 0
) -> Place | None:
    """Find where files speak of a node.

    Args:
        files: Turtle files; others are passed over.
        graph: what they say, to find the name above a blank node.
        node: the shape.
        term: a property or value at the node.
        query_line: a line inside the text that is the value of `term`, from 1.
    """
    name = name_above(graph, node)
    if name is None:
        return None
    subjects: list[Place] = []
    terms: list[Place] = []
    mentions: list[Place] = []
    for file in files:
        if file.suffix.lower() != ".ttl":
            continue
        text = file.read_text("utf-8", errors="replace")
        for statement in _statements(text):
            if statement.subject == name.value:
                subjects.append(_place(file, text, statement.tokens[0].offset))
                nested = isinstance(node, BlankNode)
                terms += [
                    _place(file, text, offset)
                    for offset in statement.offsets_of(term, query_line, nested=nested)
                ]
            elif name.value in statement.iris:
                offset = statement.tokens[statement.iris.index(name.value)].offset
                mentions.append(_place(file, text, offset))
    certain = terms[:1] if isinstance(node, NamedNode) or len(terms) == 1 else []
    return next(iter([*certain, *subjects, *mentions]), None)


@dataclass(frozen=True)
class _Statement:
    """The tokens of one statement with the depth of each inside brackets, and the IRIs that they name."""

    tokens: tuple[Token, ...]
    depths: tuple[int, ...]
    iris: tuple[str, ...]

    @property
    def subject(self) -> str:
        return self.iris[0]

    def offsets_of(self, term: Term | None, query_line: int, *, nested: bool) -> Iterator[int]:
        if not isinstance(term, NamedNode):
            return
        for number in range(1, len(self.tokens)):
            if self.iris[number] != term.value or (self.depths[number] > 0) is not nested:
                continue
            follower = self.tokens[number + 1 : number + 2]
            if query_line > 1 and follower and follower[0].kind == "string":
                yield _start_of_line(follower[0], query_line)
            else:
                yield self.tokens[number].offset


def _start_of_line(string: Token, line: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = string.text.find("\n", at) + 1
    return string.offset + at + len(string.text[at:]) - len(string.text[at:].lstrip())


def _statements(text: str) -> Iterator[_Statement]:
    prefixes: dict[str, str] = {}
    tokens: list[Token] = []
    depth = 0
    depths: list[int] = []
    for token in _separated(text):
        depth += _OPENING.get(token.text, 0)
        is_number = text[token.offset + 1 : token.offset + 2].isdigit()
        if token.text == "." and token.kind == "other" and depth == 0 and not is_number:
            if tokens and tokens[0].text.lower() == "@prefix":
                prefixes[tokens[1].text.removesuffix(":")] = tokens[2].text.strip("<>")
            elif tokens:
                iris = tuple(_iri(each, prefixes) for each in tokens)
                yield _Statement(tuple(tokens), tuple(depths), iris)
            tokens, depths = [], []
        elif tokens and tokens[0].is_word("PREFIX") and token.kind == "iri":
            prefixes[tokens[1].text.removesuffix(":")] = token.text.strip("<>")
            tokens, depths = [], []
        else:
            tokens.append(token)
            depths.append(depth)


def _separated(text: str) -> Iterator[Token]:
    """Yield tokens; the point that ends a statement is never part of a name (Turtle §6.5, PN_LOCAL)."""
    for token in read_tokens(text):
        name = token.text.rstrip(".") if token.kind == "name" else token.text
        yield Token(token.kind, name, token.offset)
        if name != token.text:
            yield Token("other", ".", token.offset + len(name))


def _iri(token: Token, prefixes: dict[str, str]) -> str:
    if token.kind == "iri":
        return token.text.strip("<>")
    if token.kind == "name" and ":" in token.text:
        prefix, _, local = token.text.partition(":")
        return prefixes[prefix] + local if prefix in prefixes else ""
    return TYPE.value if token.text == "a" and token.kind == "word" else ""


def _place(file: Path, text: str, offset: int) -> Place:
    line = text.count("\n", 0, offset) + 1
    return Place(file, line, offset - text.rfind("\n", 0, offset))
