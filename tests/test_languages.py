from __future__ import annotations

import pytest

from medtechkg.formats import languages

TEXTS = {
    "": "The firms of the region say that they need people who know the rules for devices, and "
    "that it will take years to train them. Most of the colleges have no courses for this.",
    "German": "Die Firmen der Region sagen, dass sie Menschen brauchen, die sich mit den Regeln "
    "für Geräte auskennen, und dass es Jahre dauert, sie auszubilden. Für die meisten ist das "
    "nicht neu, und es wird auch von den Hochschulen so gesehen.",
    "French": "Les entreprises de la région disent que pour elles il est difficile de trouver des "
    "personnes qui connaissent les règles pour les appareils, et que cela ne va pas changer dans "
    "les années à venir sur le marché du travail.",
    "Welsh": "Mae cwmnïau y rhanbarth yn dweud bod angen pobl sydd yn gwybod am y rheolau ar gyfer "
    "dyfeisiau, ac nid yw hyn wedi newid ers blynyddoedd, fel y mae y coleg wedi dweud hefyd gyda "
    "nifer o bobl eraill yn y sir.",
    "one in another script": "Фирмы региона говорят что им нужны люди " * 8,
}


@pytest.mark.parametrize("language", TEXTS, ids=lambda each: each or "English")
def test_the_language_is_told_by_small_words(language: str) -> None:
    assert languages.other(TEXTS[language]) == language


def test_a_few_words_and_tables_tell_nothing() -> None:
    assert languages.other("Die Firma sagt das.") == ""
    assert languages.other("Area Firms Jobs Northmoor 140 Eastvale 95 " * 20) == ""
