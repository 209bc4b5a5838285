"""An evidence-backed knowledge graph of the MedTech skills and innovation economy."""

from __future__ import annotations

__version__ = "0.1.0"
