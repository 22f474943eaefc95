"""Refuses queries before the engine sees them, and says what a query is.

Refused are: SERVICE (it would send requests to other hosts), updates, graphs that the store does not hold,
queries that are too long or nested too deeply. The engine parses by backtracking, so ``SERVICEex:a {`` and
``trueSERVICE`` reach its SERVICE rule too; both are refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import urljoin

from kg.errors import QueryTooLong
from kg.store.formats import QueryForm
from kg.store.tokeniser import Kind, Token, read_tokens, refusal
from kg.vocab import DATA

UPDATES: Final = frozenset(
    {"add", "clear", "copy", "create", "delete", "drop", "insert", "load", "move", "using", "with"}
)
"""Words that begin or belong to SPARQL 1.1 Update and have no place in a query."""

_FORMS: Final = {form.value.lower(): form for form in QueryForm}
_VOLATILE: Final = frozenset({"now", "rand", "uuid", "struuid"})
_SUSPECT: Final = re.compile("|".join(("service", *sorted(UPDATES))))
_PREFIXING: Final = frozenset({"!", "+", "-"})
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True)
class Inspection:
    """What is known of a query that may run.

    Attributes:
        form: SELECT, ASK, CONSTRUCT or DESCRIBE.
        default_graphs: absolute IRIs of FROM, in order; empty when there is none.
        named_graphs: absolute IRIs of FROM NAMED, in order.
        volatile: whether the answer may change while the data do not (NOW, RAND, UUID, STRUUID).
    """

    form: QueryForm
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    volatile: bool = False


@lru_cache(maxsize=256)
def inspect(
    text: str,
    *,
    graphs: frozenset[str] | None = None,
    max_characters: int = 65_536,
    max_nesting: int = 200,
) -> Inspection:
    """Return what the query is, or refuse it; remembered, since servers ask before they run a query.

    Args:
        text: the query.
        graphs: IRIs of the graphs that FROM and FROM NAMED may name; None allows every graph.
        max_characters: the longest query, in code points.
        max_nesting: the deepest nesting of brackets, triple terms and prefix operators.

    Raises:
        QueryTooLong: for a query longer than ``max_characters``.
        QueryRefused: for everything else that does not run here; the message begins with line:column.

    >>> inspect("SELECT * FROM <http://x/a> { ?service ?p 'LOAD' }").default_graphs
    ('http://x/a',)
    """
    if len(text) > max_characters:
        message = f"the query has {len(text)} characters, more than {max_characters}; shorten or divide it"
        raise QueryTooLong(
            message, vi=f"truy vấn có {len(text)} ký tự, hơn mức {max_characters}; hãy rút ngắn hoặc chia ra"
        )
    tokens = list(read_tokens(text))
    # Whatever a token says stands in the text, so most queries need not be looked through word by word.
    lowered = text.lower()
    if _SUSPECT.search(lowered):
        _refuse_words(text, tokens)
    _refuse_depth(text, tokens, max_nesting)
    start = next((index for index, token in enumerate(tokens) if _form(token)), None)
    if start is None:
        message = "no SELECT, ASK, CONSTRUCT or DESCRIBE; write one of them"
        vi = "không có SELECT, ASK, CONSTRUCT hay DESCRIBE; hãy viết một trong số đó"
        raise refusal(text, len(text.rstrip()), message, vi)
    default, named = _read_dataset(text, tokens, start, graphs) if "from" in lowered else ([], [])
    volatile = any(word in lowered for word in _VOLATILE) and any(
        token.kind is Kind.WORD and token.text.lower() in _VOLATILE for token in tokens
    )
    return Inspection(_FORMS[tokens[start].text.lower()], tuple(default), tuple(named), volatile)


def _form(token: Token) -> bool:
    return token.kind is Kind.WORD and token.text.lower() in _FORMS


def _refuse_words(text: str, tokens: Sequence[Token]) -> None:
    """Refuse SERVICE and update keywords wherever the engine could take them for keywords."""
    for index, token in enumerate(tokens):
        word = token.text.lower()
        if token.kind is Kind.WORD and "service" in word:
            raise refusal(text, token.offset, *_SERVICE)
        if token.kind is Kind.WORD and word in UPDATES:
            message = f"{token.text.upper()} changes data, and this service only reads; send a query"
            vi = f"{token.text.upper()} thay đổi dữ liệu, còn dịch vụ này chỉ đọc; hãy gửi truy vấn"
            raise refusal(text, token.offset, message, vi)
        if token.kind is Kind.NAME and "service" in word.partition(":")[0] and token.depth:
            following = tokens[index + 1].text if index + 1 < len(tokens) else ""
            if following == "{" and tokens[index - 1].text.lower() != "graph":
                raise refusal(text, token.offset, *_SERVICE)


_SERVICE: Final = (
    "SERVICE would ask another host, which is off here; ask that host and join the answers",
    "SERVICE sẽ hỏi máy chủ khác, ở đây không cho phép; hãy hỏi máy đó rồi ghép kết quả",
)


def _refuse_depth(text: str, tokens: Sequence[Token], limit: int) -> None:
    """Refuse brackets deeper than the limit; a run of prefix operators nests like brackets."""
    if len(tokens) <= limit:
        return
    run = 0
    for token in tokens:
        run = run + 1 if token.text in _PREFIXING and token.kind is Kind.PUNCTUATION else 0
        if token.depth + run > limit:
            message = f"nested more than {limit} levels deep; make the query flatter"
            vi = f"lồng nhau sâu hơn {limit} tầng; hãy viết truy vấn phẳng hơn"
            raise refusal(text, token.offset, message, vi)


def _read_dataset(
    text: str, tokens: Sequence[Token], start: int, graphs: frozenset[str] | None
) -> tuple[list[str], list[str]]:
    """Return the graphs of FROM and of FROM NAMED, resolved; refuse those that do not exist."""
    base, prefixes = _read_prologue(tokens[:start])
    default: list[str] = []
    named: list[str] = []
    for index, token in enumerate(tokens[start:], start):
        spoken = token.text.lower()
        if token.depth or token.kind not in (Kind.WORD, Kind.NAME) or not spoken.startswith("from"):
            continue
        if spoken != "from":
            if token.kind is Kind.WORD or token.text.partition(":")[0] not in prefixes:
                raise refusal(text, token.offset, "put a space after FROM", "hãy để dấu cách sau FROM")
            continue
        is_named = _text_at(tokens, index + 1).lower() == "named"
        graph = _resolve(text, tokens, index + 1 + is_named, base, prefixes)
        if graphs is not None and graph not in graphs:
            message = f"there is no graph <{graph}> here; SELECT ?g {{ GRAPH ?g {{}} }} lists all"
            vi = f"ở đây không có đồ thị <{graph}>; SELECT ?g {{ GRAPH ?g {{}} }} liệt kê tất cả"
            raise refusal(text, token.offset, message, vi)
        (named if is_named else default).append(graph)
    return default, named


def _text_at(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].text if index < len(tokens) else ""


def _read_prologue(tokens: Sequence[Token]) -> tuple[str, dict[str, str]]:
    """Return the base IRI, at first that of the data, and the prefixes declared before the query form."""
    base = str(DATA)
    prefixes: dict[str, str] = {}
    for index, token in enumerate(tokens):
        word = token.text.lower()
        if word == "base":
            base = _absolute(base, _text_at(tokens, index + 1))
        elif word == "prefix":
            prefix = _text_at(tokens, index + 1).removesuffix(":")
            prefixes[prefix] = _absolute(base, _text_at(tokens, index + 2))
    return base, prefixes


def _resolve(text: str, tokens: Sequence[Token], index: int, base: str, prefixes: dict[str, str]) -> str:
    """Return the absolute IRI that an IRI or a prefixed name stands for."""
    if index < len(tokens) and tokens[index].kind is Kind.IRI:
        return _absolute(base, tokens[index].text)
    if index < len(tokens) and tokens[index].kind is Kind.NAME:
        prefix, _, local = tokens[index].text.partition(":")
        if prefix in prefixes:
            return prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
        message = f"the prefix {prefix}: is not declared; add PREFIX {prefix}:"
        vi = f"tiền tố {prefix}: chưa được khai báo; hãy thêm PREFIX {prefix}:"
        raise refusal(text, tokens[index].offset, message, vi)
    offset = tokens[index].offset if index < len(tokens) else len(text.rstrip())
    message = "FROM must be followed by a graph: an IRI or a prefixed name"
    raise refusal(text, offset, message, "sau FROM phải là một đồ thị: một IRI hoặc một tên có tiền tố")


def _absolute(base: str, spelling: str) -> str:
    """Return the IRI that ``<…>`` spells, resolved against the base (RFC 3986 §5)."""
    iri = _unescape(spelling[1:-1])
    if _SCHEME.match(iri):
        return iri
    # urljoin drops an empty fragment, on which prefixes such as <terms#> rest.
    return urljoin(base, iri) + ("#" if iri.endswith("#") else "")


def _unescape(iri: str) -> str:
    r"""Replace ``\u`` and ``\U`` escapes of an IRI; an impossible code point becomes U+FFFD."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= 0x10FFFF else "�"

    return _ESCAPE.sub(character, iri)
