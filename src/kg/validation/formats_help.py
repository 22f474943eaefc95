"""Say in which language, how heavily and with which help a finding is told: what all written forms share."""

from __future__ import annotations

import re

from kg.errors import Finding

GUIDE = "docs/how-to/read-findings.md"
"""The page that explains every rule, inside the project."""

GUIDE_URI = f"https://w3id.org/diaban/{GUIDE}"
"""The same page as an absolute URI, for forms that allow no other."""

_RULE_ACROSS = re.compile(r"X[0-9]+")


def message_in(finding: Finding, language: str) -> str:
    """Give the message in a language; in English where there is no Vietnamese one."""
    return finding.message_vi if language == "vi" and finding.message_vi else finding.message


def help_anchor(rule: str) -> str:
    """Give the anchor of a rule in the guide.

    >>> help_anchor("X15-conflict"), help_anchor("schema")
    ('x15', 'where-a-rule-comes-from')
    """
    found = _RULE_ACROSS.match(rule)
    return found[0].lower() if found else "where-a-rule-comes-from"
