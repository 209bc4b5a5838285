"""What the reader knows of English: names, patterns and numbers in a text, wherever it stands.

Nothing here knows of documents. The words of the domain come from ``ontology/``.
"""

from __future__ import annotations
