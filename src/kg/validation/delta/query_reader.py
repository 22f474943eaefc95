"""Read the patterns of a SPARQL query: which triples it looks at, and how they hang together.

Conditions are not read but for the patterns in their EXISTS. What is not understood is refused with
`UnreadableQueryError`, never skipped: who asks must then take every node for affected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from kg.validation.compiled.prebinding import Token, read_tokens
from kg.validation.delta.edges import Edge
from kg.validation.delta.query_terms import TermReader, UnreadableQueryError
from kg.validation.paths import Path

_CUTS: Final = ("LIMIT", "OFFSET", "FROM", "REDUCED")


@dataclass
class Group:
    """A group of patterns.

    Attributes:
        edges: its own patterns.
        inner: groups that must hold too, inner SELECTs among them.
        unions: groups of which one must hold.
        optional: groups of OPTIONAL.
        tested: groups of EXISTS, NOT EXISTS and MINUS.
        aliases: variable → the variables that it may be a copy of (``BIND(COALESCE(?a, ?b) AS ?c)``).
    """

    edges: list[Edge] = field(default_factory=list)
    inner: list[Group] = field(default_factory=list)
    unions: list[list[Group]] = field(default_factory=list)
    optional: list[Group] = field(default_factory=list)
    tested: list[Group] = field(default_factory=list)
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def variables(self) -> set[str]:
        """All variables of its patterns and aliases."""
        found = {name for edge in self.edges for name in edge.variables} | set(self.aliases)
        found.update(*self.aliases.values())
        return found.union(*(group.variables() for group in self.children()))

    def children(self) -> Iterator[Group]:
        """Yield the groups right inside."""
        yield from self.inner
        for union in self.unions:
            yield from union
        yield from self.optional
        yield from self.tested

    def rename(self, names: Mapping[str, str]) -> None:
        """Give variables other names, here and inside."""
        self.edges = [edge.renamed(names) for edge in self.edges]
        self.aliases = {
            names.get(name, name): tuple(names.get(each, each) for each in others)
            for name, others in self.aliases.items()
        }
        for group in self.children():
            group.rename(names)


def read_patterns(text: str, path: Path | None = None) -> Group:
    """Read the patterns of a SELECT or ASK query.

    Args:
        text: the query.
        path: what ``$PATH`` stands for.

    Raises:
        UnreadableQueryError: a form that is not understood.
    """
    return _Reader(list(read_tokens(text)), path).query()


class _Reader(TermReader):
    """Reads groups from left to right."""

    def query(self) -> Group:
        while self._takes("PREFIX"):
            prefix, iri = self._next().text, self._next().text
            self._prefixes[prefix.removesuffix(":")] = iri[1:-1]
        if not (self._peek("SELECT") or self._peek("ASK")):
            raise UnreadableQueryError(f"{self._word()} is no SELECT or ASK")
        return self._select(nested=False)

    def _select(self, *, nested: bool) -> Group:
        """Read from SELECT or ASK to the end of its group and of what follows it.

        What an inner SELECT does not return has nothing to do with a variable of the same name outside.
        """
        returned = self._returned()
        group = self._group()
        while self._at < len(self._tokens) and not self._peek("}"):
            token = self._next()
            if any(token.is_word(word) for word in _CUTS) or token.text == "{":
                raise UnreadableQueryError(f"{token.text} after the patterns of a SELECT")
        if nested and "*" not in returned:
            self._fresh += 1
            hidden = group.variables() - returned
            group.rename({name: f"{name}.{self._fresh}" for name in hidden if "." not in name})
        return group

    def _returned(self) -> set[str]:
        """Read the head of a SELECT: the variables that it returns, and ``*``."""
        found: set[str] = set()
        depth, after_as = 0, False
        for token in self._until("{"):
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            if depth == 0 or after_as:
                found.add(token.variable or token.text)
            after_as = token.is_word("AS")
        return found

    def _group(self) -> Group:
        group = Group()
        self._expect("{")
        if self._peek("SELECT"):
            group.inner.append(self._select(nested=True))
        while not self._takes("}"):
            self._element(group)
        return group

    def _element(self, group: Group) -> None:
        if self._peek("{"):
            branches = [self._group()]
            while self._takes("UNION"):
                branches.append(self._group())
            if len(branches) == 1:
                group.inner += branches
            else:
                group.unions.append(branches)
        elif self._takes("OPTIONAL"):
            group.optional.append(self._group())
        elif self._takes("MINUS"):
            group.tested.append(self._group())
        elif self._takes("FILTER"):
            self._condition(group)
        elif self._takes("BIND"):
            self._bind(group)
        elif self._takes("VALUES"):
            self._skip_values()
        elif not self._takes("."):
            self._triples(group)

    def _condition(self, group: Group) -> None:
        while not self._peek("("):
            token = self._next()
            if token.is_word("EXISTS"):
                group.tested.append(self._group())
                return
        self._parentheses(group)

    def _parentheses(self, group: Group) -> list[Token]:
        """Pass over an expression in parentheses; patterns of EXISTS in it go to the group."""
        passed: list[Token] = []
        depth = 0
        while True:
            token = self._next()
            passed.append(token)
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            if depth == 0:
                return passed
            if token.is_word("EXISTS"):
                group.tested.append(self._group())

    def _bind(self, group: Group) -> None:
        words = self._parentheses(group)[1:-1]
        if len(words) < 3 or not words[-1].variable:
            raise UnreadableQueryError("BIND without AS and a variable")
        expression, name = words[:-2], words[-1].variable
        if expression[0].is_word("COALESCE"):
            expression = [token for token in expression[1:] if token.text not in ("(", ",", ")")]
        if all(token.variable for token in expression):
            group.aliases[name] = tuple(token.variable for token in expression)

    def _skip_values(self) -> None:
        for _token in self._until("{"):
            pass
        self._expect("{")
        for _token in self._until("}"):
            pass
        self._expect("}")

    def _triples(self, group: Group) -> None:
        subject = self._slot()
        while True:
            path = self._verb()
            group.edges.append(Edge(subject, path, self._slot()))
            while self._takes(","):
                group.edges.append(Edge(subject, path, self._slot()))
            semicolon = False
            while self._takes(";"):
                semicolon = True
            if not semicolon or self._peek(".") or self._peek("}"):
                return
