from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import InputError, UsageError
from kg.store import load_local
from kg.store.foreign import RdfFile, read_file_argument, write_foreign

TRIPLE = "<http://x/s> <http://x/p> <http://x/o> "
DOCUMENTS = {
    "a.nt": f"{TRIPLE}.",
    "a.ttl": "@prefix x: <http://x/> . x:s x:p x:o .",
    "a.nq": f"{TRIPLE}.",
    "a.trig": "@prefix x: <http://x/> . x:s x:p x:o .",
    "a.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">'
    '<rdf:Description rdf:about="http://x/s"><x:p rdf:resource="http://x/o"/></rdf:Description></rdf:RDF>',
    "a.jsonld": '{"@id": "http://x/s", "http://x/p": {"@id": "http://x/o"}}',
}


def written(folder: Path, *arguments: str) -> Path:
    target = folder / "snapshot"
    target.mkdir()
    write_foreign([read_file_argument(argument) for argument in arguments], target)
    return target


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_format_gives_the_same_statement(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(DOCUMENTS[name], "utf-8")
    snapshot = written(tmp_path, str(tmp_path / name))
    assert (snapshot / "graph.nq").read_text("utf-8") == f"{TRIPLE}<file:///{name}> .\n"
    store = load_local(snapshot)
    assert store.manifest.graphs == {f"file:///{name}"}
    assert store.answer(f"ASK {{ {TRIPLE} }}").rows == 1


def test_named_graphs_stay_and_files_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "a.trig").write_text("<http://x/g> { <s> <p> 1 } <t> <p> 2 .", "utf-8")
    (tmp_path / "b.ttl").write_text("<s> <p> 3 .", "utf-8")
    (tmp_path / "empty.ttl").write_text("", "utf-8")
    files = [f"http://y/dir/one={tmp_path / 'a.trig'}", str(tmp_path / "b.ttl"), str(tmp_path / "empty.ttl")]
    store = load_local(written(tmp_path, *files))
    assert store.manifest.graphs == {"http://x/g", "http://y/dir/one", "file:///b.ttl", "file:///empty.ttl"}
    found = store.answer(
        "SELECT ?g ?s { GRAPH ?g { ?s ?p ?o } } ORDER BY ?o",
        result_format=None,
    )
    assert found.rows == 3
    text = found.body.decode()
    assert text.index("http://y/dir/s") < text.index("http://y/dir/t") < text.index("file:///s")


def test_blank_nodes_of_two_files_are_two_and_the_bytes_are_stable(tmp_path: Path) -> None:
    for name in ("a.ttl", "b.ttl"):
        (tmp_path / name).write_text("_:x <http://x/p> [ <http://x/q> 1 ] .", "utf-8")
    files = [read_file_argument(str(tmp_path / name)) for name in ("a.ttl", "b.ttl")]
    contents = []
    for turn in ("one", "two"):
        (tmp_path / turn).mkdir()
        write_foreign(files, tmp_path / turn)
        contents.append([(tmp_path / turn / name).read_bytes() for name in ("graph.nq", "manifest.json")])
    assert contents[0] == contents[1]
    quads = list(ox.parse(contents[0][0], format=ox.RdfFormat.N_QUADS))
    assert len({quad.subject for quad in quads}) == 4


@pytest.mark.parametrize(
    ("name", "content", "error", "message"),
    [
        ("a.ttl", "<s> <p>", InputError, r"a\.ttl: .*mend the file"),
        ("a.pdf", "", UsageError, r"unknown kind of file; its name must end in \.nt"),
        ("a.jsonld", '{"@context": "http://127.0.0.1/c", "p": 1}', InputError, r"a\.jsonld: "),
    ],
)
def test_bad_files_are_named(
    tmp_path: Path, name: str, content: str, error: type[Exception], message: str
) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(error, match=message):
        written(tmp_path, str(tmp_path / name))


def test_a_file_that_is_absent_and_two_of_one_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.ttl: cannot be read"):
        write_foreign([RdfFile(tmp_path / "gone.ttl", "http://x/")], tmp_path)
    (tmp_path / "a.ttl").write_text("", "utf-8")
    with pytest.raises(UsageError, match="name one with IRI=FILE"):
        write_foreign([read_file_argument(str(tmp_path / "a.ttl"))] * 2, tmp_path)
