"""What validation reports: values, not errors."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Finding", "Severity"]


class Severity(StrEnum):
    """How grave a finding is."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A result of validation. ``rule`` is the IRI of the shape or the name of the check."""

    severity: Severity
    subject: str
    message: str
    rule: str
    quote: str = ""
    document: str = ""
