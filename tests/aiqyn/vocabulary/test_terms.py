"""What the vocabulary of the package says, and that it says it in four languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from importlib import resources

import pytest

from aiqyn.vocabulary import LANGUAGES, Time, ValueType, load_vocabulary

V = load_vocabulary()
DATA = resources.files("aiqyn.vocabulary") / "data"

CYRILLIC = re.compile(r"[\u0400-\u04ff]")
HAN = re.compile(r"[\u4e00-\u9fff]")
#: Names of places and people are capitals of their own; so are units and abbreviations.
LOWER = re.compile(r"[a-zа-яёәғқңөұүһі0-9]")

#: Terms of the project's term base that the vocabulary has too: en, ru, kk, zh.
TERMS = {
    "kind project": "project,проект,жоба,项目",
    "kind programme": "programme,программа,бағдарлама,计划",
    "kind organisation": "organisation,организация,ұйым,机构",
    "kind region": "region,регион,өңір,地区",
    "kind edition": "edition of the list,редакция списка,тізім басылымы,清单版本",
    "kind indicator": "indicator,показатель,көрсеткіш,指标",
    "kind record": "record,запись,жазба,记录",
    "kind request": "information request,запрос информации,ақпаратқа сұрау салу,信息公开申请",
    "property cost": "cost,стоимость,құны,投资额",
    "property capacity": "capacity,мощность,қуаты,产能",
    "property jobs": "jobs,рабочие места,жұмыс орындары,就业岗位",
    "property commissioning": "commissioning,ввод в эксплуатацию,іске қосу,投产",
    "property construction_start": "start of construction,начало строительства,құрылыстың басталуы,开工",
    "property status": "status,статус,мәртебесі,状态",
    "property region": "region,регион,өңір,地区",
    "property public_hearing": "public hearing,общественные слушания,қоғамдық тыңдау,公众听证会",
    "property eia": "environmental impact assessment,оценка воздействия на окружающую среду,"
    "қоршаған ортаға әсерді бағалау,环境影响评价",
    "property violation": "violation,нарушение,бұзушылық,违法行为",
    "property fine": "fine,штраф,айыппұл,罚款",
    "basis planned": "planned,запланировано,жоспарланған,计划",
    "basis reported": "reported,сообщено,хабарланған,报道",
    "basis measured": "measured,измерено,өлшенген,实测",
    "basis estimated": "estimated,оценка,бағалау,估计",
    "basis claimed": "claimed,заявлено,мәлімделген,声称",
    "basis rendered": "our rendering,перевод редакции,редакция аудармасы,本站译名",
    "status operating": "operating,действует,жұмыс істеп тұр,运营中",
    "status under_construction": "under construction,строится,салынып жатыр,在建",
    "status under_review": "under review,на рассмотрении,қаралуда,审议中",
    "status cancelled": "cancelled,отменён,күші жойылған,已取消",
    "status suspended": "suspended,приостановлен,тоқтатыла тұрған,已暂停",
}


def all_labels() -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every set of labels with a name for it."""
    for kind in V.kinds.values():
        yield f"kind {kind.key}", kind.labels
        yield f"kinds {kind.key}", kind.plurals
    for section in V.sections.values():
        yield f"section {section.key}", section.labels
    for prop in V.properties.values():
        yield f"property {prop.key}", prop.labels
    for unit in V.units.values():
        yield f"unit {unit.key}", unit.symbols
    for codes in V.codes.values():
        for code in codes.values():
            yield f"{code.code_list} {code.key}", code.labels


LABELS = dict(all_labels())


def test_every_label_is_there_in_four_languages() -> None:
    missing = [(name, lang) for name, labels in LABELS.items() for lang in LANGUAGES if not labels[lang]]
    assert missing == []


def test_every_label_is_in_its_script() -> None:
    """Symbols without a letter and abbreviations of Latin letters aside, a label is in its own."""
    words = {name: labels for name, labels in LABELS.items() if not name.startswith("unit ")}
    assert [name for name, labels in words.items() if CYRILLIC.search(labels["en"])] == []
    assert [name for name, labels in words.items() if not CYRILLIC.search(labels["ru"])] == []
    assert [name for name, labels in words.items() if not CYRILLIC.search(labels["kk"])] == []
    assert [name for name, labels in words.items() if not HAN.search(labels["zh"])] == []


