"""Made-up names in four languages that look like real ones: places, plants, companies, titles.

Each name follows from a number alone, not from chance, so that what is drawn elsewhere stays the same.
"""

from __future__ import annotations

from typing import NamedTuple


class Word(NamedTuple):
    """A word in four languages."""

    en: str
    ru: str
    kk: str
    zh: str


_FIRST = (
    Word("Ak", "Ак", "Ақ", "阿克"),
    Word("Kara", "Кара", "Қара", "卡拉"),
    Word("Sary", "Сары", "Сары", "萨雷"),
    Word("Kok", "Кок", "Көк", "科克"),
    Word("Zhana", "Жана", "Жаңа", "扎纳"),
    Word("Kyzyl", "Кызыл", "Қызыл", "克孜勒"),
    Word("Uzyn", "Узын", "Ұзын", "乌曾"),
    Word("Ulken", "Улкен", "Үлкен", "于尔肯"),
    Word("Bai", "Бай", "Бай", "拜"),
    Word("Altyn", "Алтын", "Алтын", "阿尔滕"),
    Word("Temir", "Темир", "Темір", "铁米尔"),
    Word("Koi", "Кой", "Қой", "科伊"),
    Word("Zhyl", "Жыл", "Жыл", "吉勒"),
    Word("Shu", "Шу", "Шу", "舒"),
    Word("Ters", "Терс", "Теріс", "捷尔斯"),
    Word("Boz", "Боз", "Боз", "博兹"),
    Word("Tas", "Тас", "Тас", "塔斯"),
    Word("Kum", "Кум", "Құм", "库姆"),
    Word("Eki", "Еки", "Екі", "叶基"),
    Word("Ush", "Уш", "Үш", "乌什"),
)
_LAST = (
    Word("su", "су", "су", "苏"),
    Word("tau", "тау", "тау", "套"),
    Word("bulak", "булак", "бұлақ", "布拉克"),
    Word("kol", "коль", "көл", "科尔"),
    Word("tobe", "тобе", "төбе", "托别"),
    Word("sai", "сай", "сай", "赛"),
    Word("dala", "дала", "дала", "达拉"),
    Word("ozek", "озек", "өзек", "奥泽克"),
    Word("kent", "кент", "кент", "肯特"),
    Word("zhar", "жар", "жар", "扎尔"),
    Word("ayak", "аяк", "аяқ", "阿亚克"),
    Word("shoky", "шокы", "шоқы", "绍克"),
    Word("beit", "бейт", "бейіт", "别伊特"),
    Word("kuduk", "кудук", "құдық", "库杜克"),
    Word("oba", "оба", "оба", "奥巴"),
)
#: What a project is, in the order of the sectors.
_PLANTS = (
    Word("wind farm", "ветровая электростанция", "жел электр станциясы", "风电项目"),
    Word("solar plant", "солнечная электростанция", "күн электр станциясы", "光伏电站"),
    Word("steel plant", "металлургический завод", "металлургия зауыты", "钢铁厂"),
    Word("grain terminal", "зерновой терминал", "астық терминалы", "粮食码头"),
    Word("chemical complex", "химический комплекс", "химия кешені", "化工综合体"),
    Word("copper mine", "медный рудник", "мыс кеніші", "铜矿"),
    Word("railway line", "железнодорожная линия", "теміржол желісі", "铁路线"),
    Word("textile factory", "текстильная фабрика", "тоқыма фабрикасы", "纺织厂"),
)
_SYLLABLES = (
    Word("hua", "хуа", "", "华"),
    Word("xin", "синь", "", "新"),
    Word("da", "да", "", "大"),
    Word("zhong", "чжун", "", "中"),
    Word("tong", "тун", "", "通"),
    Word("jin", "цзинь", "", "金"),
    Word("long", "лун", "", "龙"),
    Word("feng", "фэн", "", "丰"),
    Word("yuan", "юань", "", "源"),
    Word("shan", "шань", "", "山"),
    Word("hai", "хай", "", "海"),
    Word("ning", "нин", "", "宁"),
    Word("lian", "лянь", "", "联"),
    Word("bao", "бао", "", "宝"),
    Word("tai", "тай", "", "泰"),
    Word("kang", "кан", "", "康"),
    Word("ze", "цзэ", "", "泽"),
    Word("rui", "жуй", "", "瑞"),
    Word("qing", "цин", "", "青"),
    Word("guang", "гуан", "", "广"),
)
_LANGUAGES = ("en", "ru", "kk", "zh")


def place(n: int) -> Word:
    """A town."""
    first, last = _FIRST[n % len(_FIRST)], _LAST[n // len(_FIRST) % len(_LAST)]
    return Word(*(begin + end for begin, end in zip(first, last, strict=True)))


def project(n: int) -> Word:
    """A project: a town, what is built there, and which of several it is."""
    where, what = place(n * 7), _PLANTS[n % len(_PLANTS)]
    serial = n // 600 + 1
    return Word(
        f"{where.en} {what.en} {serial}",
        f"{where.ru}, {what.ru} {serial}",
        f"{where.kk} {what.kk} {serial}",
        f"{where.zh}{what.zh}{serial}",
    )


def organisation(n: int) -> Word:
    """A company: two syllables of Chinese, as pinyin and Palladius spell them."""
    begin, end = _SYLLABLES[n % len(_SYLLABLES)], _SYLLABLES[(n // len(_SYLLABLES) + n + 1) % len(_SYLLABLES)]
    english, russian = (begin.en + end.en).capitalize(), (begin.ru + end.ru).capitalize()
    return Word(
        f"{english} Group {n}", f"Группа «{russian}» {n}", f"«{russian}» тобы {n}", f"{begin.zh}{end.zh}集团{n}"
    )


def region(n: int) -> Word:
    """A region."""
    where = place(n * 11 + 3)
    return Word(f"{where.en} region", f"{where.ru}ская область", f"{where.kk} облысы", f"{where.zh}州")


def title(n: int) -> str:
    """The title of a source."""
    return f"{place(n * 3).en}: report {n} on the {_PLANTS[n % len(_PLANTS)].en}"


def named(word: Word) -> list[tuple[str, str]]:
    """A name by language."""
    return list(zip(_LANGUAGES, word, strict=True))
