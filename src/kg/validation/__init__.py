"""Check the graph against the shapes, and say where in the records the fault stands."""

from kg.validation.findings import relocate, to_findings
from kg.validation.reference import validate
from kg.validation.report import Result, ValidationReport

__all__ = ["Result", "ValidationReport", "relocate", "to_findings", "validate"]
