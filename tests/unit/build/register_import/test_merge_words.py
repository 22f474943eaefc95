"""Lines of the merge list, as they stand there, and the names that they give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.build.register_import.merge_words import Share, parse_words, split_items
from kg.build.register_import.names import people_name

WHOLE, PART, IN_REACH = Share.WHOLE, Share.PART, Share.IN_REACH
LONG_LINE = (
    "Phường Trúc Bạch, một phần diện tích TN, quy mô dân số của các phường Cửa Nam, Điện Biên, "
    "một phần diện tích TN của phường Thụy Khuê, phần còn lại của phường Cửa Đông, Đồng Xuân sau khi sắp Xếp"
)


def names(words: str) -> list[tuple[str, str, Share]]:
    return [(named.type, named.name, named.share) for named in parse_words(words)]


def test_unchanged_names_nothing_else() -> None:
    assert parse_words("giữ nguyên") == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (
            "Xã Chiến Thắng (huyện Bắc Sơn), Xã Vũ Sơn, Xã Vũ Lễ",
            [("xã", "Chiến Thắng", WHOLE), ("xã", "Vũ Sơn", WHOLE), ("xã", "Vũ Lễ", WHOLE)],
        ),
        (
            "Phường Ngọc Trà, phần còn lại của Phường Quang Trung sau khi sắp xếp và Xã Phong Quang",
            [("phường", "Ngọc Trà", WHOLE), ("phường", "Quang Trung", PART), ("xã", "Phong Quang", WHOLE)],
        ),
        (
            LONG_LINE,
            [
                ("phường", "Trúc Bạch", WHOLE),
                ("phường", "Cửa Nam", PART),
                ("phường", "Điện Biên", IN_REACH),
                ("phường", "Thụy Khuê", PART),
                ("phường", "Cửa Đông", PART),
                ("phường", "Đồng Xuân", IN_REACH),
            ],
        ),
        (
            "Phường Láng Thượng và Phường Láng Hạ (phần còn lại sau khi sáp nhập vào phường A, phường B)",
            [("phường", "Láng Thượng", WHOLE), ("phường", "Láng Hạ", PART)],
        ),
        (
            "Phường Phúc Xá,một phần diện tích TN, quy mô dân số của các phường Phường Nhật Tân",
            [("phường", "Phúc Xá", WHOLE), ("phường", "Nhật Tân", PART)],
        ),
        (
            "một phần diện tích TN, toàn bộ quy mô dân số của của Xã Mai Đình, Xã Tân Xã",
            [("xã", "Mai Đình", PART), ("xã", "Tân Xã", IN_REACH)],
        ),
        (
            "Toàn bộ diện tích TN, quy mô dân số của các phường Phường Giảng Võ và Phường Cát Linh",
            [("phường", "Giảng Võ", WHOLE), ("phường", "Cát Linh", WHOLE)],
        ),
        (
            "Xã Minh Ngọc và một phần diện tích tự nhiên, quy mô dân số của xã Yên Định Xã Yên Định",
            [("xã", "Minh Ngọc", WHOLE), ("xã", "Yên Định", PART), ("xã", "Yên Định", PART)],
        ),
        (
            "Phường Nguyễn Nghiêm (thị xã Đức Phổ), Phổ Hòa",
            [("phường", "Nguyễn Nghiêm", WHOLE), ("phường", "Phổ Hòa", WHOLE)],
        ),
        ("Thị trấn Sông Đốc (bao gồm cụm đảo Hòn Chuối)", [("thị trấn", "Sông Đốc", WHOLE)]),
        ("Xã Trần Hợi (một phần)", [("xã", "Trần Hợi", PART)]),
        ("Krông Na", [("", "Krông Na", WHOLE)]),
    ],
)
def test_a_line_of_the_list(words: str, found: list[tuple[str, str, Share]]) -> None:
    assert names(words) == found


def test_the_former_district_and_province_stand_in_brackets() -> None:
    found = parse_words(
        "Thị trấn Châu Thành (huyện Châu Thành, tỉnh Trà Vinh), Phường 4 (Quận 3), "
        "Xã Đăk Long (thuộc huyện Đăk Hà)"
    )
    assert [(named.district, named.province) for named in found] == [
        (("huyện", "Châu Thành"), "Trà Vinh"),
        (("quận", "3"), ""),
        (("huyện", "Đăk Hà"), ""),
    ]


_SYLLABLE = st.sampled_from(
    ["Tân", "Hòa", "Bình", "Lập", "Sơn", "Vũ", "Lăng", "Đức", "Phú", "Minh", "Ia", "Ea"]
)
_NAME = st.lists(_SYLLABLE, min_size=1, max_size=3).map(" ".join)
_TYPED = st.tuples(st.sampled_from(["Xã", "Phường", "Thị trấn"]), _NAME)
_JOINT = st.sampled_from([", ", " và ", ",", " , "])


@given(st.lists(st.tuples(_TYPED, st.booleans(), _JOINT), min_size=1, max_size=8))
def test_every_name_of_a_line_is_read_once_and_in_order(
    units: list[tuple[tuple[str, str], bool, str]],
) -> None:
    line = ""
    for (word, name), qualified, joint in units:
        line += f"{joint if line else ''}{word} {name}{' (huyện Vũ Lăng)' if qualified else ''}"
    found = parse_words(line)
    assert [(n.type, n.name) for n in found] == [
        (word.lower(), people_name(name)) for (word, name), _, _ in units
    ]
    assert [n.district[1] for n in found] == ["Vũ Lăng" if qualified else "" for _, qualified, _ in units]
    assert {n.share for n in found} == {WHOLE}


@given(
    st.lists(_TYPED, min_size=1, max_size=6),
    st.integers(min_value=0, max_value=5),
    st.sampled_from(["of", "rest"]),
)
def test_a_mark_makes_a_part_of_the_name_behind_it(units: list[tuple[str, str]], at: int, kind: str) -> None:
    at %= len(units)
    mark = "một phần diện tích TN, quy mô dân số của " if kind == "of" else "phần còn lại của "
    items = [f"{mark if index == at else ''}{word} {name}" for index, (word, name) in enumerate(units)]
    shares = [named.share for named in parse_words(", ".join(items))]
    assert shares == [WHOLE] * at + [PART] + [IN_REACH] * (len(units) - at - 1)


@given(st.text(alphabet="a ,;()vàXã", max_size=40))
def test_items_keep_letters_and_order_of_any_text(text: str) -> None:
    items = split_items(text)
    assert all(item == item.strip() and item for item in items)
    rest = iter(text)
    assert all(letter in rest for item in items for letter in item)
    assert [named.words for named in parse_words(text) if not named.words.strip()] == []
