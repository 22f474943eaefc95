"""Sentences: what ends one and what does not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.text.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        "TL. CHỦ TỊCH",
        "KT. CHÁNH VĂN PHÒNG",
        "**TL. CHỦ TỊCH",
        "1. Đoàn kiểm tra",
        "2.1. Đối với Huyện ủy:",
        "II. Nhiệm vụ",
        "- a. Kết quả",
        "TP. Cao Bằng và ông Nguyễn V. An",
        "đạt 1.642 ha và 2.182.775 triệu đồng",
        "hộ nghèo... đẩy nhanh",
        "dự án; ưu tiên: Dự án cầu",
        "toàn tỉnh./.",
        "chương trình xây dựng\n\nnông thôn mới",
        "UBND tỉnh\nphát biểu tại phiên họp",
        "các Phòng CM,\nTrung tâm Thông tin;",
    ],
)
def test_one_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Họp tháng 5. Đồng chí chủ trì.", ["Họp tháng 5.", "Đồng chí chủ trì."]),
        ("vùng thuốc lá… Việc thực hiện", ["vùng thuốc lá…", "Việc thực hiện"]),
        ("đầu năm... Tuy nhiên", ["đầu năm...", "Tuy nhiên"]),
        ("(OCOP). Riêng du lịch", ["(OCOP).", "Riêng du lịch"]),
        ("kế hoạch…). Lĩnh vực", ["kế hoạch…).", "Lĩnh vực"]),
        ("Lạng Sơn”. - Quan tâm", ["Lạng Sơn”.", "- Quan tâm"]),
        ("Thế nào? “Tốt!” Đúng.", ["Thế nào?", "“Tốt!”", "Đúng."]),
        ("đạt 800 ha. 5 tháng đầu năm", ["đạt 800 ha.", "5 tháng đầu năm"]),
        ("theo Nghị quyết 15. Về chính sách", ["theo Nghị quyết 15.", "Về chính sách"]),
        ("TL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG", ["TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG"]),
        ("UBND tỉnh;\n- Các thành phần;", ["UBND tỉnh;", "- Các thành phần;"]),
        ("kết luận như sau:\nnội dung", ["kết luận như sau:", "nội dung"]),
        ("THÔNG BÁO\n\nKết luận", ["THÔNG BÁO", "Kết luận"]),
        ("\u00a0 \n", []),
        ("", []),
    ],
)
def test_several_sentences(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@settings(deadline=None)
@given(st.text(st.sampled_from('aĐ1. \u00a0\n.,!?…;:"”)-*'), max_size=40) | st.text(max_size=40))
def test_spans_hold_all_that_is_not_white_space_once_and_in_order(text: str) -> None:
    spans = sentence_spans(text)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(text[s:e] == text[s:e].strip() != "" for s, e in spans)
    covered = "".join(text[s:e] for s, e in spans)
    assert "".join(covered.split()) == "".join(text.split())


@settings(deadline=None)
@given(st.text(st.sampled_from('aĐ1. \u00a0,!?…;:"”)-*'), max_size=40))
def test_a_sentence_by_itself_is_one_sentence(text: str) -> None:
    for sentence in sentences(text):
        assert sentences(sentence) == [sentence]


def test_long_rows_of_dots_and_spaces_are_read() -> None:
    text = "ngày " + "." * 20_000 + " " * 20_000 + "tháng"
    assert sentences(text) == [text]


def test_sources_split_at_headings_and_not_inside_page_breaks(source_texts: list[str]) -> None:
    parts = [sentence for text in source_texts for sentence in sentences(text)]
    assert any(part.startswith("2.1. ") for part in parts)
    assert any(part == "KT. CHÁNH VĂN PHÒNG" for part in parts)
    assert any("so\n\ncùng kỳ" in part for part in parts)
    assert not any(part[:1].islower() for part in parts)
