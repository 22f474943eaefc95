"""The graph to ask: stores, their contract and the refusal of queries that must not run."""

from kg.store.contract import Dataset, Limits, Result, ServedStore, Status, Store
from kg.store.embedded import EmbeddedStore, open_store
from kg.store.formats import QueryForm, ResultFormat, formats_of
from kg.store.local import LocalStore, load_local
from kg.store.manifest import Manifest, read_manifest
from kg.store.remote.store import Remote, RemoteStore
from kg.store.supervisor import Supervisor

__all__ = [
    "Dataset",
    "EmbeddedStore",
    "Limits",
    "LocalStore",
    "Manifest",
    "QueryForm",
    "Remote",
    "RemoteStore",
    "Result",
    "ResultFormat",
    "ServedStore",
    "Status",
    "Store",
    "Supervisor",
    "formats_of",
    "load_local",
    "open_store",
    "read_manifest",
]
