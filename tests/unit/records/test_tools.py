"""The curator's tools: find words, list claims, count sentences, begin a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError, TextError, UsageError
from kg.records.audit import audit
from kg.records.coverage import cover
from kg.records.dataset import read_dossier
from kg.records.dossier_types import DOSSIER
from kg.records.fmt import format_text
from kg.records.locate import locate
from kg.records.new_source import begin_dossier, skeleton
from kg.text.spans import same_text

if TYPE_CHECKING:
    from tests.unit.records.conftest import SmallData


def text_of(small: SmallData) -> str:
    return (small.sources / "meeting.txt").read_text(encoding="utf-8")


def test_words_are_found_with_their_passage_and_surroundings() -> None:
    found = locate("Một hai\nba Hòa\u00a0An bốn. Hòa  An", "Hòa An")
    assert [(place.span, place.line, place.column) for place in found] == [
        ((11, 17), 2, 4),
        ((23, 30), 2, 16),
    ]
    assert (found[0].before, found[0].words, found[0].after) == ("Một hai ba ", "Hòa An", " bốn. Hòa An")


def test_nothing_is_found_where_nothing_stands_and_nothing_sought_where_nothing_is_named() -> None:
    assert locate("Hòa An", "Hoà An") == []
    with pytest.raises(TextError):
        locate("Hòa An", " \n")


@given(st.text("ab \n\u00a0", max_size=30), st.integers(0, 29), st.integers(1, 8))
def test_a_slice_of_the_text_is_found_where_it_was_cut(text: str, start: int, length: int) -> None:
    needle = text[start : start + length].strip()
    if needle:
        assert all(same_text(text[slice(*place.span)], needle) for place in locate(text, needle))
        assert locate(text, needle)


def test_the_audit_lists_every_passage_in_reading_order(small: SmallData) -> None:
    dossier, text = small.dossier(), text_of(small)
    rows = audit(dossier, text)
    assert [row.span.start for row in rows] == sorted(row.span.start for row in rows)
    passages = sum(len(record.spans("at")) for record in dossier.record.walk())
    assert len(rows) == passages
    first = rows[0]
    assert (first.field, first.words) == ("source.title.at", "Tỉnh An bàn về du lịch")
    assert first.claim == "said: stated='Tỉnh An bàn về du lịch'"
    due = next(row for row in rows if row.field == "directives[0].tasks[0].due.at")
    assert due.claim == "due: before=2020-07-01 stated='trước ngày 1/7/2020'"
    assert due.position.file == "data/sources/meeting.yaml"
    task = next(row for row in rows if row.field == "directives[0].tasks[1].at")
    assert task.claim == "task: id=review part-of=report summary='xem lại'"


def test_coverage_counts_sentences_with_a_claim_by_kind(small: SmallData) -> None:
    found = cover(small.dossier(), text_of(small))
    assert (found.sentences, found.claimed, found.excused, found.open) == (5, 5, 0, ())
    assert found.by_kind == {"directives": 1, "events": 2, "figures": 1, "source": 1, "titles": 1}
    assert found.share == 1.0


def test_a_sentence_with_mentions_only_is_open_until_it_is_excused(small: SmallData) -> None:
    text = text_of(small)
    last = text.index("Ông Tám giao")
    lines = small.file.read_text(encoding="utf-8").splitlines()
    lines = lines[: lines.index("directives:")]
    small.file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = cover(small.dossier(), text)
    assert (found.claimed, found.excused) == (4, 0)
    assert [span.start for span in found.open] == [last]
    assert found.share == 0.8
    lines += ["no-claim:", f"  - {{reason: exhortation, at: [{last}, {last + 3}]}}"]
    small.file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    excused = cover(small.dossier(), text)
    assert (excused.claimed, excused.excused, excused.open) == (4, 1, ())


def test_a_new_dossier_has_the_facts_of_the_file_and_nothing_else(small: SmallData) -> None:
    path = begin_dossier(small.sources / "meeting.txt", small.data / "sources", "an-2020-06-05-other")
    assert path == small.data / "sources" / "an-2020-06-05-other.yaml"
    dossier = read_dossier(path, [], root=small.root)
    assert dossier is not None
    right = small.dossier().source.values
    assert dossier.source.values == {
        "id": "an-2020-06-05-other",
        **{key: right[key] for key in ("file", "sha256", "characters")},
    }
    text = path.read_text(encoding="utf-8")
    assert all(f"# {key} (" in text for key in ("kind", "language", "title", "published", "curated"))


def test_an_existing_dossier_stays_as_it_is(small: SmallData) -> None:
    before = small.file.read_bytes()
    with pytest.raises(UsageError, match="exists already"):
        begin_dossier(small.sources / "meeting.txt", small.data / "sources")
    assert small.file.read_bytes() == before


@pytest.mark.parametrize("identifier", ["An 2020", "../outside", "a/b", "-a"])
def test_an_id_that_is_none_is_refused(small: SmallData, identifier: str) -> None:
    with pytest.raises(UsageError, match="is no id"):
        begin_dossier(small.sources / "meeting.txt", small.data / "sources", identifier)
    assert len(list(small.data.glob("sources/*"))) == 1


def test_a_text_that_is_not_utf8_is_refused(small: SmallData) -> None:
    text = small.sources / "bad.txt"
    text.write_bytes("Hòa".encode("utf-16"))
    with pytest.raises(InputError, match="is not UTF-8"):
        begin_dossier(text, small.data / "sources")


@given(st.text(max_size=20), st.from_regex(r"[^/\x00-\x1f\ud800-\udfff]{1,12}\.txt", fullmatch=True))
def test_a_skeleton_is_canonical(text: str, name: str) -> None:
    made = skeleton(name, text, "an-nd-x")
    assert format_text(made, DOSSIER, "a.yaml") == made
