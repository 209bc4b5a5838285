"""Inflection of English verbs, so that a pattern names a verb once.

Regular verbs follow the spelling rules; the irregular ones that documents of this kind use are
listed. A phrasal verb inflects its first word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["BASES", "FINITE", "GERUNDS", "PARTICIPLES", "Forms", "forms", "lemma"]

#: base -> (past, participle); the other forms are regular.
_IRREGULAR = {
    "be": ("was", "been"),
    "become": ("became", "become"),
    "begin": ("began", "begun"),
    "bring": ("brought", "brought"),
    "build": ("built", "built"),
    "buy": ("bought", "bought"),
    "choose": ("chose", "chosen"),
    "come": ("came", "come"),
    "do": ("did", "done"),
    "draw": ("drew", "drawn"),
    "drive": ("drove", "driven"),
    "fall": ("fell", "fallen"),
    "feed": ("fed", "fed"),
    "feel": ("felt", "felt"),
    "fight": ("fought", "fought"),
    "find": ("found", "found"),
    "form": ("formed", "formed"),
    "get": ("got", "got"),
    "give": ("gave", "given"),
    "go": ("went", "gone"),
    "grow": ("grew", "grown"),
    "have": ("had", "had"),
    "hear": ("heard", "heard"),
    "hold": ("held", "held"),
    "house": ("housed", "housed"),
    "keep": ("kept", "kept"),
    "lead": ("led", "led"),
    "learn": ("learned", "learnt"),
    "leave": ("left", "left"),
    "lie": ("lay", "lain"),
    "make": ("made", "made"),
    "meet": ("met", "met"),
    "oversee": ("oversaw", "overseen"),
    "pay": ("paid", "paid"),
    "put": ("put", "put"),
    "run": ("ran", "run"),
    "say": ("said", "said"),
    "see": ("saw", "seen"),
    "seek": ("sought", "sought"),
    "sell": ("sold", "sold"),
    "send": ("sent", "sent"),
    "set": ("set", "set"),
    "sit": ("sat", "sat"),
    "speak": ("spoke", "spoken"),
    "spend": ("spent", "spent"),
    "spin": ("spun", "spun"),
    "stand": ("stood", "stood"),
    "strike": ("struck", "struck"),
    "take": ("took", "taken"),
    "teach": ("taught", "taught"),
    "tell": ("told", "told"),
    "think": ("thought", "thought"),
    "undertake": ("undertook", "undertaken"),
    "win": ("won", "won"),
    "write": ("wrote", "written"),
}
#: Verbs of more than one syllable that double their last consonant; short ones do by rule.
_DOUBLED = frozenset(
    "begin cancel commit enrol equip fulfil label model overlap permit refer submit transfer "
    "travel".split()
)
_SHORT = re.compile(r"[^aeiou]+[aeiou][bdfgklmnprstvz]")
_THIRD = {"be": "is", "have": "has", "do": "does", "go": "goes"}
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a verb: develop, develops, developed, developed, developing."""

    base: str
    third: str
    past: str
    participle: str
    ing: str

    def all(self) -> frozenset[str]:
        """Every form."""
        return frozenset((self.base, self.third, self.past, self.participle, self.ing))


def forms(lemma: str) -> Forms:
    """Inflect a verb given in its base form.

    >>> forms("team up").past, forms("plan").ing, forms("carry").third, forms("lead").participle
    ('teamed up', 'planning', 'carries', 'led')
    """
    written, _, particle = lemma.partition(" ")
    prefix, hyphen, verb = written.rpartition("-")
    past, participle = _IRREGULAR.get(verb, (_past(verb), _past(verb)))
    parts = (verb, _third(verb), past, participle, _ing(verb))
    whole = (f"{prefix}{hyphen}{part}" for part in parts)
    return Forms(*(f"{part} {particle}" if particle else part for part in whole))


def _stem(verb: str) -> str:
    """The verb before -ed and -ing."""
    return verb + verb[-1] if verb in _DOUBLED or _SHORT.fullmatch(verb) else verb


def _third(verb: str) -> str:
    if verb in _THIRD:
        return _THIRD[verb]
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ied"
    return _stem(verb) + "ed"


def _ing(verb: str) -> str:
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return verb[:-1] + "ing"
    return _stem(verb) + "ing"


#: Verbs that texts of every kind use, to tell where a clause begins.
_COMMON = """
accelerate accept access accommodate achieve acquire act adapt add address adopt advance advise
agree aim align allow announce appear apply appoint approve assess assist attend attract award back
base be become begin believe belong benefit boast boost bring broaden build buy call carry cause
celebrate centre chair champion change choose claim close collaborate combine come commercialise
commission commit compete complete comprise concentrate conduct confirm connect consist construct
contain continue contribute convert coordinate cover create cut deal decide declare dedicate
deliver demonstrate depend describe design detect develop devise discover discuss distribute
double draw drive earn ease educate emerge employ enable encompass encourage engage engineer
enhance enjoy enrol ensure enter equip establish evaluate evolve examine exceed exhibit expand
expect experience explain explore export express extend face facilitate feature fill finance find
finish fit focus follow form found fulfil fund gain gather generate get give go graduate grant
grow guide handle have head headquarter help highlight hire hold hope host house identify
implement import improve include incorporate increase incubate inform inspire install integrate
intend introduce invent invest invite involve join keep know land last launch lead learn leave
lend license link list locate look maintain make manage manufacture map mark market match measure
meet mentor merge monitor move need nurture obtain occupy offer open operate organise originate
outline oversee own part participate partner pass pay perform pilot pioneer place plan play pledge
position possess prepare present prioritise produce progress promote propose protect provide
publish pump purchase pursue put qualify quote raise range rank reach receive recognise recommend
recruit reduce reflect regulate relate release relocate rely remain renew renovate replace report
represent require research respond result retain return reveal rise roll run save say scale secure
see seek select sell send serve set shape share show sign sit situate span speak specialise spend
spin sponsor stage stand start stem stimulate strengthen strive struggle study succeed supply
support sustain tackle take target teach tell test thank thrive top total trace trade train
transform translate treat trial turn undergo underpin undertake unite unveil upgrade upskill use
value visit warn welcome widen win wish work write
"""
_FORMS = tuple(forms(lemma) for lemma in _COMMON.split())
#: The bare forms ("they develop"), which are often nouns too ("the work", "a test").
BASES = frozenset(each.base for each in _FORMS)
#: The forms that make a clause with a subject by themselves: develops, developed.
FINITE = frozenset(form for each in _FORMS for form in (each.third, each.past)) - {"was"}
PARTICIPLES = frozenset(each.participle for each in _FORMS)
GERUNDS = frozenset(each.ing for each in _FORMS)
_LEMMAS = {form: base for base in sorted(BASES) for form in sorted(forms(base).all())}


@lru_cache(maxsize=32768)
def lemma(word: str) -> str:
    """The base of a common verb, the singular of what looks like a plural.

    >>> lemma("recruits"), lemma("technologies"), lemma("analysis")
    ('recruit', 'technology', 'analysis')
    """
    if word in _LEMMAS:
        return _LEMMAS[word]
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 4:
        return word[:-1]
    return word
