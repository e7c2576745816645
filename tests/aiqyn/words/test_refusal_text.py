"""What is refused, said in every language: place, value, what is wrong and the way out."""

from __future__ import annotations

from datetime import date

import pytest

from aiqyn.deadlines.request import EventKind
from aiqyn.errors import Finding, Refused, RegisterRefused
from aiqyn.words.refusal_text import as_json, clause, finding_text, saying, sentences, sentences_of
from aiqyn.words.word_tables import words

EN, RU, KK, ZH = (words(lang) for lang in ("en", "ru", "kk", "zh"))
FOUND = Finding("statements.csv", 7, "zhanatas", Refused("entity_unknown", "entity"))
EARLY = Refused("event_early", "day1", kind=EventKind.FEE_PAID, day=date(2022, 6, 19), begun=date(2022, 6, 20))


def test_a_finding_reads_as_place_column_value_fault_and_way_out() -> None:
    text = "statements.csv:7: column entity: 'zhanatas': no such entity in entities.csv. Add the entity there, or "
    assert finding_text(FOUND, EN).startswith(text)
    assert finding_text(FOUND, RU).startswith("statements.csv:7: столбец entity: «zhanatas»: такого объекта")
    assert finding_text(FOUND, KK).startswith("statements.csv:7: entity бағаны: «zhanatas»: entities.csv ішінде")
    assert finding_text(FOUND, ZH).startswith("statements.csv:7: entity列： “zhanatas”： entities.csv中没有该对象。请")


def test_a_finding_about_a_whole_file_has_no_line_and_no_column() -> None:
    missing = Finding("parts.csv", 0, "", Refused("file_missing", name="parts.csv", folder="register"))
    assert finding_text(missing, EN) == "parts.csv: the file is missing. Add parts.csv to register."


def test_a_value_and_a_field_that_the_message_names_are_not_repeated() -> None:
    assert finding_text(Finding("a.csv", 1, "1.234", Refused("number_none", text="1.234")), EN).count("1.234") == 1
    assert finding_text(Finding("r.toml", 0, "", Refused("meta_missing", "title")), EN) == (
        "r.toml: 'title' is missing. Add title."
    )


def test_a_fault_of_a_table_of_the_package_has_its_place_before_it() -> None:
    reason = Refused("key_repeated", "key", file="units.csv", line="3", value="MW")
    assert clause(reason, EN) == "units.csv line 3, column key: 'MW' stands twice; give each line a key of its own"
    assert clause(reason, ZH) == "units.csv第3行key列：“MW”出现两次；请给每行各自的键"
    assert saying(Refused("toml_broken", file="laws.toml", fault="x"), RU).message == "laws.toml: неверный TOML: x"


def test_days_and_code_words_are_said_as_readers_know_them_or_as_they_are_typed() -> None:
    assert clause(EARLY, EN, typed=True) == "fee_paid on 2022-06-19 is before the request of 2022-06-20; check the days"
    assert sentences(EARLY, RU).replace("\u00a0", " ") == (
        "«оплата внесена» 19 июня 2022 г. – раньше самого запроса (20 июня 2022 г.). Проверьте дни."
    )
    assert "2022年6月19日" in sentences(EARLY, ZH)


@pytest.mark.parametrize(
    ("lang", "n", "text"),
    [
        ("en", 1, "1 days"),
        ("ru", 1, "на 1 день"),
        ("ru", 22, "на 22 дня"),
        ("ru", 400, "на 400 дней"),
        ("kk", 5, "5 күнге"),
    ],
)
def test_numbers_are_counted_as_the_language_does(lang: str, n: int, text: str) -> None:
    assert text in saying(Refused("event_too_long", n=n, most=366), words(lang)).message


def test_lists_are_parted_as_the_language_does_and_cut() -> None:
    codes = Refused("rule_unknown", "rule", "use_one_of", rule="x", known=("a", "b"))
    assert saying(codes, EN).way_out == "use one of: a, b"
    assert saying(codes, ZH).way_out == "请用其中之一：a、b"
    many = Refused("rule_unknown", "rule", "use_one_of", rule="x", known=tuple(map(str, range(500))))
    assert saying(many, EN).way_out.endswith("98, 99 ...")


def test_a_refusal_is_laid_to_a_field_and_keeps_its_values() -> None:
    moved = Refused("date_none", mend="date_forms", text="x").at("as_of")
    assert (moved.code, moved.field, moved.mend, moved.values) == ("date_none", "as_of", "date_forms", {"text": "x"})
    assert moved == Refused("date_none", "as_of", "date_forms", text="x") != moved.at("value")
    assert str(moved) == "date_none (as_of, text='x')"


def test_a_refused_register_lists_its_findings_in_logs_and_in_words() -> None:
    refused = RegisterRefused([FOUND, FOUND._replace(line=9)])
    assert str(refused).splitlines() == [
        "statements.csv:7: entity_unknown (entity)",
        "statements.csv:9: entity_unknown (entity)",
    ]
    assert sentences_of(refused, EN) == f"{finding_text(FOUND, EN)} {finding_text(FOUND._replace(line=9), EN)}"


def test_a_finding_is_data_with_its_words() -> None:
    data = as_json(Finding("a.csv", 2, "x", EARLY), RU)
    assert (data["code"], data["field"], data["values"]) == (
        "event_early",
        "day1",
        {"kind": "fee_paid", "day": "2022-06-19", "begun": "2022-06-20"},
    )
    assert data["way_out"] == "проверьте дни"


def test_what_is_wrong_and_the_way_out_read_as_two_sentences() -> None:
    wrong = Refused("day_none", text="2022-13-01")
    assert sentences(wrong, EN) == "2022-13-01 does not exist. Check the month and the day."
    assert sentences(wrong, ZH) == "2022-13-01不存在。请核对月份和日期。"
