"""Bind values into a query before it runs (SHACL appendix A).

SHACL binds ``$this`` and the like in every group of a query. The engine joins given values only at the top,
so each group that mentions such a variable gets its value at its beginning: ``VALUES ?this { … }``, or for a
blank node, which SPARQL cannot name, a function that returns it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from pyoxigraph import BlankNode, NamedNode, QueryBoolean, QuerySolutions, Store

from kg.validation.paths import Path, Predicate
from kg.validation.triples import Term

_TOKEN: Final = re.compile(
    r"""
    (?P<skip>\s+|\#[^\r\n]*)
  | (?P<string>\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')
  | (?P<iri><[^<>\"{}|^`\\\x00-\x20]*>)
  | (?P<variable>[?$]\w+)
  | (?P<word>[^\W\d]\w*(?![\w:-]))
  | (?P<name>[\w.-]*:[\w.:%-]*|@[\w-]+)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_FUNCTION: Final = "urn:x-diaban:bound:"
Function = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a query: kind, text, and the offset of its first character."""

    kind: str
    text: str
    offset: int

    @property
    def variable(self) -> str:
        """Name of the variable, or empty."""
        return self.text[1:] if self.kind == "variable" else ""

    def is_word(self, word: str) -> bool:
        """Tell whether this is a keyword, in any case."""
        return self.kind == "word" and self.text.upper() == word


def read_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a query without white space and comments.

    >>> [token.text for token in read_tokens("ASK { ?s a <http://x/#a> } # MINUS")]
    ['ASK', '{', '?s', 'a', '<http://x/#a>', '}']
    """
    for match in _TOKEN.finditer(text):
        if match.lastgroup is not None and match.lastgroup != "skip":
            yield Token(match.lastgroup, match[0], match.start())


@lru_cache(maxsize=2048)
def tokens_of(query: str) -> tuple[Token, ...]:
    """The tokens of a query; one that was just read is not read again."""
    return tuple(read_tokens(query))


@dataclass
class _Group:
    """A pair of braces: where its inside begins, and the variables that it mentions."""

    inside: int
    mentions: set[str] = field(default_factory=set)
    is_select: bool = False
    in_exists: bool = False
    first: _Group | None = None


@dataclass(frozen=True)
class Template:
    """A query that can be bound: ``parts`` stand between the places where the values of ``names`` go."""

    parts: tuple[str, ...]
    names: tuple[frozenset[str], ...]
    mentioned: frozenset[str]

    def bind(
        self, values: Mapping[str, Term], many: Iterable[Term] = ()
    ) -> tuple[str, dict[NamedNode, Function]]:
        """Give the query with values, and the functions that return its blank nodes.

        Args:
            values: variable → value.
            many: values of ``?this``, for all of which the query runs at once; none of them a blank node.
        """
        functions: dict[NamedNode, Function] = {}
        binders = {name: _binder(name, value, functions) for name, value in values.items()}
        if spelled := " ".join(map(str, many)):
            binders["this"] = f" VALUES ?this {{ {spelled} }} "
        pieces = [self.parts[0]]
        for names, part in zip(self.names, self.parts[1:], strict=True):
            pieces += [binders[name] for name in sorted(names) if name in binders]
            pieces.append(part)
        return "".join(pieces), functions


def _binder(name: str, value: Term, functions: dict[NamedNode, Function]) -> str:
    if not isinstance(value, BlankNode):
        return f" VALUES ?{name} {{ {value} }} "
    function = NamedNode(_FUNCTION + name)
    functions[function] = lambda: value
    return f" BIND({function}() AS ?{name}) "


def make_template(
    text: str, names: Iterable[str], path: Path | None = None, *, inside_exists: bool = True
) -> Template:
    """Find where a query takes values.

    Args:
        text: the query.
        names: variables that values may be bound to.
        path: what stands for ``$PATH``.
        inside_exists: whether groups inside EXISTS take values too, though they get those of each row.
    """
    wanted = frozenset(names)
    if path is not None:
        text = _with_path(text, path)
    groups = _groups(tokens_of(text), wanted)
    mentioned = frozenset(name for group in groups for name in group.mentions)
    places = {group.inside: group.mentions for group in groups[1:] if not group.is_select}
    outermost = groups[1] if groups[1:] else groups[0]
    while outermost.is_select and outermost.first is not None:
        outermost = outermost.first
    if groups[1:]:
        places[outermost.inside] = set(wanted)
    for group in groups:
        if group.is_select and group.first is not None:
            places[group.first.inside] |= group.mentions
    if not inside_exists:
        places = {offset: found for offset, found in places.items() if offset not in _exists(groups)}
    offsets = sorted(offset for offset, found in places.items() if found)
    edges = [0, *offsets, len(text)]
    parts = tuple(text[start:end] for start, end in pairwise(edges))
    return Template(parts, tuple(frozenset(places[offset]) for offset in offsets), mentioned)


def _exists(groups: list[_Group]) -> set[int]:
    return {group.inside for group in groups if group.in_exists}


def _with_path(text: str, path: Path) -> str:
    pieces, end = [], 0
    for token in tokens_of(text):
        if token.variable == "PATH":
            pieces += [text[end : token.offset], str(path) if isinstance(path, Predicate) else f"({path})"]
            end = token.offset + len(token.text)
    return "".join([*pieces, text[end:]])


def _groups(tokens: Sequence[Token], wanted: frozenset[str]) -> list[_Group]:
    """Give all groups in the order in which they open; the first stands for what is outside all braces."""
    outside = _Group(0)
    found, open_groups = [outside], [outside]
    for number, token in enumerate(tokens):
        current = open_groups[-1]
        if token.text == "{":
            follower = tokens[number + 1] if number + 1 < len(tokens) else token
            in_exists = current.in_exists or (number > 0 and tokens[number - 1].is_word("EXISTS"))
            group = _Group(token.offset + 1, is_select=follower.is_word("SELECT"), in_exists=in_exists)
            current.first = current.first or group
            found.append(group)
            open_groups.append(group)
        elif token.text == "}" and len(open_groups) > 1:
            open_groups.pop()
        elif token.kind == "variable":
            current.mentions |= {token.variable} & wanted
        elif token.kind == "iri":  # an operator glued to a variable looks like one: ?a<?this&&?b>
            current.mentions |= set(re.findall(r"[?$](\w+)", token.text)) & wanted
    return found


def select(store: Store, text: str, functions: dict[NamedNode, Function]) -> QuerySolutions:
    """Run a SELECT query."""
    answer = store.query(text, custom_functions=functions)
    if not isinstance(answer, QuerySolutions):
        raise TypeError("the query is no SELECT query")
    return answer


def ask(store: Store, text: str, functions: dict[NamedNode, Function]) -> bool:
    """Run an ASK query."""
    answer = store.query(text, custom_functions=functions)
    if not isinstance(answer, QueryBoolean):
        raise TypeError("the query is no ASK query")
    return bool(answer)
