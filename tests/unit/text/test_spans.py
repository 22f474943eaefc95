"""Passages: finding, comparing, counting lines."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import TextError
from kg.text.spans import find_all, line_column, same_text, shared_words

calm = settings(deadline=None)
WORDS = ["Hòa", "An", "huyện", "Huyện", "ủy", "27,1", "tỷ", "đồng", "a.b", "(x)"]
SPACES = [" ", "\u00a0", "  ", "\n", " \u00a0\n\n"]
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)


def test_a_needle_is_found_across_page_breaks_and_no_break_spaces() -> None:
    text = "tăng 3,59% so\n\ncùng kỳ; so\u00a0cùng kỳ; so  cùng kỳ; socùng kỳ"
    assert [text[s:e] for s, e in find_all(text, "so cùng kỳ")] == [
        "so\n\ncùng kỳ",
        "so\u00a0cùng kỳ",
        "so  cùng kỳ",
    ]


def test_only_white_space_may_differ() -> None:
    text = "UBND Tỉnh, Hoà An, hòa an, Hòa-An"
    assert find_all(text, "UBND tỉnh") == []
    assert find_all(text, "Hòa An") == []


def test_marks_of_patterns_are_plain_characters() -> None:
    assert find_all("a+b axb (OCOP).", "(OCOP).") == [(8, 15)]
    assert find_all("axb", "a.b") == []


@pytest.mark.parametrize("needle", ["", " ", "\u00a0\n"])
def test_an_empty_needle_is_an_error(needle: str) -> None:
    with pytest.raises(TextError, match="at least one word"):
        find_all("text", needle)


@calm
@given(
    words, st.lists(st.sampled_from(SPACES), min_size=3, max_size=3), st.text(max_size=8), st.text(max_size=8)
)
def test_what_was_put_in_is_found(needle: list[str], spaces: list[str], before: str, after: str) -> None:
    written = needle[0] + "".join(space + word for space, word in zip(spaces, needle[1:], strict=False))
    text = before + "|" + written + "|" + after
    spans = find_all(text, " ".join(needle))
    start = len(before) + 1
    assert (start, start + len(written)) in spans
    assert all(same_text(text[s:e], " ".join(needle)) for s, e in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(not text[s].isspace() and not text[e - 1].isspace() for s, e in spans)


def test_same_text_is_exact_but_for_white_space() -> None:
    assert same_text("27,1\u00a0tỷ\n đồng", "27,1 tỷ đồng")
    assert not same_text("27,1 tỷ đồng", "27,1 tỉ đồng")
    assert not same_text("Hòa An ", "Hòa An")
    assert not same_text("HòaAn", "Hòa An")


def test_shared_words_gives_the_first_run_as_written() -> None:
    source = "Một hai ba bốn năm sáu bảy tám chín mười, mười một mười hai."
    copy = "Rằng HAI ba – bon năm\nsáu; còn lại khác"
    assert shared_words(copy, source, 5) == "HAI ba – bon năm sáu"
    assert shared_words(copy, source, 6) is None


def test_twelve_words_are_the_measure() -> None:
    run = " ".join(f"w{i}" for i in range(12))
    assert shared_words(f"x {run} y", f"z {run}") == run
    assert shared_words(run.rsplit(" ", 1)[0], run) is None


@calm
@given(words, words, st.integers(1, 4))
def test_a_run_is_shared_both_ways_or_not_at_all(a: list[str], b: list[str], n: int) -> None:
    first, second = " ".join(a), " ".join(b)
    found = shared_words(first, second, n)
    assert (found is None) == (shared_words(second, first, n) is None)
    if found is not None:
        assert shared_words(found, second, n) == found


def test_a_run_has_a_word() -> None:
    with pytest.raises(TextError, match="n = 1 or more"):
        shared_words("a", "a", 0)


def test_line_and_column_count_from_one() -> None:
    text = "một\nhai\r\n\nba"
    found = [line_column(text, offset) for offset in (0, 3, 4, 8, 9, 10, len(text))]
    assert found == [(1, 1), (1, 4), (2, 1), (2, 5), (3, 1), (4, 1), (4, 3)]


@calm
@given(st.text(st.sampled_from("aố \u00a0\n"), max_size=20), st.data())
def test_line_and_column_lead_back(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    line, column = line_column(text, offset)
    lines = text.split("\n")
    assert sum(len(earlier) + 1 for earlier in lines[: line - 1]) + column - 1 == offset
    assert column <= len(lines[line - 1]) + 1


@pytest.mark.parametrize("offset", [-1, 4])
def test_a_position_outside_is_an_error(offset: int) -> None:
    with pytest.raises(TextError, match="use 0 to 3"):
        line_column("một", offset)


def test_the_sources_are_found_where_they_are_cut(source_texts: list[str]) -> None:
    for text in source_texts:
        for start in range(0, len(text) - 60, 331):
            needle = text[start : start + 60]
            assert any(s <= start + 59 and e > start for s, e in find_all(text, needle))
            assert shared_words(needle, text, 3) is not None
