"""Quantities: value, unit, qualifier and measure of the phrases that occur."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import TextError
from kg.text.numerals import Measure, Qualifier, format_number, parse_quantity
from kg.vocab import SCHEMES

calm = settings(deadline=None)


@pytest.mark.parametrize(
    ("phrase", "value", "unit", "qualifier"),
    [
        ("1.642,670 triệu đồng", "1642670000", "đồng", "exact"),
        ("hơn 27,1 tỷ đồng", "27100000000", "đồng", "over"),
        ("gần 3 tỷ đồng", "3000000000", "đồng", "under"),
        ("164,1\u00a0tỷ\u00a0đồng", "164100000000", "đồng", "exact"),
        ("3 tỉ đồng", "3000000000", "đồng", "exact"),
        ("2 nghìn tỷ đồng", "2000000000000", "đồng", "exact"),
        ("500 ngàn đồng", "500000", "đồng", "exact"),
        ("500.000đ", "500000", "đồng", "exact"),
        ("5 triệu VNĐ", "5000000", "đồng", "exact"),
        ("gần 8.400 ha", "8400", "ha", "under"),
        ("ước đạt 3.500 tấn", "3500", "tấn", "estimate"),
        ("khoảng 50 m", "50", "m", "about"),
        ("trên 200 m2", "200", "m2", "over"),
        ("1,2 triệu lượt", "1200000", "lượt", "exact"),
        ("196.760 lượt", "196760", "lượt", "exact"),
        ("đạt 4.032 ha", "4032", "ha", "exact"),
        ("04 nhóm", "4", "nhóm", "exact"),
        ("ước đạt gần 3 tỷ đồng", "3000000000", "đồng", "under"),
        ("99,84%", "99.84", "%", "exact"),
        ("5 triệu đồng/ha", "5000000", "đồng/ha", "exact"),
        ("12", "12", None, "exact"),
    ],
)
def test_levels(phrase: str, value: str, unit: str | None, qualifier: str) -> None:
    quantity = parse_quantity(phrase)
    assert (str(quantity.value), quantity.unit) == (value, unit)
    assert (quantity.qualifier, quantity.measure) == (qualifier, "level")


@pytest.mark.parametrize(
    ("phrase", "value", "measure", "against"),
    [
        ("bằng 120,94 % so với cùng kỳ", "120.94", "ratio-to-period", "so với cùng kỳ"),
        ("bằng 120,94% so với cùng kỳ", "120.94", "ratio-to-period", "so với cùng kỳ"),
        ("đạt 78% so với cùng kỳ năm 2020", "78", "ratio-to-period", "so với cùng kỳ năm 2020"),
        ("bằng 63,98% kế hoạch", "63.98", "ratio-to-plan", "kế hoạch"),
        ("đạt 45,76 % kế hoạch HĐND huyện giao", "45.76", "ratio-to-plan", "kế hoạch HĐND huyện giao"),
        ("đạt 36,11% dự toán tỉnh giao", "36.11", "ratio-to-plan", "dự toán tỉnh giao"),
        ("đạt 100% chỉ tiêu", "100", "ratio-to-plan", "chỉ tiêu"),
        ("bằng 40%", "40", "ratio", None),
        ("tăng 3,59 %", "3.59", "change-percent", None),
        ("ước tăng 1,3% so với cùng kỳ năm 2019", "1.3", "change-percent", "so với cùng kỳ năm 2019"),
        ("giảm 5% so cùng kỳ", "-5", "change-percent", "so cùng kỳ"),
        ("tăng 1.200 tấn so với cùng kỳ năm trước", "1200", "change", "so với cùng kỳ năm trước"),
        ("giảm 2 tỷ đồng", "-2000000000", "change", None),
        ("đạt 99,84%", "99.84", "level", None),
    ],
)
def test_ratios_and_changes(phrase: str, value: str, measure: str, against: str | None) -> None:
    quantity = parse_quantity(phrase)
    assert (str(quantity.value), quantity.measure, quantity.against) == (value, measure, against)


@pytest.mark.parametrize(
    ("phrase", "number", "denominator", "unit", "value"),
    [
        ("14/15", 14, 15, None, Decimal(14) / Decimal(15)),
        ("54/54 người", 54, 54, "người", Decimal(1)),
        ("31/37 đơn", 31, 37, "đơn", Decimal(31) / Decimal(37)),
        ("125/100ha", 125, 100, "ha", Decimal("1.25")),
    ],
)
def test_fractions(phrase: str, number: int, denominator: int, unit: str | None, value: Decimal) -> None:
    quantity = parse_quantity(phrase)
    assert (quantity.number, quantity.denominator) == (Decimal(number), Decimal(denominator))
    assert quantity.unit == unit
    assert (quantity.value, quantity.measure) == (value, "ratio")


def test_unit_words_and_digits_stay_as_written() -> None:
    quantity = parse_quantity("1.642,670  triệu\u00a0đồng")
    assert (quantity.unit_stated, str(quantity.number)) == ("triệu đồng", "1642.670")


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("", "holds no number"),
        ("nhiều tỷ đồng", "holds no number"),
        ("1.5 tỷ đồng", "write thousands with"),
        ("diện tích 800 ha", "'diện tích' before the number"),
        ("800 ha và 500 ha", "give one number"),
        ("3 tỷ 500 triệu đồng", "give one number"),
        ("tăng 5% và 6%", "give one number"),
        ("đạt 5% kế hoạch, tăng 6%", "give one number"),
        ("164,1 tỷ đồng.", "give one number"),
        ("3/0", "divides by zero"),
        ("giảm -3%", "direction twice"),
        ("tăng giảm 3%", "direction twice"),
    ],
)
def test_what_is_not_one_quantity_is_refused(phrase: str, expected: str) -> None:
    with pytest.raises(TextError, match=expected):
        parse_quantity(phrase)


@calm
@given(
    st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False, allow_infinity=False),
    st.sampled_from([("", 0), ("nghìn ", 3), ("triệu ", 6), ("tỷ ", 9), ("tỉ ", 9), ("nghìn tỷ ", 12)]),
    st.sampled_from(["đồng", "ha", "lượt", "tấn"]),
    st.sampled_from(["", "gần ", "hơn ", "khoảng ", "ước đạt ", "đạt "]),
)
def test_the_value_is_the_number_times_the_scale(
    number: Decimal, scale: tuple[str, int], unit: str, lead: str
) -> None:
    word, power = scale
    quantity = parse_quantity(f"{lead}{format_number(number, 'vi')} {word}{unit}")
    assert quantity.value == number * 10**power
    assert (quantity.number, quantity.unit, quantity.unit_stated) == (number, unit, word + unit)


@calm
@given(
    st.text(max_size=30)
    | st.from_regex(r"(tăng |gần )?[0-9.,]{1,8}(/[0-9]{1,3})? ?[a-zđ%]{0,5}", fullmatch=True)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(TextError):
        quantity = parse_quantity(text)
        assert quantity.value.is_finite()
        assert "/" in text or quantity.denominator is None


def test_values_are_those_of_the_records() -> None:
    assert set(get_args(Qualifier)) == set(SCHEMES["qualifier"])
    assert set(get_args(Measure)) - {"ratio"} <= set(SCHEMES["measureKind"])
