"""``kg view``: the network around a thing, as one page to keep or mail."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.ask import Tongue
from kg.cli.load import remote_of
from kg.cli.output import progress
from kg.errors import InputError, UnknownError
from kg.settings import load_settings
from kg.store import Store, open_store, read_manifest
from kg.store.resolve import resolve
from kg.store.search import SearchIndex
from kg.views.interactive_file import write_network_file
from kg.views.network import Network, Wanted, read_network
from kg.views.network_words import Words, read_words
from kg.vocab import DATA


def view(
    entity: Annotated[str, typer.Argument(help="An id, an IRI or a label.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The HTML file to write.")],
    lang: Annotated[Tongue, typer.Option("--lang", help="Language of labels.")] = Tongue.VI,
    expand: Annotated[
        list[str] | None, typer.Option("--expand", help="A neighbour to expand as well; repeatable.")
    ] = None,
    most: Annotated[
        int, typer.Option("--most", min=1, max=200, help="Neighbours drawn for one node and relation.")
    ] = 12,
    snapshot: Annotated[
        Path | None, typer.Option("--snapshot", help="Folder of a snapshot; default: the current one.")
    ] = None,
) -> None:
    """Write the network around a thing as one HTML file that needs nothing else."""
    settings = load_settings()
    folder = snapshot if snapshot is not None else settings.snapshot
    if not (folder / "search.sqlite").exists():
        raise InputError(folder, "there is no snapshot here; make one with kg build")
    index, version = SearchIndex(folder / "search.sqlite"), read_manifest(folder).data_version
    with open_store(folder, isolated=False, remote=remote_of(settings)) as store:
        centre = find(index, entity, lang)
        others = [find(index, text, lang) for text in expand or ()]
        network, words = store.run(_read(store.store, centre, others, most, lang, version))
    write_network_file(network, output, words)
    progress(f"{len(network.names)} things and {len(network.edges)} relations")
    typer.echo(str(output))


def find(index: SearchIndex, text: str, lang: str) -> str:
    """Return the IRI that an id with its kind (``person/x``), an IRI or a label means.

    Raises:
        UnknownError: nothing bears it; AmbiguousError: several things do.
    """
    try:
        return resolve(index, text, "iri", lang).iri
    except UnknownError:
        if "/" not in text or " " in text or text.startswith("http"):
            raise
        return resolve(index, f"{DATA}{text}", "iri", lang).iri


async def _read(
    store: Store, centre: str, others: list[str], most: int, lang: str, version: str
) -> tuple[Network, Words]:
    network = await read_network(store, centre, Wanted(tuple(others), per_relation=most))
    return network, await read_words(store, network, lang, version)
