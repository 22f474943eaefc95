"""The search index: names found with and without accents, abbreviations, homonyms, facets."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import AmbiguousError, InputError, UnknownError
from kg.store.names import keys
from kg.store.resolve import contains_in_order, resolve
from kg.store.search import SearchIndex, fts_words

UNIT = "https://w3id.org/diaban/id/unit/"
ORG = "https://w3id.org/diaban/id/org/"


def first(index: SearchIndex, text: str) -> str:
    return index.search(text).hits[0].label


@pytest.mark.parametrize(
    "text", ["Lê Thị Bình", "le thi binh", "LÊ THỊ BÌNH", "lê thị bì", "binh le", "Lê  Thị\u00a0Bình"]
)
def test_a_person_is_found(small_index: SearchIndex, text: str) -> None:
    assert first(small_index, text) == "Lê Thị Bình"


@pytest.mark.parametrize(
    "text", ["UBND tỉnh Bình Minh", "ubnd tinh binh minh", "Uỷ ban nhân dân tỉnh Bình Minh"]
)
def test_abbreviations_and_tone_placement_do_not_matter(small_index: SearchIndex, text: str) -> None:
    assert first(small_index, text) == "Ủy ban nhân dân tỉnh Bình Minh"


def test_exact_marks_come_first(small_index: SearchIndex) -> None:
    # "Bình" is a person's name, "Bình Minh" a province's; without marks both begin with "binh".
    assert small_index.search("Bình Minh").hits[0].kind == "unit"


def test_facets_count_every_kind_whatever_is_asked(small_index: SearchIndex) -> None:
    every = small_index.search("song xanh")
    units = small_index.search("song xanh", kinds=["unit"])
    assert units.facets == every.facets
    assert {hit.kind for hit in units.hits} == {"unit"}
    assert units.total == every.facets["unit"]
    assert sum(every.facets.values()) == every.total


def test_pages_follow_one_another(small_index: SearchIndex) -> None:
    whole = small_index.search("xanh", limit=100).hits
    assert len(whole) > 3
    assert small_index.search("xanh", limit=2, offset=2).hits == whole[2:4]


def test_english_labels(small_index: SearchIndex) -> None:
    assert small_index.search("bridge", lang="en").hits[0].label == "Gỗ bridge"


def test_nothing_is_found_in_nothing(small_index: SearchIndex) -> None:
    assert small_index.search("  ?! ").hits == ()
    assert small_index.search("qwertz").total == 0


@given(st.text(max_size=40))
def test_every_text_may_be_searched(small_index: SearchIndex, text: str) -> None:
    page = small_index.search(text)
    assert len(page.hits) <= page.total or page.total == 0


@given(st.text(max_size=30))
def test_keys_hold_letters_digits_and_single_spaces(text: str) -> None:
    for key in keys(text):
        assert '"' not in key
        assert key == " ".join(key.split())


def test_a_missing_index_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="build the snapshot"):
        SearchIndex(tmp_path / "none.sqlite").search("a")


def test_words_are_quoted() -> None:
    assert fts_words("plain", "or near") == 'plain : ("or" AND "near" *)'


@pytest.mark.parametrize(
    ("text", "kind", "local"),
    [
        ("tran-van-an", "person", "person/tran-van-an"),
        ("person/tran-van-an", "iri", "person/tran-van-an"),
        ("https://w3id.org/diaban/id/person/tran-van-an", "person", "person/tran-van-an"),
        ("Trần Văn An", "person", "person/tran-van-an"),
        ("huyện Sông Xanh", "place", "unit/bm.huyen.song-xanh"),
        ("song xanh", "place", "unit/bm.huyen.song-xanh"),
        ("xã Đồi Gió, huyện Núi Cao", "place", "unit/bm.nui-cao.xa.doi-gio"),
        ("Chủ tịch UBND tỉnh Bình Minh", "post", "org/bm/peoples-committee/post/chair"),
        ("bm/peoples-committee/chair", "post", "org/bm/peoples-committee/post/chair"),
        ("post/bm/peoples-committee/chair", "iri", "org/bm/peoples-committee/post/chair"),
        ("UBND huyện Sông Xanh", "organisation", "org/bm.huyen.song-xanh/peoples-committee"),
        ("NQ 5", "document", "document/bm/resolution-5-2021"),
        ("Nghị quyết số 2", "document", "document/bm/resolution-2-2020"),
        ("beta", "source", "source/beta"),
        ("beta/event/inspection", "event", "source/beta/event/inspection"),
    ],
)
def test_labels_and_ids_resolve(small_index: SearchIndex, text: str, kind: str, local: str) -> None:
    found = resolve(small_index, text, kind)
    assert found.iri == f"https://w3id.org/diaban/id/{local}"
    assert found.notices == ()


def test_the_homonym_with_facts_is_taken_with_a_notice(small_index: SearchIndex) -> None:
    found = resolve(small_index, "xã Đồi Gió", "place")
    assert found.iri == f"{UNIT}bm.song-xanh.xa.doi-gio"
    (notice,) = found.notices
    assert "huyện Núi Cao" in notice


def test_homonyms_with_facts_must_be_chosen(small_index: SearchIndex) -> None:
    with pytest.raises(AmbiguousError) as caught:
        resolve(small_index, "Ủy ban nhân dân", "organisation")
    assert f"{ORG}bm/peoples-committee" in [iri for iri, _label in caught.value.candidates]


def test_a_part_of_a_name_is_taken_with_a_notice(small_index: SearchIndex) -> None:
    found = resolve(small_index, "Chủ tịch Bình Minh", "post", "en")
    assert found.iri == f"{ORG}bm/peoples-committee/post/chair"
    assert "is understood as" in found.notices[0]


def test_other_accents_are_another_name(small_index: SearchIndex) -> None:
    assert resolve(small_index, "Trần Vân Ấn", "person").notices != ()


def test_the_unknown_lists_the_nearest(small_index: SearchIndex) -> None:
    with pytest.raises(UnknownError) as caught:
        resolve(small_index, "Trần Văn Anh Tuấn", "person")
    assert "Trần Văn An" in [label for _iri, label in caught.value.candidates]


def test_a_kind_is_kept(small_index: SearchIndex) -> None:
    with pytest.raises(UnknownError):
        resolve(small_index, "Trần Văn An", "place")


def test_words_in_order() -> None:
    assert contains_in_order("a b c", "a c")
    assert not contains_in_order("a b c", "c a")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("tran van na", "Trần Văn An"),
        ("Trần Văm An", "Trần Văn An"),
        ("tranvanan", "Trần Văn An"),
        ("lee thi binh", "Lê Thị Bình"),
        ("songxanh", "huyện Sông Xanh"),
    ],
)
def test_slips_and_missing_spaces_still_find(small_index: SearchIndex, text: str, label: str) -> None:
    page = small_index.search(text)
    assert page.near
    assert page.hits[0].label == label


def test_a_search_with_all_words_is_not_near(small_index: SearchIndex) -> None:
    assert not small_index.search("tran van an").near
    assert small_index.search("qwertz").near


def test_what_a_thing_lies_in_finds_it_after_its_own_name(small_index: SearchIndex) -> None:
    hits = small_index.search("song xanh", limit=100).hits
    assert hits[0].label == "huyện Sông Xanh"
    assert "xã Đồi Gió" in [hit.label for hit in hits]
    assert small_index.search("doi gio nui cao").hits[0].context.startswith("huyện Núi Cao")


def test_zeros_in_front_of_a_number_do_not_matter(small_index: SearchIndex) -> None:
    assert small_index.search("NQ 05").hits[0].label == small_index.search("NQ 5").hits[0].label


def test_an_unknown_kind_has_no_hits_but_facets_stay(small_index: SearchIndex) -> None:
    page = small_index.search("song xanh", kinds=["nothing"])
    assert (page.hits, page.total) == ((), 0)
    assert page.facets


@pytest.mark.parametrize("text", ["bình", "xã", "a", "song", "ủy ban"])
def test_no_thing_is_listed_twice_and_none_is_left_out(small_index: SearchIndex, text: str) -> None:
    page = small_index.search(text, limit=1000)
    iris = [hit.iri for hit in page.hits]
    assert len(set(iris)) == len(iris) == page.total


def test_words_are_counted_once_for_each_thing(small_index: SearchIndex) -> None:
    (row,) = small_index.rows("SELECT things FROM word WHERE plain = 'gio'")
    assert row["things"] == small_index.search("gio").total
