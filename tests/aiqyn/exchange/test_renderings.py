"""Renderings of a text are found by it and taken out, and all other rows stay as they are."""

from __future__ import annotations

from aiqyn.exchange.renderings import Rendered, renderings_of, without_renderings

HEAD = "lang,text,ru,kk,zh\n"
CONTENT = f'{HEAD}en,"He said ""no"".",Нет,Жоқ,不\nen,Yes.,Да,Иә,是\nen,YES,ДА,ИӘ,是的\n'.encode()


def test_rows_are_known_by_the_words_and_taken_out_by_the_text() -> None:
    assert [(row.line, row.of.text) for row in renderings_of(["yes", ""], CONTENT)] == [(3, "Yes."), (4, "YES")]
    assert without_renderings(CONTENT, {Rendered("en", "Yes."), Rendered("ru", "YES")}) == (
        f'{HEAD}en,"He said ""no"".",Нет,Жоқ,不\nen,YES,ДА,ИӘ,是的\n'.encode()
    )
    (row,) = renderings_of(['He said "no".'], CONTENT)
    assert row.texts == ("Нет", "Жоқ", "不")
    assert without_renderings(CONTENT, {row.of}) == f"{HEAD}en,Yes.,Да,Иә,是\nen,YES,ДА,ИӘ,是的\n".encode()
