"""Spelling: tone placement, match keys, slugs."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import TextError
from kg.text.canonical import accent_key, canonical_tone, fold_space, match_key, slug, to_nfc

calm = settings(deadline=None)
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
MARKS = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
TONED = (unicodedata.normalize("NFC", c + m) for c in LETTERS + LETTERS.upper() for m in MARKS)
CHARACTERS = sorted({c for c in TONED if len(c) == 1})
vietnamese = st.text(st.sampled_from([*CHARACTERS, " ", "\u00a0", "-", ".", "1"]), max_size=12)
texts = vietnamese | st.text(max_size=12)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("Hoà An", "Hòa An"),
        ("Uỷ viên", "Ủy viên"),
        ("UỶ BAN", "ỦY BAN"),
        ("Huyện uỷ", "Huyện ủy"),
        ("hàng hoá", "hàng hóa"),
        ("sức khoẻ", "sức khỏe"),
        ("KHOẺ", "KHỎE"),
        ("thuỷ lợi", "thủy lợi"),
        ("luỹ, tuý, tuỳ, tuỵ", "lũy, túy, tùy, tụy"),
        ("xoè, loá, doạ, hoã", "xòe, lóa, dọa, hõa"),
        ("Qúy", "Quý"),
        ("hoà2", "hòa2"),
        ("văn hoá.", "văn hóa."),
    ],
)
def test_reformed_spelling_becomes_traditional(written: str, canonical: str) -> None:
    assert canonical_tone(written) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "Hòa An", "Ủy ban", "khỏe", "thủy", "toàn", "quý", "QUÝ", "hoàng", "quỳnh", "khuyên", "Huyên",
        "hoài", "ngoáy", "khuỵu", "khoẻo", "Hoằng", "quỹ", "quỳ", "thuở", "của", "Huế", "loét", "huýt", "quả",
    ],
)  # fmt: skip
def test_what_is_canonical_or_has_one_spelling_stays(text: str) -> None:
    assert canonical_tone(text) == text


def test_a_decomposed_text_is_composed_first() -> None:
    assert canonical_tone("Hoa\u0300") == "Hòa"


def test_a_mark_that_cannot_be_composed_keeps_the_syllable_open() -> None:
    assert canonical_tone("hoà\u032d") == "hoà\u032d"


@calm
@given(texts)
def test_tone_placement_is_idempotent_and_keeps_form_c(text: str) -> None:
    once = canonical_tone(text)
    assert canonical_tone(once) == once
    assert to_nfc(once) == once


@calm
@given(texts)
def test_tone_placement_keeps_length_letters_and_case(text: str) -> None:
    composed = to_nfc(text)
    moved = canonical_tone(composed)
    assert len(moved) == len(composed)
    assert [c.isupper() for c in moved] == [c.isupper() for c in composed]
    assert sorted(unicodedata.normalize("NFD", moved)) == sorted(unicodedata.normalize("NFD", composed))


@calm
@given(
    st.sampled_from(["", "h", "kh", "th", "Ng", "L"]),
    st.sampled_from(["oa", "oe", "uy", "OA", "Uy"]),
    st.sampled_from(MARKS[1:]),
    st.sampled_from(["", " ", ",", "\u00a0", "1"]),
)
def test_both_placements_meet(onset: str, pair: str, tone: str, after: str) -> None:
    old = to_nfc(onset + pair[0] + tone + pair[1] + after)
    new = to_nfc(onset + pair[0] + pair[1] + tone + after)
    assert canonical_tone(new) == canonical_tone(old) == old


@calm
@given(texts)
def test_keys_are_idempotent(text: str) -> None:
    for key in (accent_key, match_key):
        assert key(key(text)) == key(text)


@calm
@given(texts)
def test_the_key_without_accents_follows_from_the_key_with_them(text: str) -> None:
    assert match_key(accent_key(text)) == match_key(text)


@calm
@given(vietnamese)
def test_keys_ignore_case_normal_form_and_white_space(text: str) -> None:
    spaced = "  " + text.replace(" ", " \u00a0\n") + " "
    for key in (accent_key, match_key):
        assert key(text.upper()) == key(text) == key(unicodedata.normalize("NFD", text)) == key(spaced)


@calm
@given(vietnamese)
def test_the_match_key_of_vietnamese_is_ascii(text: str) -> None:
    assert match_key(text).isascii()


def test_keys_of_names() -> None:
    assert match_key("Đồng chí DƯƠNG  Xuân\u00a0Huyên") == "dong chi duong xuan huyen"
    assert match_key("KT-XH") == match_key("KT – XH") == "kt xh"
    assert accent_key("Uỷ ban, Hoà An") == accent_key("ủy ban HÒA AN")
    assert accent_key("Bắc Sơn") != accent_key("Bác Sơn")


def test_fold_space_knows_the_no_break_space() -> None:
    assert fold_space("\u00a0Thứ năm,\u00a0 26/11/2020\n\n") == "Thứ năm, 26/11/2020"


@calm
@given(vietnamese)
def test_a_slug_has_the_letters_of_an_identifier(text: str) -> None:
    if match_key(text):
        made = slug(text)
        assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert slug(made) == made
        assert not made.startswith("-")
        assert not made.endswith("-")
        assert "--" not in made


@pytest.mark.parametrize("text", ["", " \u00a0", "–…!", "北京"])
def test_a_slug_of_nothing_is_an_error(text: str) -> None:
    with pytest.raises(TextError, match="give a text with Latin letters"):
        slug(text)
