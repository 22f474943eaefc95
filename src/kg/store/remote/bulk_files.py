"""Writes a snapshot as files for the bulk loader of another store, with what to type there.

``diaban.nq`` holds everything for loaders that read N-Quads. For Virtuoso, whose loader takes one graph for
a file, ``graphs/`` holds one N-Triples file per graph with the name of the graph beside it, and
``virtuoso.sql`` is what ``isql`` runs (OpenLink, "Bulk Loading RDF Source Files into one or more Graph
IRIs").
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Final

from kg.errors import InputError, UsageError
from kg.rdf import iri
from kg.store.dialects import VIRTUOSO
from kg.store.manifest import GRAPH_FILE, read_manifest
from kg.store.remote.holdings import marker_of
from kg.store.remote.parts import END, read_parts

_README: Final = """diaban, data version {version}: {quads} statements in {graphs} named graphs.

Virtuoso 7: let DirsAllowed in virtuoso.ini name {folder}/graphs, restart it, then run
  isql HOST:PORT dba PASSWORD {folder}/virtuoso.sql
Other stores: load diaban.nq with their own bulk loader into named graphs.
Then set KG_STORE to the query endpoint and ask: kg sees whether all is there.
"""

_SCRIPT: Final = """log_enable(2, 1);
{clear}DELETE FROM DB.DBA.LOAD_LIST WHERE ll_file LIKE '{place}/%';
ld_dir('{place}', '*.nt', '{graph}');
rdf_loader_run();
checkpoint;
SELECT ll_file, ll_error FROM DB.DBA.LOAD_LIST WHERE ll_file LIKE '{place}/%' AND ll_error IS NOT NULL;
"""


def write_files(snapshot: Path, folder: Path) -> int:
    """Write a snapshot for bulk loaders into a new folder; return how many graphs it has.

    Args:
        snapshot: folder of the snapshot.
        folder: to be made; it appears only when all is written.

    Raises:
        InputError: the snapshot cannot be read, or the folder cannot be written.
        UsageError: the folder is there already.
    """
    source = snapshot.resolve()
    manifest = read_manifest(source)
    target = folder.absolute()
    if target.exists():
        raise UsageError(f"{folder} is there already; name a new folder")
    marker = marker_of(manifest.data_version)
    parts = read_parts(source, manifest, VIRTUOSO) | {iri.GRAPH_LOADED: [marker]}
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise InputError(folder, f"cannot be written: {error.strerror}; name another folder") from error
    try:
        _write_all(new, source, parts, target)
        readme = _README.format(
            version=manifest.data_version, quads=manifest.quads, graphs=len(manifest.graphs), folder=target
        )
        (new / "README").write_text(readme, "utf-8")
        new.chmod(0o755)
        new.rename(target)
    except OSError as error:
        raise InputError(folder, f"cannot be written: {error.strerror}; name another folder") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return len(manifest.graphs)


def _write_all(new: Path, source: Path, parts: dict[str, list[str]], target: Path) -> None:
    (marker,) = parts[iri.GRAPH_LOADED]
    (new / "graphs").mkdir()
    for number, (graph, lines) in enumerate(parts.items()):
        file = new / "graphs" / f"{number:04}.nt"
        file.write_text("".join(lines), "utf-8", newline="\n")
        file.with_name(f"{file.name}.graph").write_text(graph + "\n", "utf-8")
    shutil.copyfile(source / GRAPH_FILE, new / "diaban.nq")
    with (new / "diaban.nq").open("a", encoding="utf-8", newline="\n") as whole:
        whole.write(f"{marker.removesuffix(END)} <{iri.GRAPH_LOADED}>{END}")
    (new / "virtuoso.sql").write_text(_script(parts, target / "graphs"), "utf-8")


def _script(graphs: dict[str, list[str]], folder: Path) -> str:
    """Return what isql runs: old graphs go first, so that it may be run again."""
    place = str(folder).replace("'", "''")
    clear = "".join(f"SPARQL CLEAR GRAPH <{graph}>;\n" for graph in graphs)
    return _SCRIPT.format(clear=clear, place=place, graph=iri.GRAPH_LOADED)
