"""Vietnamese order: plain examples, and agreement with ICU where PyICU is installed."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.text.collation import _PRIMARY, sort_key

calm = settings(deadline=None)
LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
MARKS = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
TONED = (unicodedata.normalize("NFC", c + m) for c in LETTERS + LETTERS.upper() for m in MARKS)
ALPHABET = sorted({c for c in TONED if len(c) == 1})
MARKS_ALONE = [*"\u0300\u0301\u0302\u0303\u0306\u0308\u0309\u031b\u0323\u0327"]
OTHERS = [*"0123456789 \u00a0_-–—,;:!?.…·'‘’\"“”()[]{}§@*/\\&#%•`^°+×<=>|~$²³½№äçéñü\n\t\u200b"]
characters = st.sampled_from([*ALPHABET, *MARKS_ALONE, *OTHERS])


@pytest.fixture(scope="module")
def icu_vi() -> Any:
    """ICU's collator for Vietnamese."""
    icu = pytest.importorskip("icu", reason="PyICU is not installed: the order cannot be compared with ICU")
    return icu.Collator.createInstance(icu.Locale("vi"))


def ours(a: str, b: str) -> int:
    return (sort_key(a) > sort_key(b)) - (sort_key(a) < sort_key(b))


def test_letters_stand_in_the_order_of_the_alphabet() -> None:
    assert sorted(LETTERS, key=sort_key) == list(LETTERS)
    assert "".join(sorted("ĐdDđ", key=sort_key)) == "dDđĐ"


def test_tones_stand_in_the_order_of_cldr() -> None:
    assert sorted(["ma", "mạ", "má", "mã", "mả", "mà"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


def test_letters_count_before_tones_and_tones_before_case() -> None:
    assert sorted(["Bà B", "ba C", "bà a"], key=sort_key) == ["bà a", "Bà B", "ba C"]
    assert sorted(["Hoa", "hòa", "hoa", "HÒA"], key=sort_key) == ["hoa", "Hoa", "hòa", "HÒA"]


def test_a_space_counts_and_digits_stand_before_letters() -> None:
    assert sorted(["Lang Son", "Lang", "Lang 2", "Langson"], key=sort_key) == [
        "Lang", "Lang 2", "Lang Son", "Langson",
    ]  # fmt: skip


def test_names_of_provinces() -> None:
    names = ["Đồng Nai", "An Giang", "Điện Biên", "Đà Nẵng", "Bắc Ninh", "Bạc Liêu", "Cần Thơ", "Cao Bằng"]
    assert sorted(names, key=sort_key) == [
        "An Giang", "Bạc Liêu", "Bắc Ninh", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Điện Biên", "Đồng Nai",
    ]  # fmt: skip


def test_other_scripts_stand_behind_all_letters() -> None:
    assert sorted(["北", "z", "ω", "Ω", "a"], key=sort_key) == ["a", "z", "ω", "Ω", "北"]


@calm
@given(st.text(max_size=12))
def test_canonically_equivalent_texts_have_one_key(text: str) -> None:
    keys = {sort_key(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
    assert keys == {sort_key(text)}


@settings(deadline=None, max_examples=1000)
@given(st.text(characters, max_size=6), st.text(characters, max_size=6))
@example("a\u0300\u0302", "a\u0302\u0300")
@example("ạ\u0306", "ặ")
@example("…", "..")
def test_any_two_texts_compare_as_in_icu(icu_vi: Any, a: str, b: str) -> None:
    assert ours(a, b) == icu_vi.compare(a, b)


@settings(deadline=None, max_examples=1000)
@given(st.text(st.sampled_from(ALPHABET), min_size=1, max_size=4), st.data())
def test_texts_that_differ_a_little_compare_as_in_icu(icu_vi: Any, a: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(a) - 1))
    b = a[:at] + data.draw(characters) + a[at + 1 :]
    assert ours(a, b) == icu_vi.compare(a, b)


def test_every_character_of_the_table_stands_as_in_icu(icu_vi: Any) -> None:
    table = [form for c in _PRIMARY for form in {c, c.upper()}]
    assert sorted(table, key=sort_key) == sorted(table, key=icu_vi.getSortKey)


def test_all_names_of_the_register_stand_as_in_icu(icu_vi: Any, register_names: list[str]) -> None:
    names = sorted({*register_names, *(name.upper() for name in register_names)})
    assert sorted(names, key=sort_key) == sorted(names, key=icu_vi.getSortKey)
