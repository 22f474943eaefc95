"""The compiled runner: shapes become queries over sets, and only suspects are checked one by one."""

from kg.validation.compiled.data_graph import DataGraph
from kg.validation.compiled.loading import compile_shapes, load_data, load_quads
from kg.validation.compiled.model import Shapes
from kg.validation.compiled.reader import read_shapes
from kg.validation.compiled.results import TermResult, to_report, to_triples
from kg.validation.compiled.runner import check, check_each, check_nodes

__all__ = [
    "DataGraph",
    "Shapes",
    "TermResult",
    "check",
    "check_each",
    "check_nodes",
    "compile_shapes",
    "load_data",
    "load_quads",
    "read_shapes",
    "to_report",
    "to_triples",
]
