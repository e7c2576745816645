"""Traditional and simplified characters are found alike."""

from __future__ import annotations

import pytest

from aiqyn.names.analysis import index_terms, marked, question, wanted_terms
from aiqyn.names.han_forms import simplified


@pytest.mark.parametrize(
    ("traditional", "plain"),
    [
        ("風電", "风电"),
        ("項目", "项目"),
        ("哈薩克斯坦與中國產能合作", "哈萨克斯坦与中国产能合作"),
        ("環境影響評價公開聽證會", "环境影响评价公开听证会"),
        ("鐵路、煉油廠、電解鋁、輸氣管道、發電站", "铁路、炼油厂、电解铝、输气管道、发电站"),
        ("投資總額億美元", "投资总额亿美元"),
    ],
)
def test_a_text_in_either_form_has_the_terms_of_both(traditional: str, plain: str) -> None:
    assert simplified(traditional) == plain
    assert simplified(plain) == plain
    assert index_terms(traditional, "zh") == index_terms(plain, "zh")
    assert [word.ways for word in question(traditional).words] == [word.ways for word in question(plain).words]


def test_what_is_found_is_marked_as_it_stands() -> None:
    wanted = wanted_terms([word.ways for word in question("风电").words])
    assert marked("札納塔斯風電項目", "zh", wanted) == [("札納塔斯", False), ("風電", True), ("項目", False)]


def test_what_nobody_sees_is_marked_with_its_word() -> None:
    wanted = wanted_terms([word.ways for word in question("Жаңатас").words])
    pieces = marked("ЖЭС, Жа\u00adңа\u200bтас.", "kk", wanted)
    assert pieces == [("ЖЭС, ", False), ("Жа\u00adңа\u200bтас", True), (".", False)]
