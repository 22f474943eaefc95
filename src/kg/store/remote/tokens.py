"""A cursor over the tokens of a query of ours, with its prefixes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from kg.errors import QueryRefused
from kg.store.remote.patterns import Constant, Node, Variable
from kg.store.tokeniser import Kind, Token, position_of, read_tokens
from kg.vocab import DATA

_END: Final = Token(Kind.PUNCTUATION, "", -1)


def unreadable(text: str, offset: int, message: str) -> QueryRefused:
    """Return the error for SPARQL that our own queries do not use; a user never sees it."""
    line, column = position_of(text, max(offset, 0))
    return QueryRefused(f"{line}:{column}: {message}", line, column)


@dataclass
class Cursor:
    """Where the reader stands.

    Attributes:
        text: the query.
        tokens: of it.
        place: index of the next one.
        prefixes: namespace by prefix.
    """

    text: str
    tokens: list[Token]
    place: int = 0
    prefixes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> Cursor:
        """Return a cursor that stands behind the prologue."""
        cursor = cls(text, list(read_tokens(text)))
        while cursor.word() == "prefix":
            prefix, iri = cursor.tokens[cursor.place + 1 : cursor.place + 3]
            cursor.prefixes[prefix.text.removesuffix(":")] = iri.text[1:-1]
            cursor.place += 3
        return cursor

    def peek(self) -> Token:
        """Return the next token, an empty one at the end."""
        return self.tokens[self.place] if self.place < len(self.tokens) else _END

    def word(self) -> str:
        """Return the next token in lower case where it is a keyword, else nothing."""
        token = self.peek()
        return token.text.lower() if token.kind is Kind.WORD else ""

    def take(self) -> Token:
        """Return the next token and go behind it."""
        token = self.peek()
        if token is _END:
            raise unreadable(self.text, len(self.text), "the query ends too early")
        self.place += 1
        return token

    def accept(self, *spellings: str) -> bool:
        """Go behind the next token if it is one of some keywords or signs."""
        found = self.peek().text.lower() in spellings
        self.place += found
        return found

    def expect(self, spelling: str) -> None:
        """Go behind a token that must stand here.

        Raises:
            QueryRefused: when another one does.
        """
        token = self.take()
        if token.text.lower() != spelling:
            raise unreadable(self.text, token.offset, f"{spelling!r} was expected, not {token.text!r}")

    def skip_brackets(self) -> list[Token]:
        """Go behind the bracket that opens here and all that it holds; return what it holds."""
        start, depth = self.place, self.take().depth
        while self.take().depth >= depth:
            pass
        return self.tokens[start + 1 : self.place - 1]

    def iri(self, token: Token) -> str:
        """Spell the IRI that a token stands for in N-Triples syntax."""
        if token.kind is Kind.IRI:
            value = token.text[1:-1]
            return token.text if re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", value) else f"<{DATA}{value}>"
        prefix, _, local = token.text.partition(":")
        if token.kind is not Kind.NAME or prefix not in self.prefixes:
            raise unreadable(self.text, token.offset, f"{token.text!r} is no IRI with a declared prefix")
        plain = re.sub(r"\\(.)", r"\1", local)
        return f"<{self.prefixes[prefix]}{plain}>"

    def node(self) -> Node:
        """Read a subject, an object or a value."""
        token = self.take()
        if token.kind is Kind.VARIABLE:
            return Variable(token.text[1:])
        if token.kind is Kind.BLANK:
            return Variable(token.text)
        if token.kind in (Kind.IRI, Kind.NAME):
            return Constant(self.iri(token))
        if token.kind is Kind.STRING:
            if self.peek().kind is Kind.LANGUAGE or self.accept("^^"):
                self.take()
            return Constant('""')
        if token.text in {"+", "-"}:
            token = self.take()
        if token.kind is Kind.NUMBER or token.text.lower() in {"true", "false"}:
            return Constant('""')
        raise unreadable(self.text, token.offset, f"{token.text!r} is no variable, IRI or literal")
