"""The canonical form: what it looks like, that it is stable, and that it changes no meaning."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import Finding, FindingsError
from kg.records.comments import find_comments
from kg.records.dossier_types import DOSSIER
from kg.records.fields import Field, Kind, RecordType
from kg.records.files import registry_file
from kg.records.fmt import WIDTH, format_node, format_text
from kg.records.model import Record
from kg.records.reader import RecordReader
from kg.records.scalars import HARMLESS, write_key, write_text
from kg.records.yaml_nodes import make_mapping, parse_yaml


def formatted(text: str, record_type: RecordType = DOSSIER) -> str:
    return format_text(text, record_type, "a.yaml")


def plain(text: str) -> Any:
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - every scalar stays a string


def without_positions(value: object) -> object:
    if isinstance(value, Record):
        return {key: without_positions(inner) for key, inner in value.values.items()}
    if isinstance(value, tuple):
        return [type(value).__name__, *map(without_positions, value)]
    return value


def record(text: str) -> tuple[object, Counter[tuple[str, str]]]:
    findings: list[Finding] = []
    node = parse_yaml(text, "a.yaml", findings)
    assert node is not None
    read = RecordReader(findings).read(node, DOSSIER)
    return without_positions(read), Counter((finding.field, finding.message) for finding in findings)


def test_keys_stand_in_the_order_of_the_table() -> None:
    text = "periods:\n- until: 2020-07-01\n  from: 2020-01-01\n  id: h1\nsource: {file: f.txt, id: s}\n"
    assert formatted(text) == (
        "source:\n  id: s\n  file: f.txt\n\nperiods:\n  - {id: h1, from: 2020-01-01, until: 2020-07-01}\n"
    )


def test_unknown_fields_stay_behind_the_known() -> None:
    text = "source: {colour: red, file: f.txt, id: s}\n"
    assert formatted(text) == "source:\n  id: s\n  file: f.txt\n  colour: red\n"


def test_labels_stand_vietnamese_first() -> None:
    text = "topics:\n- {label: {en: tourism, vi: du lịch}, id: tourism}\n"
    expected = "topics:\n  - {id: tourism, label: {vi: du lịch, en: tourism}}\n"
    assert formatted(text, registry_file("topics")) == expected


def test_what_fits_stands_on_one_line_and_what_does_not_is_a_block() -> None:
    room = WIDTH - len("  - {id: p, name: }")
    people = registry_file("people")
    fits = formatted(f"people:\n- id: p\n  name: {'N' * room}\n", people)
    assert fits == f"people:\n  - {{id: p, name: {'N' * room}}}\n"
    longer = formatted(f"people:\n- {{id: p, name: {'N' * (room + 1)}}}\n", people)
    assert longer == f"people:\n  - id: p\n    name: {'N' * (room + 1)}\n"


def test_passages_are_filled_and_never_broken() -> None:
    pairs = [[1000 + 10 * i, 1005 + 10 * i] for i in range(20)]
    said = {"stated": "Hòa An", "at": pairs}
    text = yaml.safe_dump({"organisations": [{"org": "o", "said": [said]}]})
    lines = formatted(text).splitlines()
    first = next(index for index, line in enumerate(lines) if " at: [[" in line)
    assert len(lines[first]) <= WIDTH < len(lines[first] + " [1070, 1075],")
    assert lines[first + 1].index("[") == lines[first].index("[[") + 1
    assert all(re.search(r"\],?$|\]\]$", line) for line in lines[first:])
    assert plain("\n".join(lines))["organisations"][0]["said"][0]["at"] == [
        [str(a), str(b)] for a, b in pairs
    ]


def test_comments_stay_above_their_node() -> None:
    text = (
        "# the whole file\nsource: {id: s, file: f.txt} # about the source\n"
        "people:\n# who chairs\n- person: a\n  said: [{stated: A, # twice\n    at: [1, 2]}]\n"
        "- person: b\n  # by his title\n  said: [{stated: B, at: [3, 4]}]\n# the end\n"
    )
    assert formatted(text) == (
        "# the whole file\n# about the source\nsource:\n  id: s\n  file: f.txt\n\n"
        "people:\n  # who chairs\n  - person: a\n    # twice\n    said: [{stated: A, at: [1, 2]}]\n"
        "  - person: b\n    # by his title\n    said: [{stated: B, at: [3, 4]}]\n\n# the end\n"
    )


def test_comments_inside_passages_rise_above_them() -> None:
    text = "no-claim:\n- reason: heading\n  at: [[1, 2], # first\n    # second\n    [3, 4]]\n"
    assert formatted(text) == (
        "no-claim:\n  - reason: heading\n    # first\n    # second\n    at: [[1, 2], [3, 4]]\n"
    )


def test_a_sign_inside_a_text_is_no_comment() -> None:
    text = "source:\n  id: s\n  url: https://a.vn/#b\n  file: '# no'\n  language: |  # yes\n    x # no\n"
    assert [comment.text for comment in find_comments(text)] == ["# yes"]
    assert plain(formatted(text)) == plain(text)


@pytest.mark.parametrize(
    ("text", "flow", "written"),
    [
        ("các cấp, các ngành", False, "các cấp, các ngành"),
        ("các cấp, các ngành", True, '"các cấp, các ngành"'),
        ("10:06", False, '"10:06"'),
        ("26/11/2020", True, "26/11/2020"),
        ("true", False, '"true"'),
        ("NO", False, '"NO"'),
        ("", False, '""'),
        ("Hòa An: họp", False, '"Hòa An: họp"'),
        ("- gạch", False, '"- gạch"'),
        ("….", True, "…."),
        ('nói "có"', False, 'nói "có"'),
        ('"có"', False, "'\"có\"'"),
        ("a\nb", False, '"a\\nb"'),
        (" a", False, '" a"'),
    ],
)
def test_quotes_stand_only_where_yaml_needs_them(text: str, flow: bool, written: str) -> None:
    assert write_text(text, flow=flow) == written


def test_days_and_numbers_bear_no_quotes_in_their_fields() -> None:
    text = 'periods: [{id: h1, from: "2020-01-01", until: {on: "2020-07-01"}}]\ncounts: 3\n'
    assert "from: 2020-01-01, until: {on: 2020-07-01}" in formatted(text)


def test_words_that_look_like_numbers_keep_their_quotes() -> None:
    assert 'stated: "2021"' in formatted('mentions: [{stated: "2021", at: [1, 5]}]')


@pytest.mark.parametrize(
    ("text", "place"),
    [("a: [1, 2\n", (2, 1)), ("a: 1\na: 2\n", (2, 1)), ("a:\n", (1, 3)), ("- a\n", (1, 1)), ("", (1, 1))],
)
def test_what_is_no_record_file_is_refused_with_its_place(text: str, place: tuple[int, int]) -> None:
    with pytest.raises(FindingsError) as caught:
        formatted(text)
    found = caught.value.findings[0]
    assert (found.position.file, found.position.line, found.position.column) == ("a.yaml", *place)


_TEXT = st.text(
    st.one_of(
        st.sampled_from("aA1 -:#,[]{}&*!|>'\"%@`?~=\\\t\n…đ Ủ"),
        st.characters(exclude_categories=["Cs"], max_codepoint=0x1F6FF),
    ),
    max_size=12,
)
_WORD = st.sampled_from(["a", "2020-01-01", "12", "1.5", "true", "no", "null", "stated", "inferred", "a/b"])
_PASSAGE = st.lists(st.integers(0, 99999).map(str), min_size=2, max_size=2)
_PASSAGES = st.one_of(_PASSAGE, st.lists(_PASSAGE, min_size=1, max_size=30))


def values(row: Field, depth: int) -> st.SearchStrategy[Any]:
    if row.kind is Kind.SPANS:
        one: st.SearchStrategy[Any] = _PASSAGES
    elif row.kind is Kind.LABEL:
        one = st.fixed_dictionaries({"en": _TEXT, "vi": _TEXT})
    elif row.part is not None:
        one = mappings(row.part, depth - 1) if depth else _WORD
    else:
        one = st.one_of(_WORD, _TEXT)
    return st.one_of(one, st.lists(one, max_size=3)) if row.many else one


def mappings(record_type: RecordType, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    @st.composite
    def draw_mapping(draw: st.DrawFn) -> dict[str, Any]:
        rows = draw(st.lists(st.sampled_from(record_type.fields), max_size=4, unique_by=lambda row: row.key))
        made = {row.key: draw(values(row, depth)) for row in rows}
        if draw(st.integers(0, 9)) == 0:
            made[draw(_TEXT.filter(bool))] = draw(_TEXT)
        return made

    return draw_mapping()


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Record files in any style, right or wrong in their fields, with comments between and behind lines."""
    tree = draw(mappings(DOSSIER, 4).filter(bool))
    style = draw(st.sampled_from([None, True, False]))
    lines = yaml.safe_dump(
        tree, default_flow_style=style, width=10**6, allow_unicode=True, sort_keys=False, default_style='"'
    ).splitlines()
    for number in range(draw(st.integers(0, 4))):
        index = draw(st.integers(0, len(lines)))
        if index < len(lines) and draw(st.booleans()) and "#c" not in lines[index]:
            lines[index] += f"  #c{number}"
        else:
            lines.insert(index, f"{' ' * draw(st.integers(0, 8))}#c{number}")
    return "\n".join(lines) + "\n"


