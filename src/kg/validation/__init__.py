"""Check the graph against the shapes, and say where in the records the fault stands."""

from kg.validation.findings import relocate, to_findings
from kg.validation.report import Result, ValidationReport
from kg.validation.runners import Runner, validate

__all__ = ["Result", "Runner", "ValidationReport", "relocate", "to_findings", "validate"]
