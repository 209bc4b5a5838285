from __future__ import annotations

import pytest

from medtechkg import resources
from medtechkg.language import names

RULES = names.load(resources.ontology() / "patterns" / "names.yaml")


def read(text: str) -> dict[str, str | None]:
    return {one.name: one.cls for one in names.scan(text, RULES)}


@pytest.mark.parametrize(
    "text",
    [
        "Velbrant employs 30 people.",
        "Velbrant, which now exports to Japan, is growing.",
        "Velbrant has been acquired by a rival.",
        "Velbrant raised £3m in May.",
        "Velbrant was founded in 2012.",
        "Velbrant, founded by two nurses, makes stents.",
        "Velbrant (which began in a shed) has since developed a stent.",
        "Velbrant’s factory is in Holt.",
        "Velbrant’s new chief executive resigned.",
        "Velbrant’s head of design agrees.",
        "She is an engineer at Velbrant.",
        "The acquisition of Velbrant was agreed.",
        "It was carried out with Velbrant.",
        "He founded Velbrant in 2012.",
        "One such company is Velbrant.",
        "Velbrant is one of ten firms to win.",
        "Sales at Velbrant UK are up.",
        "Legal advice came from Velbrant & Holm.",
        "Swedish medtech group Velbrant came.",
    ],
)
def test_what_a_bare_name_does_and_has_makes_it_a_firm(text: str) -> None:
    assert "Business" in {cls for name, cls in read(text).items() if "Velbrant" in name}


@pytest.mark.parametrize(
    "text",
    [
        "Harlow’s mayor spoke in Velbrant.",
        "Velbrant’s plan to open a factory was dropped.",
        "A trip to Velbrant ended well.",
        "A road in Velbrant is closed.",
    ],
)
def test_what_anything_may_do_makes_no_firm(text: str) -> None:
    assert "Business" not in read(text).values()


def test_the_names_after_a_plural_are_of_its_kind() -> None:
    assert read("The lens companies Velbrant, Hexlume and Tarvos support it.") == {
        "Velbrant": "Business",
        "Hexlume": "Business",
        "Tarvos": "Business",
    }


@pytest.mark.parametrize(
    ("text", "name", "cls"),
    [
        ("The Calmio patch monitors breathing.", "Calmio patch", "Technology"),
        ("The TarnHeal dressing works.", "TarnHeal dressing", "Technology"),
        ("A device named CareBot helps.", "CareBot", "Technology"),
        ("The charity Limbs for Life gave money.", "Limbs for Life", "Charity"),
        ("Laboratories at the Calder Accelerator are let.", "Calder Accelerator", "Facility"),
        ("The Calder Accelerator takes ten firms.", "Calder Accelerator", "Programme"),
        ("It met the Lens Makers’ Forum.", "Lens Makers’ Forum", "Partnership"),
        ("Work on Velbrant HQ began.", "Velbrant HQ", "Facility"),
        ("We asked Technologists Wales.", "Technologists Wales", "SectorBody"),
        ("Brenva, the sector skills council for optics, runs it.", "Brenva", "SectorBody"),
        ("Calder is a network linking firms with makers of lenses.", "Calder", "Partnership"),
        ("Tarnwell, an independent think tank, wrote it.", "Tarnwell", "Organisation"),
        ("They moved to Tarnhouse, the “bio-incubator” at Holt.", "Tarnhouse", "Facility"),
        ("The Calder Laboratory is a programme for pupils.", "Calder Laboratory", "Programme"),
        ("The Calder Laboratory is a supplier of lenses.", "Calder Laboratory", "ResearchCentre"),
        ("Doctors rely on Orvane™, which counts steps.", "Orvane", "Technology"),
        ("Orvane™ employs forty people.", "Orvane", "Business"),
        ("They met at the OptiCampus in May.", "OptiCampus", "Facility"),
        (
            "It won £2m from FNIF – Calder Equity Finance.",
            "FNIF – Calder Equity Finance",
            "Programme",
        ),
        ("The GBP38m Holt Lenses Centre opened.", "Holt Lenses Centre", "ResearchCentre"),
        ("The Calder Pathway (CAPA) test bed began.", "Calder Pathway (CAPA) test bed", "Project"),
        (
            "She chairs the Skills Advisory Panel of Holt Local Enterprise Partnership.",
            "Holt Local Enterprise Partnership",
            "Partnership",
        ),
        ("A loan to Velbrant (UK) Ltd was repaid.", "Velbrant (UK) Ltd", "Business"),
        (
            "Students of the Holt Institute of Technology left.",
            "Holt Institute of Technology",
            "College",
        ),
    ],
)
def test_words_in_and_beside_a_name_class_it(text: str, name: str, cls: str) -> None:
    assert read(text).get(name) == cls


@pytest.mark.parametrize(
    "text",
    [
        "A Class IIa device was tested.",
        "The Doppler effect patch is in place.",
        "See our Privacy Policy for more.",
    ],
)
def test_everyday_capitals_name_no_product(text: str) -> None:
    assert not {"Technology", "Policy"} & set(read(text).values())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“It works,” says Kerensa Trevanion.", "Kerensa Trevanion"),
        ("The director, Quor Vask-Hart, has joined.", "Quor Vask-Hart"),
        ("Quor Vask OBE opened it.", "Quor Vask"),
        ("Gwenno ap Rhisiart, a minister, came.", "Gwenno ap Rhisiart"),
        ("The prize went to Oyelaran Babatunde and Sunniva Dahl.", "Oyelaran Babatunde"),
    ],
)
def test_people_of_every_origin(text: str, name: str) -> None:
    assert read(text).get(name) == "Person"


def test_a_year_stays_with_the_words_but_not_with_the_name() -> None:
    text = "It was shown at the Calder Health Summit 2025."
    (one,) = names.scan(text, RULES)
    assert one.name == "Calder Health Summit"
    assert text[one.start : one.end] == "Calder Health Summit 2025"
