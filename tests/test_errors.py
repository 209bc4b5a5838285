from __future__ import annotations

import inspect
import pickle
import re

import pytest

from medtechkg import errors
from medtechkg.errors import EndpointError, MedtechkgError, SeedError, SourceError, ViolationError


def tree(root: type[MedtechkgError]) -> set[type[MedtechkgError]]:
    return {root} | {found for child in root.__subclasses__() for found in tree(child)}


def test_the_tree_is_drawn_in_the_docstring() -> None:
    drawn = re.findall(r"^ +(?:[├└]── )?(\w+Error)\b", errors.__doc__ or "", re.MULTILINE)
    ours = {found.__name__ for found in tree(MedtechkgError) if found.__module__ == errors.__name__}
    assert set(drawn) == ours == set(errors.__all__) - {"ReadingWarning"}
    assert drawn[0] == "MedtechkgError"


def test_nothing_outside_the_tree_is_an_error_of_ours() -> None:
    known = {
        found
        for _, found in inspect.getmembers(errors, inspect.isclass)
        if issubclass(found, Exception) and not issubclass(found, Warning)
    }
    assert known == {found for found in tree(MedtechkgError) if found.__module__ == errors.__name__}


@pytest.mark.parametrize("kind", sorted(tree(MedtechkgError), key=str))
def test_every_error_says_what_it_is_for(kind: type[MedtechkgError]) -> None:
    assert (kind.__doc__ or "").endswith(".")
    assert issubclass(kind, Exception)


def test_a_source_error_names_the_source_and_the_remedy() -> None:
    error = SourceError("report.pdf", "is empty", "give a file with text")
    assert str(error) == "report.pdf: is empty; give a file with text"
    assert error.source == "report.pdf"


@pytest.mark.parametrize(("line", "place"), [(12, "rules.yaml:12"), (None, "rules.yaml")])
def test_a_seed_error_names_file_and_line(line: int | None, place: str) -> None:
    error = SeedError("rules.yaml", "no such class", "declare it", line)
    assert str(error) == f"{place}: no such class; declare it"
    assert (error.path, error.line) == ("rules.yaml", line)


@pytest.mark.parametrize(
    "error",
    [
        SourceError("report.pdf", "is empty", "give a file with text"),
        SeedError("rules.yaml", "no such class", "declare it", 12),
        EndpointError("http://localhost/sparql", "says no", "ask again", 500),
    ],
)
def test_an_error_of_another_process_is_told_as_it_was_there(error: MedtechkgError) -> None:
    again = pickle.loads(pickle.dumps(error))  # of our own
    assert (type(again), str(again)) == (type(error), str(error))
    assert vars(again) == vars(error)


def test_a_violation_carries_its_findings() -> None:
    assert ViolationError("2 faults", ("one", "two")).findings == ("one", "two")
    assert ViolationError("faults").findings == ()
