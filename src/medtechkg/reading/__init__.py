"""The stages that read a document: passages, mentions, statements, figures, claims and events.

Stages are strangers to one another; `medtechkg.reader` knows their order.
"""

from __future__ import annotations
