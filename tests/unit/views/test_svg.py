from __future__ import annotations

import asyncio
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.store import LocalStore
from kg.views.edges import Edge
from kg.views.kinds import KINDS
from kg.views.layout import branches
from kg.views.names import Name
from kg.views.network import Network, Wanted, read_network
from kg.views.svg import Drawing, clean, draw, shape

SVG = "{http://www.w3.org/2000/svg}"
ORG = "https://w3id.org/diaban/id/org/o"


def drawn(network: Network, title: str = "Mạng lưới") -> str:
    drawing = Drawing("vi", lambda iri: f"/vi/doc/{len(iri)}", title, {})
    return draw(network, branches(network), drawing)


def labelled(text: str) -> Network:
    names = {"urn:a": Name("urn:a", {"vi": text}), "urn:b": Name("urn:b", {"en": text})}
    return Network(names, (Edge("urn:a", "urn:b", "holds"),), ("urn:a",))


def test_nodes_are_links_with_a_title_a_shape_and_a_class_of_their_kind(store: LocalStore) -> None:
    network = asyncio.run(read_network(store, "https://w3id.org/diaban/id/person/a"))
    root = ET.fromstring(drawn(network))  # noqa: S314 - our own drawing
    links = root.findall(f"{SVG}a")
    assert len(links) == len(network.names)
    assert links[0].get("class") == "net-node k-person net-centre"
    assert links[0].findtext(f"{SVG}title") == "Dương Văn Á, cán bộ"
    assert all(link.find("*[@class='net-shape']") is not None for link in links)
    assert root.get("aria-labelledby") == root.findall(f"{SVG}title")[0].get("id")


def test_nothing_needs_an_inline_style_or_script(store: LocalStore) -> None:
    network = asyncio.run(
        read_network(
            store,
            ORG,
            Wanted(
                kinds=(
                    "post-in",
                    "addressed-to",
                )
            ),
        )
    )
    svg = drawn(network)
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    assert {element.tag.removeprefix(SVG) for element in root.iter()}.isdisjoint({"style", "script", "img"})
    names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name == "style" or name.startswith("on")]
    assert "&lt;img src=x onerror=" in svg
    assert "\u202e" not in svg


@given(st.text(max_size=300))
def test_any_label_gives_well_formed_text_and_no_new_element(text: str) -> None:
    text = "".join(char for char in text if ord(char) >= 0x20 and not 0xD800 <= ord(char) <= 0xDFFF)
    text = text.replace("\ufffe", "").replace("\uffff", "")
    root = ET.fromstring(drawn(labelled(text), text))  # noqa: S314 - our own drawing
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "g", "path", "a", "circle", "text"}


def test_long_labels_are_short_in_the_drawing_and_whole_in_the_title() -> None:
    text = "x" * 10_000
    svg = drawn(labelled(text))
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    assert all(len(element.text or "") <= 60 for element in root.iter(f"{SVG}text"))
    assert text in svg


def test_a_label_in_another_language_says_so() -> None:
    assert 'lang="en"' in drawn(labelled("chair"))


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_kind_has_a_shape_that_can_be_drawn(kind: object) -> None:
    assert ET.fromstring(shape(kind.shape, 0, 0, 5)).get("class") == "net-shape"  # type: ignore[attr-defined] # noqa: S314


def test_control_and_direction_characters_are_left_out() -> None:
    assert clean("a\u202eb\u0000c\u2066d\ufeff") == "abcd"


def test_a_neighbour_says_how_and_in_which_direction_it_is_tied(store: LocalStore) -> None:
    network = asyncio.run(read_network(store, ORG))
    words = {element.text for element in ET.fromstring(drawn(network)).iter(f"{SVG}text")}  # noqa: S314
    assert {"← thuộc", "← giao cho"} <= words
