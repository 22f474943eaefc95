"""Draws the network of an answer for its page, with the sources of its relations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from kg.views.answer_network import AnswerNetwork, read_answer_network
from kg.views.edges import Edge
from kg.views.evidence import Evidence
from kg.views.names import read_names
from kg.views.network_words import read_words
from kg.views.relations import RELATIONS, Relation
from kg.web.pages.drawing import drawing_of
from kg.web.pages.present import Presenter
from kg.web.pages.site import Site, presenter_for


@dataclass(frozen=True)
class DrawnNetwork:
    """The network of an answer, drawn.

    Attributes:
        found: the network, and what it leaves out.
        svg: the drawing; empty where nothing is joined.
        presenter: knows the names of its things, relations and sources.
        proof_of: evidence of an edge.
        relations: by name.
    """

    found: AnswerNetwork
    svg: Markup
    presenter: Presenter
    proof_of: Callable[[Edge], Evidence]
    relations: Mapping[str, Relation]


async def draw_answer_network(
    site: Site, rows: Sequence[Mapping[str, Any]], columns: Sequence[str], presenter: Presenter, title: str
) -> DrawnNetwork:
    """Return the drawn network of some rows.

    Args:
        site: the site.
        rows: of an answer.
        columns: names of those that hold things.
        presenter: of the page.
        title: of the drawing.
    """
    found = await read_answer_network(site.store, rows, columns)
    network, language = found.network, presenter.tongue.code
    words = await read_words(site.store, network, language, site.manifest.data_version)
    status = {proof.status for proof in words.evidence.values() if proof.status}
    others = await read_names(site.store, {*words.sources, *words.details, *status})
    knowing = presenter_for(language, dict(network.names) | others)
    svg = drawing_of(network, knowing, title) if network.edges else Markup()
    return DrawnNetwork(found, svg, knowing, words.proof, RELATIONS)
