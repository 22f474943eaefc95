from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryRefused
from kg.store.tokeniser import Kind, position_of, read_tokens


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind.name, token.text) for token in read_tokens(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<http://x/#LOAD>", Kind.IRI),
        ("<>", Kind.IRI),
        ("<x\\u00e9>", Kind.IRI),
        ("ex:SERVICE", Kind.NAME),
        ("service:x", Kind.NAME),
        (":", Kind.NAME),
        ("a.b-c:d.e:f\\-%41", Kind.NAME),
        ("tên:số", Kind.NAME),
        ("'LOAD'", Kind.STRING),
        ('"a \\" b"', Kind.STRING),
        ("'''a ' '' \n b'''", Kind.STRING),
        ('"""a\\""""', Kind.STRING),
        ("''", Kind.STRING),
        ('""""""', Kind.STRING),
        ("'\\U0001F600\\u0111'", Kind.STRING),
        ("?service", Kind.VARIABLE),
        ("$tên", Kind.VARIABLE),
        ("_:load.x", Kind.BLANK),
        ("@vi-VN", Kind.LANGUAGE),
        ("@ar--rtl", Kind.LANGUAGE),
        ("12", Kind.NUMBER),
        (".5e-3", Kind.NUMBER),
        ("1.", Kind.NUMBER),
        ("SELECT", Kind.WORD),
        ("<=", Kind.PUNCTUATION),
        ("^^", Kind.PUNCTUATION),
    ],
)
def test_one_token(text: str, kind: Kind) -> None:
    assert kinds(text) == [(kind.name, text)]


def test_comments_and_white_space_are_left_out() -> None:
    assert [text for _, text in kinds("ASK# LOAD {\r{\t}#'\n")] == ["ASK", "{", "}"]


def test_less_than_is_an_operator_when_no_iri_can_begin() -> None:
    text = "(?a < ?b && ?c > 1 && ?d <= ?e && ?f<'x')"
    assert "IRI" not in {kind for kind, _ in kinds(text)}


def test_trailing_dot_ends_a_statement_and_no_name() -> None:
    assert [text for _, text in kinds("ex:a. _:b. 1 .")] == ["ex:a", ".", "_:b", ".", "1", "."]


@pytest.mark.parametrize(
    "text",
    [
        "'abc",
        '"a\nb"',
        "'''abc''",
        "'\\x'",
        "'''a'} SERVICE <x:> {} #\\x'''",
        "'\\uD800'",
        "'\\uDFFF'",
        "'\\U0000DC00'",
        "'\\U00110000'",
    ],
)
def test_a_string_without_single_reading_is_refused(text: str) -> None:
    with pytest.raises(QueryRefused, match=r"^1:1: this string"):
        kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { FILTER(?a<'>' ) }",
        "ASK { FILTER(?a<1#>) }",
        "ASK { FILTER(?a<(?b>?c)) }",
        "ASK { FILTER(EXISTS {}<'>') }",
        "ASK { FILTER(true<e:a#>) }",
        "ASK { FILTER(?a<<urn:x#>) }",
        "ASK { <<?a?b'>'>> ?c ?d }",
    ],
)
def test_an_ambiguous_less_than_is_refused(text: str) -> None:
    with pytest.raises(QueryRefused, match="put a space after a comparing"):
        kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { VALUES (?a ?b) { (<urn:a#b> <urn:c#d>) } }",
        "ASK { FILTER(?a IN (<urn:a#b>, <urn:c'd>)) }",
        "ASK { ?s (<urn:a#b>|^<urn:c#d>)/<urn:e#f> ?o }",
        "ASK { FILTER(?a<<http://x/#y>) }",
        "ASK { FILTER(?a<?b&&?c>?d) }",
        "ASK { << ?s ?p <urn:a#b> >> ?q ?o }",
    ],
)
def test_an_iri_that_only_looks_odd_passes(text: str) -> None:
    assert kinds(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ASK {\n (}", "2:3: this '}' closes nothing; '(' is still open"),
        ("ASK { ( ", "1:7: this '(' is never closed"),
        ("ASK } {", "1:5: this '}' closes nothing; balance"),
        ("ASK { \\ }", "1:7: a backslash"),
        ("ASK {\x00}", "1:6: '\\x00' has no meaning"),
    ],
)
def test_errors_say_where_and_what(text: str, message: str) -> None:
    with pytest.raises(QueryRefused, match=f"^{re.escape(message)}"):
        kinds(text)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_a_position(text: str) -> None:
    try:
        tokens = list(read_tokens(text))
    except QueryRefused as error:
        refused = error
    else:
        assert all(text.startswith(token.text, token.offset) for token in tokens)
        return
    lines = text.split("\n")
    assert str(refused).startswith(f"{refused.line}:{refused.column}: ")
    assert 1 <= refused.line <= len(lines)
    assert 1 <= refused.column <= len(lines[refused.line - 1]) + 1


@given(st.text(alphabet="ab\n", min_size=1), st.data())
def test_position_counts_lines_and_columns(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text) - 1))
    line, column = position_of(text, offset)
    assert text.split("\n")[line - 1][column - 1 : column] == text[offset].rstrip("\n")