def test_every_label_is_normal_text_on_one_line() -> None:
    for name, labels in LABELS.items():
        for text in labels.values():
            assert text == unicodedata.normalize("NFC", text), name
            assert not re.search(r"[\x00-\x1f\u00a0]|  ", text), name


def test_labels_start_in_lower_case_as_within_a_sentence() -> None:
    words = {name: labels for name, labels in LABELS.items() if not name.startswith(("unit ", "country "))}
    proper = re.compile(r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]{2}|I |Kazakh|Chinese|Russian|English|Supreme|Верховный|Жоғарғы")
    odd = [
        (name, labels[lang])
        for name, labels in words.items()
        for lang in ("en", "ru", "kk")
        if not LOWER.match(labels[lang]) and not proper.match(labels[lang])
    ]
    assert odd == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_properties_never_have_one_label(lang: str) -> None:
    labels = [prop.label(lang) for prop in V.properties.values()]
    assert sorted({label for label in labels if labels.count(label) > 1}) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", sorted(V.codes))
def test_two_codes_of_a_list_never_have_one_label(name: str, lang: str) -> None:
    labels = [code.label(lang) for code in V.code_list(name).values()]
    assert sorted({label for label in labels if labels.count(label) > 1}) == []


@pytest.mark.parametrize("name", sorted(TERMS))
def test_labels_keep_to_the_term_base(name: str) -> None:
    labels = LABELS[name]
    assert ",".join(labels[lang] for lang in ("en", "ru", "kk", "zh")) == TERMS[name]


def test_labels_are_given_by_language_and_an_unknown_language_is_an_error() -> None:
    assert V.kinds["project"].label("kk") == "жоба"
    assert V.kinds["project"].plural("ru") == "проекты"
    assert V.sections["jobs"].label("en") == "jobs"
    assert V.properties["cost"].label("zh") == "投资额"
    assert V.code_list("status")["operating"].label("ru") == "действует"
    with pytest.raises(KeyError):
        V.properties["cost"].label("de")


def test_search_shows_each_kind_among_one_that_is_shown_as_itself() -> None:
    assert all(V.kinds[kind.found_as].found_as == kind.found_as for kind in V.kinds.values())


def test_only_editions_are_compared_under_what_they_are_part_of() -> None:
    assert [kind.key for kind in V.kinds.values() if kind.compared_under] == ["edition"]


def test_every_section_has_properties_and_every_kind_has_names() -> None:
    assert {prop.section for prop in V.properties.values()} == set(V.sections)
    assert V.properties["name"].kinds == set(V.kinds)


def test_the_properties_of_a_kind_come_in_the_order_of_a_page() -> None:
    keys = [prop.key for prop in V.properties_of("project")]
    assert keys[0] == "name"
    assert keys.index("cost") < keys.index("construction_start") < keys.index("capacity") < keys.index("region")
    assert "series_value" not in keys


def test_types_and_times_read_as_plain_words() -> None:
    cost = V.properties["cost"]
    assert (cost.type, cost.time) == ("money", "changes")
    assert (cost.type, cost.time) == (ValueType.MONEY, Time.CHANGES)
    assert {"money": 1}[cost.type] == 1


@pytest.mark.parametrize(
    ("prop", "unit", "admitted"),
    [
        ("cost", "USD million", True),
        ("cost", "MW", False),
        ("capacity", "MW", True),
        ("capacity", "t/day", True),
        ("capacity", "MWh", False),
        ("generation", "GWh/year", True),
        ("jobs", "persons", True),
        ("jobs", "projects", False),
        ("output", "vehicles", True),
        ("sector_share", "percent", True),
        ("cost_growth", "percent", False),
        ("cost_growth", "percent change", True),
        ("modernisation_duration", "years", True),
        ("co2_avoided", "t CO2e/year", True),
        ("series_value", "USD billion", True),
        ("series_value", "persons", True),
        ("name", "MW", False),
    ],
)
def test_a_property_takes_only_units_that_fit(prop: str, unit: str, admitted: bool) -> None:
    assert V.properties[prop].admits(V.units[unit]) is admitted


