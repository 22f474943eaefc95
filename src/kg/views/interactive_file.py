"""Writes a network as ONE page to keep or to mail: built with pyvis, shown by our own safe template.

pyvis' own template calls other hosts, runs markup in labels and is written without an encoding, so only its
model of nodes, edges and options is used. The page holds everything it needs, loads nothing, and its content
security policy names by hash the only scripts and styles that may run. Labels are text: they stand in a JSON
block in which no character can end the block, and vis-network draws them on a canvas.
"""

from __future__ import annotations

import json
import os
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network as VisNetwork

from kg.errors import InputError
from kg.views.edges import Edge
from kg.views.extents import NOT_STATED, POSSIBLE
from kg.views.layout import lay_out
from kg.views.network import Network
from kg.views.network_words import Words
from kg.views.svg import clean
from kg.views.vis_network import hash_source, library, style_hashes

_LABEL: Final = 48
_TITLE: Final = 2_000
_SPREAD: Final = (1.8, 1.35)
"""Labels stand below their nodes here, not beside them as in the SVG drawing."""
_FONT: Final = "system-ui, sans-serif"
_DASHES: Final[dict[str, list[int]]] = {POSSIBLE: [8, 5], NOT_STATED: [1, 4]}
_OPTIONS: Final = {
    "physics": {"enabled": False},
    "interaction": {"hover": True, "keyboard": True, "navigationButtons": False, "multiselect": True},
    "edges": {"smooth": {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal"}},
}


def write_network_file(network: Network, path: Path, words: Words | None = None) -> None:
    """Write the page of a network; a file of that name is replaced in one step, or left as it was.

    Raises:
        InputError: the file cannot be written.
    """
    content = to_page(network, words or Words()).encode("utf-8", "replace")
    try:
        handle, name = tempfile.mkstemp(prefix=".network-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise InputError(path, f"cannot be written ({error.strerror}); name another file") from error


def to_page(network: Network, words: Words) -> str:
    """Return the whole page; equal networks give equal pages."""
    main, style = _text("network_file.js"), _text("network_file.css")
    drawn = build(network, words)
    data = {"nodes": drawn.nodes, "edges": drawn.edges, "options": _OPTIONS}
    template = Environment(
        loader=PackageLoader("kg.views", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template("network_file.html")
    return template.render(
        words=words,
        title=clean(words.title, _TITLE),
        policy=_policy(main, style),
        data=Markup(to_json_block(data)),  # noqa: S704 - no character of it can end the block
        library=Markup(library()),  # noqa: S704 - a vendored file whose hash a test checks
        main=Markup(main),  # noqa: S704 - our own script
        style=Markup(style),  # noqa: S704 - our own styles
        rows=[_row(edge, network, words) for edge in network.edges],
        kinds=sorted(
            {name.kind for name in network.names.values()}, key=lambda kind: kind.label(words.language)
        ),
    )


def build(network: Network, words: Words) -> VisNetwork:
    """Return the network as pyvis knows it: directed, without physics, where the server's layout puts it."""
    layout = lay_out(network, words.language)
    drawn = VisNetwork(directed=True)
    for iri, name in sorted(network.names.items()):
        label = clean(name.label(words.language).value, _TITLE)
        x, y = layout.positions[iri]
        drawn.add_node(
            iri,
            label=clean(label, _LABEL),
            title=f"{label} ({name.kind.label(words.language)})",
            shape=name.kind.shape,
            color=name.kind.colour,
            size=16 if iri in network.centres else 11,
            x=round(x * _SPREAD[0], 1),
            y=round(y * _SPREAD[1], 1),
            physics=False,
            font={"face": _FONT, "multi": False, "size": 14},
        )
    for edge in network.edges:
        drawn.add_edge(
            edge.source,
            edge.target,
            label=clean(words.relation(edge), _LABEL),
            color="#9aa19a",
            dashes=_DASHES.get(edge.certainty, False),
            font={"face": _FONT, "multi": False, "size": 11, "align": "middle"},
        )
    return drawn


def to_json_block(value: object) -> str:
    r"""Spell JSON that may stand inside a script element: it holds no ``<``, ``>``, ``&`` or line separator.

    >>> to_json_block({"label": "</script>"})
    '{"label": "\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _row(edge: Edge, network: Network, words: Words) -> dict[str, Any]:
    return {
        "source": clean(network.names[edge.source].label(words.language).value, _TITLE),
        "relation": clean(words.relation(edge), _LABEL),
        "target": clean(network.names[edge.target].label(words.language).value, _TITLE),
        "passages": [
            f"{clean(words.source_title(item), _TITLE)} [{item.start}–{item.end}]"
            for item in words.proof(edge).passages
        ],
    }


def _policy(main: str, style: str) -> str:
    scripts = " ".join(hash_source(text) for text in (library(), main))
    styles = " ".join((hash_source(style), *style_hashes()))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )


def _text(name: str) -> str:
    return files("kg.views").joinpath("templates", name).read_text("utf-8")
