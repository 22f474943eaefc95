"""Numbers in figures: reading, writing, and back."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import TextError
from kg.text.figures import format_money, format_number, parse_number, plain, scaled
from kg.text.language import Language
from kg.text.numerals import parse_quantity

calm = settings(deadline=None)
numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=6)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.642,670", "1642.670"),
        ("196.760", "196760"),
        ("2.182.775", "2182775"),
        ("1,3", "1.3"),
        ("99,84", "99.84"),
        ("15,451", "15.451"),
        ("04", "4"),
        ("1484", "1484"),
        (" 800 ", "800"),
        ("-3,5", "-3.5"),
        ("−3,5", "-3.5"),
        ("+2", "2"),
        ("0,50", "0.50"),
    ],
)
def test_vietnamese_figures_are_read(written: str, value: str) -> None:
    assert str(parse_number(written)) == value


@pytest.mark.parametrize(
    "written", ["", "1.5", "1.64", "1.6420", "12.34.567", "1,2,3", ",5", "5,", "1 642", "1e3", "٣", "năm"]
)
def test_other_figures_are_refused_with_an_example(written: str) -> None:
    with pytest.raises(TextError, match=r"write thousands with '\.'"):
        parse_number(written)


@calm
@given(numbers)
def test_a_written_number_reads_back_digit_by_digit(value: Decimal) -> None:
    read = parse_number(format_number(value, "vi"))
    assert read == value
    assert f"{abs(read):f}" == f"{abs(value):f}"


@calm
@given(numbers)
def test_english_differs_from_vietnamese_by_the_separators_alone(value: Decimal) -> None:
    english = format_number(value, "en")
    assert english.replace(",", "") == f"{value:f}"
    assert format_number(value, "vi") == english.replace(",", " ").replace(".", ",").replace(" ", ".")


@calm
@given(numbers)
def test_a_sum_reads_back_exactly(value: Decimal) -> None:
    read = parse_quantity(format_money(value, "vi"))
    assert (read.value, read.unit) == (value, "đồng")


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        ("27100000000", "27,1 tỷ đồng", "27.1 billion đồng"),
        ("1642670000", "1.642,67 triệu đồng", "1,642.67 million đồng"),
        ("15451000000", "15,451 tỷ đồng", "15.451 billion đồng"),
        ("2182775000000", "2.182,775 tỷ đồng", "2,182.775 billion đồng"),
        ("3E+9", "3 tỷ đồng", "3 billion đồng"),
        ("500000", "500.000 đồng", "500,000 đồng"),
        ("1642670001", "1.642.670.001 đồng", "1,642,670,001 đồng"),
        ("-3000000", "-3 triệu đồng", "-3 million đồng"),
        ("0", "0 đồng", "0 đồng"),
    ],
)
def test_sums_as_readers_see_them(value: str, vi: str, en: str) -> None:
    assert format_money(Decimal(value), "vi") == vi
    assert format_money(Decimal(value), "en") == en


@calm
@given(numbers, st.integers(-12, 12))
def test_moving_the_point_there_and_back_changes_nothing(value: Decimal, power: int) -> None:
    assert scaled(scaled(value, power), -power) == value


@calm
@given(numbers)
def test_the_plain_form_has_no_exponent_and_no_needless_zero(value: Decimal) -> None:
    digits = str(plain(value))
    assert Decimal(digits) == value
    assert "E" not in digits
    assert digits != "-0"
    assert not ("." in digits and digits.endswith("0"))


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_what_is_no_number_is_not_written(value: str) -> None:
    for write in (format_number, format_money):
        with pytest.raises(TextError, match="give a finite one"):
            write(Decimal(value), "vi")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(TextError, match="use vi or en"):
        format_number(Decimal(1), cast("Language", "fr"))