@settings(max_examples=200, deadline=None)
@given(documents())
def test_formatting_keeps_meaning_and_comments_and_is_stable(text: str) -> None:
    once = formatted(text)
    assert formatted(once) == once
    assert plain(once) == plain(text)
    assert record(once) == record(text)
    marks = sorted(comment.text for comment in find_comments(text))
    assert sorted(comment.text for comment in find_comments(once)) == marks


@settings(max_examples=500, deadline=None)
@given(_TEXT, st.booleans())
def test_every_text_is_read_back(text: str, flow: bool) -> None:
    value = write_text(text, flow=flow)
    document = f"[{value}, {{k: {value}}}]" if flow else f"- {value}\n- k: {value}\n"
    assert plain(document) == [text, {"k": text}]


@settings(max_examples=200, deadline=None)
@given(_TEXT.filter(bool))
def test_every_key_is_read_back(text: str) -> None:
    key = write_key(text)
    assert plain(f"{key}: v\nz: {{{key}: w}}") in ({text: "v", "z": {text: "w"}}, {"z": {"z": "w"}})


@settings(max_examples=500, deadline=None)
@given(st.from_regex(HARMLESS, fullmatch=True).filter(str.isprintable))
def test_words_for_which_no_parser_is_asked_are_what_the_parser_reads(text: str) -> None:
    assert plain(f"- {text}\n- k: {text}\n- {{k: {text}, l: m}}\n- [{text}, m]\n") == [
        text, {"k": text}, {"k": text, "l": "m"}, [text, "m"],
    ]  # fmt: skip


def test_a_mapping_is_written_as_its_text_is_formatted() -> None:
    source = {"id": "a", "file": "a.txt", "characters": 12, "title": {"at": [0, 3], "stated": "yes, no"}}
    text = f"source: {json.dumps(source)}"
    assert format_node(make_mapping({"source": source}), DOSSIER) == formatted(text)
