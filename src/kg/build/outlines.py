"""Write the outlines of units into a snapshot, as the file that maps load."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.rdf import iri
from kg.records.dataset import Dataset
from kg.records.outlines import FILE, geometry_of, to_geojson, versions_of_outline


def write_outlines(snapshot: Path, dataset: Dataset) -> None:
    """Write ``outlines.geojson`` into a snapshot; nothing where the records have no outlines.

    A feature has as ``id`` the IRI of its unit, and as properties ``since`` and ``until``: the days of the
    versions to which the outline belongs (``until`` exclusive, null where it holds today).
    """
    if dataset.outlines:
        text = to_geojson(_features(dataset))
        (snapshot / FILE).write_text(text, encoding="utf-8", newline="\n")


def _features(dataset: Dataset) -> Iterator[dict[str, Any]]:
    for outline in sorted(dataset.outlines, key=lambda outline: outline.unit):
        versions = versions_of_outline(dataset.register, outline)
        until = versions[-1].valid_until
        properties = {
            "since": versions[0].valid_from.isoformat(),
            "until": until.isoformat() if until is not None else None,
        }
        name, geometry = iri.of_kind("unit", outline.unit), geometry_of(outline.polygons)
        yield {"type": "Feature", "id": name, "properties": properties, "geometry": geometry}