def test_every_numeric_property_has_a_unit_and_no_other_has_one() -> None:
    admitting = {p.key for p in V.properties.values() if any(p.admits(unit) for unit in V.units.values())}
    numeric = {p.key for p in V.properties.values() if p.type in {"money", "count", "percent", "measure"}}
    assert admitting == numeric


def test_a_series_takes_any_unit() -> None:
    assert all(V.properties["series_value"].admits(unit) for unit in V.units.values())


@pytest.mark.parametrize(
    ("larger", "smaller", "times"),
    [
        ("USD billion", "USD million", 1000),
        ("KZT trillion", "KZT", 10**12),
        ("GW", "kW", 10**6),
        ("TWh", "GWh", 1000),
        ("GWh/year", "MWh/year", 1000),
        ("million t", "kt", 1000),
        ("kt/year", "t/year", 1000),
        ("bcm/year", "million m3/year", 1000),
        ("million t CO2", "t CO2", 10**6),
        ("km2", "ha", 100),
        ("km", "m", 1000),
        ("years", "months", 12),
        ("buses", "vehicles", 1),
    ],
)
def test_units_of_one_dimension_convert_by_their_factors(larger: str, smaller: str, times: int) -> None:
    first, second = V.units[larger], V.units[smaller]
    assert first.dimension == second.dimension
    assert first.factor == second.factor * times


@pytest.mark.parametrize(
    ("first", "second"),
    [("t/day", "t/year"), ("t CO2/year", "t CO2e/year"), ("MW", "MWh"), ("percent", "percent change")],
)
def test_what_must_not_be_compared_has_two_dimensions(first: str, second: str) -> None:
    assert V.units[first].dimension != V.units[second].dimension


def test_a_scale_word_stands_for_its_factor() -> None:
    worth = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
    scaled = [unit for unit in V.units.values() if unit.scale]
    assert len(scaled) > 24
    assert [unit.key for unit in scaled if unit.factor != Decimal(worth[unit.scale])] == []
    assert all(unit.scale in unit.key for unit in V.units.values() if unit.is_money)


def test_money_is_by_currency() -> None:
    money = {unit.dimension for unit in V.units.values() if unit.is_money}
    assert money == {"USD", "KZT", "CNY", "HKD", "EUR", "RUB"}


def test_tiers_rank_sources_and_bases() -> None:
    kinds = V.tiers("source_kind")
    assert set(kinds) == set(V.code_list("source_kind"))
    assert kinds["court"] < kinds["state_body"] < kinds["company"] < kinds["press"] < kinds["ngo"] < kinds["reprint"]
    basis = V.tiers("basis")
    assert basis["measured"] < basis["reported"] == basis["planned"] < basis["estimated"] < basis["claimed"]
    assert max(basis, key=lambda key: basis[key]) == "rendered"
    assert V.tiers("status") == {}


def test_codes_are_ordered_and_narrower_ones_name_what_they_are_part_of() -> None:
    for codes in V.codes.values():
        orders = [code.order for code in codes.values()]
        assert orders == sorted(set(orders))
    wind = V.code_list("sector")["energy.wind"]
    assert (wind.broader, wind.isic) == ("energy", ("35",))
    assert V.code_list("sector")["energy"].broader == ""


def test_every_sector_but_the_mixed_one_has_divisions_of_isic() -> None:
    for sector in V.code_list("sector").values():
        assert sector.key == "mixed" or sector.isic
        assert all(re.fullmatch(r"[0-9]{2}", division) for division in sector.isic)


def test_the_vocabulary_is_read_only_and_read_once() -> None:
    assert load_vocabulary() is V
    with pytest.raises(TypeError):
        V.kinds["new"] = V.kinds["project"]  # type: ignore[index]
    with pytest.raises(TypeError):
        V.codes["status"]["new"] = V.codes["status"]["operating"]  # type: ignore[index]
