"""Read the terms and property paths of a SPARQL query from its tokens (SPARQL 1.1 §4, §9)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode
from rdflib import XSD

from kg.validation.compiled.prebinding import Token
from kg.validation.delta.edges import Slot
from kg.validation.paths import Alternative, Inverse, Path, Predicate, Repeat, Sequence
from kg.validation.triples import TYPE, named

_REPEATS: Final = frozenset({"*", "+", "?"})
_BOOLEAN: Final = named(XSD.boolean)


class UnreadableQueryError(ValueError):
    """A query whose patterns are not understood; the message names the words."""


class TermReader:
    """Goes through tokens from left to right."""

    def __init__(self, tokens: list[Token], path: Path | None) -> None:
        """Take the tokens, and what ``$PATH`` stands for."""
        self._tokens = tokens
        self._at = 0
        self._path = path
        self._prefixes: dict[str, str] = {}
        self._fresh = 0

    def _slot(self) -> Slot:
        token = self._next()
        if token.variable:
            return token.variable
        if token.kind == "string":
            return self._string(token)
        if token.kind == "word" and token.text in ("true", "false"):
            return Literal(token.text, datatype=_BOOLEAN)
        if token.text[0].isdigit() or token.text in ("+", "-"):
            self._pass_number()
            return self._variable()
        if token.kind == "name" and token.text.startswith("_:"):
            return f".{token.text.removesuffix('.')}"
        return self._iri(token)

    def _string(self, token: Token) -> Slot:
        quotes = token.text[:3] if token.text[:3] in ('"""', "'''") else token.text[0]
        inside = token.text[len(quotes) : -len(quotes)]
        if self._peek("^"):
            self._expect("^")
            self._expect("^")
            self._iri(self._next())
            return self._variable()
        language = ""
        if self._at < len(self._tokens) and self._tokens[self._at].text.startswith("@"):
            language = self._next().text[1:]
        if "\\" in inside:
            return self._variable()
        return Literal(inside, language=language) if language else Literal(inside)

    def _pass_number(self) -> None:
        while self._at < len(self._tokens):
            before, token = self._tokens[self._at - 1], self._tokens[self._at]
            if token.offset != before.offset + len(before.text) or token.text in (",", ";", "}"):
                return
            self._at += 1

    def _variable(self) -> str:
        """A variable for a value that the store may keep in another form: any value fits."""
        self._fresh += 1
        return f".value{self._fresh}"

    def _verb(self) -> Path | None:
        token = self._tokens[self._at] if self._at < len(self._tokens) else None
        if token is not None and token.variable:
            self._at += 1
            return self._path if token.variable == "PATH" else None
        return self._alternative()

    def _alternative(self) -> Path:
        parts = [self._sequence()]
        while self._takes("|"):
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else Alternative(tuple(parts))

    def _sequence(self) -> Path:
        parts = [self._step()]
        while self._takes("/"):
            parts.append(self._step())
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _step(self) -> Path:
        if self._takes("^"):
            return Inverse(self._step())
        if self._takes("("):
            path = self._alternative()
            self._expect(")")
        else:
            token = self._next()
            if token.variable == "PATH" and self._path is not None:
                path = self._path
            else:
                path = Predicate(TYPE if token.text == "a" else self._iri(token))
        if self._at < len(self._tokens) and self._tokens[self._at].text in _REPEATS:
            path = Repeat(path, self._next().text)
        return path

    def _iri(self, token: Token) -> NamedNode:
        if token.kind == "iri":
            return NamedNode(token.text[1:-1])
        prefix, colon, local = token.text.removesuffix(".").partition(":")
        if not colon or prefix not in self._prefixes or token.kind != "name":
            raise UnreadableQueryError(f"{token.text} is no term")
        return NamedNode(self._prefixes[prefix] + local)

    def _next(self) -> Token:
        if self._at >= len(self._tokens):
            raise UnreadableQueryError("the query ends too early")
        self._at += 1
        return self._tokens[self._at - 1]

    def _word(self) -> str:
        return self._tokens[self._at].text if self._at < len(self._tokens) else "the end"

    def _peek(self, word: str) -> bool:
        if self._at >= len(self._tokens):
            return False
        token = self._tokens[self._at]
        return token.text == word or token.is_word(word)

    def _takes(self, word: str) -> bool:
        found = self._peek(word)
        self._at += found
        return found

    def _expect(self, word: str) -> None:
        if not self._takes(word):
            raise UnreadableQueryError(f"{self._word()} where {word} was expected")

    def _until(self, word: str) -> Iterator[Token]:
        while not self._peek(word):
            yield self._next()
