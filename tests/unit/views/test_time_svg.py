from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from kg.views.time_svg import WIDTH, TimeRow, draw_time

SVG = "{http://www.w3.org/2000/svg}"


def row(**changes: object) -> TimeRow:
    values: dict[str, object] = {"label": "Chủ tịch", "told": "Chủ tịch; chắc chắn", "link": "/vi/doc/x"}
    values |= {"kind": "post", "shape": "diamond"}
    return TimeRow(**(values | changes))  # type: ignore[arg-type]


def drawn(*rows: TimeRow) -> ET.Element:
    return ET.fromstring(draw_time(rows, "Quá trình", "t"))  # noqa: S314 - our own drawing


def test_nothing_is_drawn_without_a_day() -> None:
    assert draw_time([row()], "x", "t") == ""
    assert draw_time([row(possible=("", ""))], "x", "t") == ""


def test_certain_is_solid_and_possible_is_open_where_nothing_bounds_it() -> None:
    root = drawn(row(certain=("2020-01-01", "2021-12-31"), possible=("2019-06-01", ""), seen=("2020-05-01",)))
    solid = root.find(f".//{SVG}rect[@class='time-certain']")
    band = root.find(f".//{SVG}path[@class='time-possible']")
    assert solid is not None
    assert band is not None
    path = str(band.get("d"))
    # The band has a side where it begins, none where it ends, and leaves the frame there.
    assert path.count("V") == 1
    assert f"H{WIDTH:.1f}" in path
    assert float(path[1:].split()[0]) < float(str(solid.get("x")))


def test_rows_are_links_with_the_whole_in_their_title_under_their_lane() -> None:
    root = drawn(row(lane="Đảng", seen=("2020-05-01",)), row(lane="Nhà nước", seen=("2020-05-01",)))
    assert [text.text for text in root.iter(f"{SVG}text") if text.get("class") == "time-lane"] == [
        "Đảng",
        "Nhà nước",
    ]
    links = root.findall(f"{SVG}a")
    assert [link.findtext(f"{SVG}title") for link in links] == ["Chủ tịch; chắc chắn"] * 2
    assert {link.get("href") for link in links} == {"/vi/doc/x"}


def test_a_single_day_stands_within_its_year() -> None:
    years = [text.text for text in drawn(row(seen=("2022-06-22",))).iter(f"{SVG}text")]
    assert "2022" in years or "2023" in years


@given(st.text(max_size=200), st.lists(st.dates(), min_size=1, max_size=4))
def test_any_label_and_days_give_well_formed_text_inside_the_frame(text: str, days: list[object]) -> None:
    text = "".join(char for char in text if ord(char) >= 0x20 and char not in "\ufffe\uffff")
    root = drawn(row(label=text, told=text, lane=text, seen=tuple(str(day) for day in days)))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "g", "path", "text", "a", "polygon",
    }  # fmt: skip
    xs = [float(str(text.get("x"))) for text in root.iter(f"{SVG}text")]
    assert all(0 <= x <= WIDTH for x in xs)


@given(st.dates(), st.dates(), st.text("ạịxM ", min_size=1, max_size=90).filter(str.strip))
def test_labels_stand_inside_the_drawing(one: date, other: date, label: str) -> None:
    root = drawn(row(seen=(one.isoformat(),), label=label), row(seen=(other.isoformat(),)))
    for text in root.iter(f"{SVG}text"):
        if text.get("class") == "time-label":
            assert text.get("text-anchor") is None
            assert 0 < float(str(text.get("x"))) <= WIDTH - 7.6 * len(str(text.text))
