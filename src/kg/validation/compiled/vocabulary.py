"""Every term of SHACL that is understood; a shapes graph with another one is refused, never half checked."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from pyoxigraph import NamedNode
from rdflib import SH, URIRef

from kg.validation.triples import named

NAMESPACE: Final = str(SH)


@lru_cache(maxsize=512)
def sh(name: str) -> NamedNode:
    """Give a term of SHACL by its local name.

    >>> sh("minCount")
    <NamedNode value=http://www.w3.org/ns/shacl#minCount>
    """
    return named(URIRef(NAMESPACE + name))


PARAMETERS: Final = frozenset(
    map(
        sh,
        [
            "class",
            "datatype",
            "nodeKind",
            "minCount",
            "maxCount",
            "minExclusive",
            "minInclusive",
            "maxExclusive",
            "maxInclusive",
            "minLength",
            "maxLength",
            "pattern",
            "flags",
            "languageIn",
            "uniqueLang",
            "equals",
            "disjoint",
            "lessThan",
            "lessThanOrEquals",
            "not",
            "and",
            "or",
            "xone",
            "node",
            "property",
            "qualifiedValueShape",
            "qualifiedValueShapesDisjoint",
            "qualifiedMinCount",
            "qualifiedMaxCount",
            "closed",
            "ignoredProperties",
            "hasValue",
            "in",
            "sparql",
        ],
    )
)
"""Parameters of the components of SHACL Core and SHACL-SPARQL (§4, §5): they make their subject a shape."""

TARGETS: Final = frozenset(
    map(sh, ["targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf", "target"])
)

_ABOUT_SHAPES: Final = "path severity message deactivated name description order group defaultValue"
_PATHS: Final = "inversePath alternativePath zeroOrMorePath oneOrMorePath zeroOrOnePath"
_QUERIES: Final = "select ask prefixes declare prefix namespace"
_COMPONENTS: Final = "parameter optional validator nodeValidator propertyValidator labelTemplate"
_GRAPHS: Final = "shapesGraph suggestedShapesGraph shapesGraphWellFormed"
_REPORTS: Final = (
    "conforms result detail focusNode resultMessage resultPath resultSeverity sourceConstraint"
    " sourceConstraintComponent sourceShape value"
)

PREDICATES: Final = (
    PARAMETERS
    | TARGETS
    | frozenset(map(sh, f"{_ABOUT_SHAPES} {_PATHS} {_QUERIES} {_COMPONENTS} {_GRAPHS} {_REPORTS}".split()))
)
"""Properties of SHACL that may stand in a shapes graph."""

ANYWHERE: Final = frozenset(map(sh, ("entailment", "rule", "js", "expression", "values")))
"""Properties that ask for more than checking, and are refused at any node (SHACL §1.5, SHACL-AF)."""

TYPES: Final = frozenset(
    map(
        sh,
        [
            "Shape",
            "NodeShape",
            "PropertyShape",
            "PropertyGroup",
            "Parameter",
            "ConstraintComponent",
            "Parameterizable",
            "Validator",
            "SPARQLAskValidator",
            "SPARQLSelectValidator",
            "SPARQLAskExecutable",
            "SPARQLSelectExecutable",
            "SPARQLExecutable",
            "SPARQLConstraint",
            "SPARQLTarget",
            "PrefixDeclaration",
            "ValidationReport",
            "ValidationResult",
            "AbstractResult",
            "Severity",
            "NodeKind",
        ],
    )
)
"""Classes of SHACL that a node of a shapes graph may have."""

NODE_KINDS: Final = frozenset(
    map(sh, ["BlankNode", "IRI", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"])
)
