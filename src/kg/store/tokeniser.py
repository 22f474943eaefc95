r"""Cuts a SPARQL query into tokens, exactly as far as refusing needs it.

pyoxigraph shows no syntax tree, so what must be known before the engine runs (``kg.store.guard``) is read
from tokens: SPARQL 1.1 §19.8, terminals 139–173, plus the direction of a language tag of SPARQL 1.2. The
engine's parser chooses terminals by context and has no longest-match rule; where the two could disagree
about what is a word and what is hidden inside a string, an IRI or a comment, the tokeniser refuses instead
of guessing:

* a string with a bad escape or without an end (the engine would read ``\'\'\'`` as ``\'\'`` and go on);
* ``<…>`` after an operand inside parentheses or right after ``<``, when it holds quotes, brackets or ``#``
  and is no ``scheme://`` IRI: ``?a<\'>\' …`` is an IRI by longest match, an operator for the engine.

>>> [token.text for token in read_tokens("ASK { ?s a <http://x/#a> } # LOAD")]
['ASK', '{', '?s', 'a', '<http://x/#a>', '}']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, NamedTuple

from kg.errors import QueryRefused


class Kind(Enum):
    """What a token is; punctuation covers brackets and operators."""

    WORD = auto()
    NAME = auto()
    IRI = auto()
    STRING = auto()
    NUMBER = auto()
    VARIABLE = auto()
    BLANK = auto()
    LANGUAGE = auto()
    OPEN = auto()
    CLOSE = auto()
    PUNCTUATION = auto()


class Token(NamedTuple):
    """One token; a tuple, for a query has hundreds and they are made before anything else is done.

    Attributes:
        kind: what it is.
        text: as written.
        offset: of its first character, in code points from 0.
        depth: how many brackets are open behind it.
    """

    kind: Kind
    text: str
    offset: int
    depth: int = 0


@dataclass(frozen=True, slots=True)
class _Bracket:
    """An open bracket; ``data`` inside the braces of VALUES, where nothing compares."""

    text: str
    offset: int
    data: bool = False


# Any character beyond ASCII counts as a letter: where the engine does not think so, it fails on it anyway.
_CHAR: Final = r"[A-Za-z0-9_\-\u0080-\U0010FFFF]"
_UNIT: Final = r"(?![dD][89a-fA-F])[0-9A-Fa-f]{4}"
_ESCAPE: Final = rf"\\(?:[tbnrf\"'\\]|u{_UNIT}|U0000{_UNIT}|U00(?:0[1-9A-Fa-f]|10)[0-9A-Fa-f]{{4}})"
_IRI_REST: Final = r"(?:[^<>\"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>"
# The prefix of a name is bounded: a long run such as a-a-a-… would be read again from each of its letters.
_SKIPPED: Final = r"(?:[ \t\r\n]++|\#[^\r\n]*+)*+"
_SPACE: Final = re.compile(_SKIPPED)
_TOKEN: Final = re.compile(
    rf"""{_SKIPPED}(?:
    \Z
  | (?P<STRING>\"\"\"(?:\"{{0,2}}(?:[^\"\\]|{_ESCAPE}))*+\"\"\"
             |'''(?:'{{0,2}}(?:[^'\\]|{_ESCAPE}))*+'''
             |(?!\"\"\")\"(?:[^\"\\\r\n]|{_ESCAPE})*+\"
             |(?!''')'(?:[^'\\\r\n]|{_ESCAPE})*+')
  | (?P<IRI><{_IRI_REST})
  | (?P<VARIABLE>[?$][A-Za-z0-9_\u0080-\U0010FFFF]++)
  | (?P<BLANK>_:{_CHAR}(?:\.*{_CHAR}++)*+)
  | (?P<LANGUAGE>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--(?:ltr|rtl))?)
  | (?P<NAME>(?:[A-Za-z\u0080-\U0010FFFF](?:(?:{_CHAR}|\.){{0,100}}{_CHAR})?)?:
        (?:(?:[:]|{_CHAR}|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?\#@%])
           (?:\.*(?:[:]|{_CHAR}|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?\#@%])++)*+)?+)
  | (?P<NUMBER>(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+)
  | (?P<WORD>[A-Za-z\u0080-\U0010FFFF][A-Za-z0-9_\u0080-\U0010FFFF]*+)
  | (?P<OPEN><<(?!{_IRI_REST})|[({{\[])
  | (?P<CLOSE>>>|[)}}\]])
  | (?P<PUNCTUATION>\^\^|&&|\|\||[!<>]=|[.,;=!<>+\-*/|^?~])
    )""",
    re.VERBOSE,
)
_KINDS: Final = dict(Kind.__members__)
_OPERAND: Final = frozenset(
    {Kind.VARIABLE, Kind.STRING, Kind.NUMBER, Kind.IRI, Kind.NAME, Kind.LANGUAGE, Kind.CLOSE, Kind.BLANK}
)
_SCHEME: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
_DESYNCHRONISING: Final = frozenset("'#()[]")
_CLOSES: Final = {")": "(", "}": "{", "]": "[", ">>": "<<"}


def position_of(text: str, offset: int) -> tuple[int, int]:
    r"""Return the 1-based line and column of an offset.

    >>> position_of("ASK\n{}", 4)
    (2, 1)
    """
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - start + 1


def refusal(text: str, offset: int, message: str, vi: str) -> QueryRefused:
    """Return the error that says what is refused and where, in English and Vietnamese."""
    line, column = position_of(text, offset)
    return QueryRefused(f"{line}:{column}: {message}", line, column, vi=f"{line}:{column}: {vi}")


def read_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a query in order, without white space and comments.

    Raises:
        QueryRefused: at a character, string, bracket or ``<`` that has no single safe reading.
    """
    brackets: list[_Bracket] = []
    previous = Token(Kind.PUNCTUATION, "", 0)
    offset = 0
    values = False
    while match := _TOKEN.match(text, offset):
        name = match.lastgroup
        offset = match.end()
        if name is None:
            break
        kind, spelling, start = _KINDS[name], match[name], match.start(name)
        if kind is Kind.IRI and _is_ambiguous(spelling, start, previous, brackets):
            message = "'<' could open an IRI or compare; put a space after a comparing '<', or use a prefix"
            vi = "'<' có thể mở một IRI hoặc để so sánh; hãy để dấu cách sau '<' so sánh, hoặc dùng tiền tố"
            raise refusal(text, start, message, vi)
        if kind is Kind.OPEN:
            data = (values and spelling == "{") or (bool(brackets) and brackets[-1].data)
            brackets.append(_Bracket(spelling, start, data))
            values = values and spelling != "{"
        elif kind is Kind.CLOSE:
            _close(text, spelling, start, brackets)
        elif kind is Kind.WORD:
            values = values or spelling.lower() == "values"
        previous = Token(kind, spelling, start, len(brackets))
        yield previous
    else:
        skipped = _SPACE.match(text, offset)
        offset = skipped.end() if skipped else offset
        raise refusal(text, offset, *_complaint(text[offset]))
    if brackets:
        still = brackets[-1]
        vi = f"{still.text!r} này chưa được đóng; hãy đóng lại"
        raise refusal(text, still.offset, f"this {still.text!r} is never closed; close it", vi)


def _close(text: str, spelling: str, offset: int, brackets: list[_Bracket]) -> None:
    """Take the bracket that this one closes from the stack; ``>>`` may also be two comparisons."""
    if brackets and brackets[-1].text == _CLOSES[spelling]:
        brackets.pop()
    elif spelling != ">>":
        expected = f"; {brackets[-1].text!r} is still open" if brackets else ""
        open_still = f"; {brackets[-1].text!r} còn mở" if brackets else ""
        vi = f"{spelling!r} này không đóng gì{open_still}; hãy cân các dấu ngoặc"
        raise refusal(text, offset, f"this {spelling!r} closes nothing{expected}; balance the brackets", vi)


def _is_ambiguous(iri: str, offset: int, previous: Token, brackets: list[_Bracket]) -> bool:
    """Tell whether the engine could read ``<`` as an operator and then fall out of step with us."""
    if _SCHEME.match(iri) or _DESYNCHRONISING.isdisjoint(iri):
        return False
    if previous.text == "<" and previous.offset == offset - 1:
        return True
    operand = previous.kind in _OPERAND or previous.text.lower().endswith(("true", "false"))
    return operand and bool(brackets) and brackets[-1].text == "(" and not brackets[-1].data


def _complaint(character: str) -> tuple[str, str]:
    """Say what is wrong with a character at which no token begins, in English and Vietnamese."""
    if character in "\"'":
        return (
            "this string has no end or a bad escape; close it, and write a backslash as \\\\",
            "chuỗi này không kết thúc hoặc thoát sai; hãy đóng lại, và viết dấu \\ thành \\\\",
        )
    if character == "\\":
        return (
            "a backslash has no meaning here; escapes belong inside strings, IRIs and prefixed names",
            "dấu \\ ở đây không có nghĩa; thoát chỉ có trong chuỗi, IRI và tên có tiền tố",
        )
    return f"{character!r} has no meaning here; remove it", f"{character!r} ở đây không có nghĩa; hãy bỏ đi"
