"""Names stand where readers look for them."""

from __future__ import annotations

import pytest

from aiqyn.names.alphabet import alphabetical


@pytest.mark.parametrize(
    "in_order",
    [
        ["Абай", "әкімдік", "Бекет", "ғарыш", "Дала", "Қазан", "Леп", "ңыр", "Өзен", "Ұзын", "үй", "һарф", "Ыза", "іс"],
        ["Екатеринбург", "ёлка", "Жезказган", "эмба", "Яик"],
        ["aktobe", "Ust", "Zhanatas", "Аксу"],
        [
            "阿拉木图",
            "北京",
            "江苏",
            "Kashagan",
            "上海",
            "上海电力",
            "札纳塔斯",
            "Жаңатас",
        ],  # a, bei, jiang, shang, zha
        ["阿拉木图", "長安", "长城汽车", "“霍尔果斯”口岸", "厦门钨业", "中国"],  # a, chang, chang, huo, xia, zhong
        ["«Ақмола»", "Бекет", "«Үлбі»", "Хим"],
    ],
)
def test_cyrillic_goes_by_the_kazakh_alphabet_after_latin_and_chinese_by_sound(in_order: list[str]) -> None:
    assert sorted(set(in_order), key=alphabetical) == in_order
