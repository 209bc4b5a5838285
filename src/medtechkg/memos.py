"""What follows from a whole graph, found once and kept for as long as the graph is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from medtechkg.store import Store

__all__ = ["keeps", "once"]

T = TypeVar("T")


def keeps(store: Store) -> bool:
    """Whether what is found of a graph is kept: only a graph of our own is known not to change."""
    from medtechkg.store import Embedded

    return isinstance(store, Embedded)


def once(found: Callable[[Store], T]) -> Callable[[Store], T]:
    """Keep what a function finds of each graph: a graph that is asked is no longer written to.

    Of a graph elsewhere nothing is kept.
    """
    kept: WeakKeyDictionary[Store, T] = WeakKeyDictionary()

    @wraps(found)
    def remembered(store: Store) -> T:
        if not keeps(store):
            return found(store)
        if store not in kept:
            kept[store] = found(store)
        return kept[store]

    return remembered
