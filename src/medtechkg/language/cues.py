"""The cue tables of ``ontology/patterns/names.yaml``, turned round for look-up by word.

What a name ends in, what stands beside it and which words never name anything is data; this module
only reads it and says where it is malformed. `names` does the recognising.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from medtechkg.errors import SeedError
from medtechkg.language import verbs
from medtechkg.language.rulebooks import read_tables

__all__ = ["Rules", "load"]


@dataclass(frozen=True, slots=True)
class Rules:
    """The cue tables of ``names.yaml``, turned round for look-up by word."""

    tails: Mapping[str, tuple[str, bool]]
    last: frozenset[str]
    heads: Mapping[str, str]
    firsts: Mapping[str, str]
    nouns: Mapping[str, str]
    after: Mapping[str, str]
    spanning: Mapping[str, str]
    phrases: Mapping[str, str]
    verbs: Mapping[str, str]
    possessed: Mapping[str, str]
    plurals: Mapping[str, Mapping[str, str]]
    asking: Mapping[str, tuple[str, ...]]
    kin: Mapping[str, Mapping[str, Sequence[str]]]
    certain: Mapping[str, frozenset[str]]
    lists: tuple[str, ...]
    words: Mapping[str, frozenset[str]]

    def has(self, table: str, word: str) -> bool:
        """Whether a list of words of the file has ``word``."""
        return word in self.words[table]


# -- the file -----------------------------------------------------------------------------------

_LISTS = (
    *(
        "acronyms",
        "ambiguous",
        "areal",
        "based",
        "broad",
        "common",
        "enumerated",
        "enumerating",
        "generic",
        "headline",
        "honours",
        "legal",
    ),
    *(
        "lists",
        "months",
        "names",
        "nationalities",
        "nations",
        "numbered",
        "offices",
        "peers",
        "possessives",
        "role_words",
        "roles",
    ),
    *("products", "ranks", "sited", "speech", "starters", "surnames", "titles"),
)
_TABLES = (
    *(
        "after",
        "asking",
        "certain",
        "firsts",
        "heads",
        "kin",
        "nouns",
        "phrases",
        "plurals",
        "possessed",
        "spanning",
    ),
    *("tails", "verbs"),
)
_PASSIVE = ("is", "was", "are", "were", "has been", "have been")
_ANY = re.compile(r"<([a-z-]+)>(.*)")
_VERB = re.compile(r"<(\w+)(!?)((?: [a-z]+)*)>((?: .+)?)")


def load(path: Path) -> Rules:
    """Read the cue tables.

    Raises:
        SeedError: if the file is not YAML, lacks a table, or gives one cue two classes.

    """
    data = read_tables(path)
    for key in (*_LISTS, *_TABLES):
        wanted = list if key in _LISTS else dict
        if not isinstance(data.get(key), wanted):
            raise _malformed(path, key, f"{key!r} should be a {wanted.__name__}")
    tails = _tails(path, data["tails"])
    return Rules(
        tails=tails,
        last=frozenset(phrase.rpartition(" ")[2] for phrase in tails),
        heads=data["heads"],
        firsts=data["firsts"],
        nouns=_turned(path, "nouns", data["nouns"]),
        after=_turned(path, "after", data["after"]),
        spanning=data["spanning"],
        phrases=_turned(path, "phrases", data["phrases"]),
        verbs=_turned(path, "verbs", _inflected(path, data["verbs"])),
        possessed=_turned(path, "possessed", data["possessed"]),
        plurals=data["plurals"],
        kin=data["kin"],
        asking={cls: _asking(path, cls, cues) for cls, cues in data["asking"].items()},
        certain={
            cls: frozenset(_strings(path, cls, words)) for cls, words in data["certain"].items()
        },
        lists=(
            " –",
            " —",
            " -",
            ":",
            *(f" {cue}" for cue in _strings(path, "lists", data["lists"])),
        ),
        words={key: frozenset(_strings(path, key, data[key])) for key in _LISTS},
    )


def _malformed(path: Path, word: str, problem: str) -> SeedError:
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next((number for number, line in enumerate(lines, 1) if word in line), None)
    return SeedError(path, problem, "correct the entry", at)


def _strings(path: Path, key: str, items: object) -> list[str]:
    if not isinstance(items, list):
        raise _malformed(path, key, f"{key!r} should be a list")
    for item in items:
        if not isinstance(item, str):
            raise _malformed(path, f"{key}:", f"{item!r} under {key!r} is not text (quote it)")
    return items


def _turned(path: Path, table: str, data: Mapping[str, object]) -> dict[str, str]:
    turned: dict[str, str] = {}
    for cls, cues in data.items():
        for cue in _strings(path, cls, cues):
            if turned.setdefault(cue, cls) != cls:
                raise _malformed(path, cue, f"{cue!r} in {table!r} has two classes")
    return turned


def _inflected(path: Path, data: Mapping[str, object]) -> dict[str, list[str]]:
    """Write out the forms of the verbs in angle brackets: "<spin! out>" gives "was spun out"."""
    return {
        cls: [form for cue in _strings(path, cls, cues) for form in _forms(cue)]
        for cls, cues in data.items()
    }


def _forms(cue: str) -> list[str]:
    match = _VERB.fullmatch(cue)
    if match is None:
        return [cue]
    lemma, passive, particle, rest = match.groups()
    verb = verbs.forms(lemma)
    if passive:
        heads = [f"{auxiliary} {verb.participle}" for auxiliary in _PASSIVE]
    else:
        heads = [verb.third, verb.past, f"is {verb.ing}", f"are {verb.ing}"]
        heads += [f"{auxiliary} {verb.participle}" for auxiliary in ("has", "have", "had")]
    return list(dict.fromkeys(f"{head}{particle}{rest}" for head in heads))


def _asking(path: Path, cls: str, cues: object) -> tuple[str, ...]:
    """Write out every form of a verb: "<teach>:" gives "teach:", "taught:" ..."""
    found: list[str] = []
    for cue in _strings(path, cls, cues):
        verb = _ANY.fullmatch(cue)
        forms = sorted(verbs.forms(verb[1]).all()) if verb else [""]
        found += [form + verb[2] for form in forms] if verb else [cue]
    return tuple(dict.fromkeys(found))


def _tails(path: Path, data: Mapping[str, Mapping[str, object]]) -> dict[str, tuple[str, bool]]:
    tails: dict[str, tuple[str, bool]] = {}
    for strong in (True, False):
        name = "strong" if strong else "weak"
        chosen = {cls: cues[name] for cls, cues in data.items() if name in cues}
        for cue, cls in _turned(path, "tails", chosen).items():
            if tails.setdefault(cue, (cls, strong))[0] != cls:
                raise _malformed(path, cue, f"{cue!r} in 'tails' has two classes")
    return tails
