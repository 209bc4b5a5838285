from __future__ import annotations

import gc
from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

from medtechkg import memos, store


def counted() -> tuple[list[object], Callable[[store.Store], int]]:
    asked: list[object] = []

    @memos.once
    def number(graph: store.Store) -> int:
        """Say how often it was asked."""
        asked.append(type(graph))
        return len(asked)

    return asked, number


def test_a_graph_is_asked_once() -> None:
    asked, number = counted()
    one, other = store.memory(()), store.memory(())
    assert [number(one), number(one), number(other), number(one)] == [1, 1, 2, 1]
    assert len(asked) == 2


def test_a_foreign_graph_may_change_and_is_asked_each_time() -> None:
    _, number = counted()
    foreign = cast("store.Store", SimpleNamespace())
    assert [number(foreign), number(foreign)] == [1, 2]


def test_what_was_found_goes_with_its_graph() -> None:
    asked, number = counted()
    for _ in range(3):
        number(store.memory(()))
        gc.collect()
    assert len(asked) == 3
    assert number.__doc__ == "Say how often it was asked."
