"""Draws a network for a page: its nodes lead to the pages of the things."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from kg.views.layout import lay_out
from kg.views.network import Network
from kg.views.svg import Drawing, draw
from kg.web.pages.present import Presenter


def drawing_of(
    network: Network,
    presenter: Presenter,
    title: str = "",
    *,
    headings: Sequence[str] = (),
    link: Callable[[str], str] | None = None,
) -> Markup:
    """Return a network as SVG, which ``kg.views.svg`` has escaped.

    Args:
        network: what is drawn.
        presenter: of the page; knows the names of nodes and of enumerated values on edges.
        title: of the drawing; where there is none, it is that of the surroundings of the centre.
        headings: words above the lanes of a drawing in lanes.
        link: where a node leads, if not to the page of the thing.
    """
    language = presenter.tongue.code
    details = {edge.detail: presenter.text(edge.detail) for edge in network.edges if edge.detail}
    title = title or presenter.tongue.say("Network around %s") % presenter.text(network.centres[0])
    notes = {iri: presenter.number(size) for iri, size in network.sizes.items()}
    leads = link or presenter.href
    drawing = Drawing(language, leads, title, details, headings=headings, notes=notes)
    return Markup(draw(network, lay_out(network, language), drawing))  # noqa: S704 - escaped by its maker
