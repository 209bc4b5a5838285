"""Documents read by the rules of the ontology: one by one, or in several processes.

A reading depends on nothing but its document and the rules, so it is the same wherever it is made:
here, in other processes, or on other machines through any `concurrent.futures.Executor`.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from traceback import extract_tb

from medtechkg import inference, reader, resources, vocabulary
from medtechkg.documents import Skip
from medtechkg.errors import SeedError, SourceError
from medtechkg.garbage import uncollected
from medtechkg.iris import Base
from medtechkg.model import Document, Reading, Vocabulary

__all__ = ["Rules", "load_rules", "read", "read_all", "read_each", "read_in_processes"]

#: Characters of text: what is sent to another process at once, and what makes one worth starting.
_BATCH, _WORTHWHILE = 20_000, 200_000
#: What another process has read, and what failed there.
_Read = tuple[list[Reading], list[SourceError]]
#: How many batches are under way at once.
_AHEAD = 64


@dataclass(frozen=True, slots=True)
class Rules:
    """All that reading and concluding depend on; ``digest`` names it and stands in the graph.

    What is read with less confidence than ``least`` is left out. ``weights`` is the file of what
    words weigh, if it is not that of the ontology.
    """

    ontology: Path
    base: Base
    vocabulary: Vocabulary
    reading: reader.Rules
    inference: tuple[inference.Rule, ...]
    digest: str
    least: float = 0.0
    weights: Path | None = None

    def confident(self, least: float) -> Rules:
        """Make rules that leave out what is read with less confidence."""
        if least == self.least:
            return self
        named = sha256(f"{self.digest} from {least}".encode()).hexdigest()
        return replace(self, least=least, digest=named)

    def unweighed(self) -> Rules:
        """Make rules that read relations by themselves, with no words weighed."""
        named = sha256(f"{self.digest} unweighed".encode()).hexdigest()
        reading = replace(self.reading, weights=None, fits=None)
        return replace(self, reading=reading, digest=named)


def load_rules(
    ontology: Path | None = None, base: Base | None = None, weights: Path | None = None
) -> Rules:
    """Load the ontology and everything around it.

    Other weights are taken if a file of them is given, or named by ``MEDTECHKG_WEIGHTS``.

    Raises:
        SeedError: if a file is malformed.
    """
    folder, base = ontology or resources.ontology(), base or Base.from_environment()
    weights = weights or _weights_of_environment()
    with uncollected():
        words = vocabulary.load(folder, base)
        return Rules(
            ontology=folder,
            base=base,
            vocabulary=words,
            reading=reader.load(folder, words, weights),
            inference=inference.load(folder, base),
            digest=_digest(folder, weights),
            weights=weights,
        )


def _weights_of_environment() -> Path | None:
    named = os.environ.get("MEDTECHKG_WEIGHTS")
    return Path(named).absolute() if named else None


def read(document: Document, rules: Rules) -> Reading:
    """Read one document; it depends on nothing but the document and the rules.

    Raises:
        SourceError: if reading it fails, which is a fault of the reader.
    """
    try:
        found = reader.read(document, rules.reading)
    except Exception as error:
        raise _failed(document, error) from error
    return found.confident(rules.least) if rules.least else found


def _failed(document: Document, error: Exception) -> SourceError:
    last = extract_tb(error.__traceback__)[-1]
    told = f"{type(error).__name__}: {error}, {Path(last.filename).name}:{last.lineno}"
    remedy = "leave the document out, and report it: the fault is medtechkg's"
    return SourceError(document.name, f"reading it failed ({told})", remedy)


def read_each(
    found: Iterable[Document],
    rules: Rules,
    skip: Skip | None = None,
    one: Callable[[Document, Rules], Reading] = read,
) -> Iterator[Reading]:
    """Read documents one after the other; with ``skip``, which is told of it, not what fails.

    Raises:
        SourceError: if reading one fails, unless it is skipped.
    """
    for document in found:
        try:
            reading = one(document, rules)
        except SourceError as error:
            if skip is None:
                raise
            skip(error)
        else:
            yield reading


def read_all(
    found: Iterable[Document],
    rules: Rules,
    executor: Executor | None = None,
    skip: Skip | None = None,
) -> Iterator[Reading]:
    """Read documents one after the other, or wherever an executor runs them, in their order.

    Only so many are under way at once that memory stays flat. Processes of the executor load the
    rules themselves, once each, from the same folder. With ``skip``, which is told of it, what
    fails is left out.

    Raises:
        SeedError: if the ontology there is not the same.
        SourceError: if reading a document fails, unless it is skipped.
    """
    if executor is None:
        yield from read_each(found, rules, skip)
        return
    pending: deque[Future[_Read]] = deque()
    for batch in _batches(found):
        pending.append(
            executor.submit(
                _read_there,
                (rules.ontology, rules.base, rules.weights),
                rules.least,
                rules.digest,
                batch,
            )
        )
        if len(pending) > _AHEAD:
            yield from _taken(pending.popleft().result(), skip)
    while pending:
        yield from _taken(pending.popleft().result(), skip)


def _taken(read_there: _Read, skip: Skip | None) -> list[Reading]:
    readings, errors = read_there
    for error in errors:
        if skip is None:
            raise error
        skip(error)
    return readings


def _batches(found: Iterable[Document]) -> Iterator[list[Document]]:
    """Several short documents, or a long one: what is worth sending to another process."""
    batch: list[Document] = []
    for document in found:
        batch.append(document)
        if sum(len(each.text) for each in batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _read_there(
    by: tuple[Path, Base, Path | None], least: float, digest: str, batch: list[Document]
) -> _Read:
    rules = _rules_there(*by).confident(least)
    if rules.digest != digest:
        raise SeedError(by[0], "changed while documents were read", "run this again")
    errors: list[SourceError] = []
    return list(read_each(batch, rules, errors.append)), errors


@lru_cache(maxsize=1)
def _rules_there(folder: Path, base: Base, weights: Path | None) -> Rules:
    return load_rules(folder, base, weights)


def read_in_processes(
    found: Sequence[Document], rules: Rules, jobs: int | None = None, skip: Skip | None = None
) -> Iterator[Reading]:
    """Read documents in so many processes; by default one a core if there is enough to read."""
    jobs = jobs or _jobs(found)
    if jobs == 1:
        yield from read_all(found, rules, skip=skip)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as executor:
        yield from read_all(found, rules, executor, skip)


def _jobs(found: Iterable[Document]) -> int:
    """How many processes are worth starting: each takes a second to begin."""
    size = sum(len(document.text) for document in found)
    return max(1, min(os.cpu_count() or 1, size // _WORTHWHILE))


def _digest(folder: Path, weights: Path | None) -> str:
    """Hash whatever in the ontology, or instead of its weights, can change what is read."""
    paths = [*vocabulary.files(folder), *folder.glob("patterns/*.yaml")]
    hashed = sha256()
    for path in sorted(paths, key=lambda each: each.relative_to(folder).as_posix()):
        hashed.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    if weights is not None:
        hashed.update(b"weights\0" + weights.read_bytes())
    return hashed.hexdigest()
