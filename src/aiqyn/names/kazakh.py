"""Kazakh endings: the stems a word may have, by the layers of its endings, vowel harmony and the sound before.

A noun is stem, plural, possessive, case, person, in this order; each ending has forms that agree with the last
vowel of what it is put to and with its last sound. `data/kazakh_suffixes.csv` has the forms and what they may
follow, `data/kazakh_lexicon.csv` words that only look as if they had an ending, and stems that lose a vowel
(халық, халқы). First and second person possessives in the singular are left out: a register does not speak so,
and they make stems out of words such as құрылым. Source: the grammar "Қазақ грамматикасы" (Astana, 2002).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from aiqyn.values.tables import data_folder, read_rows

SHORTEST = 3
_BACK, _FRONT = frozenset("аоұыяё"), frozenset("әөүіеэ")
_NEUTRAL = frozenset("иую")
_VOWELS = _BACK | _FRONT | _NEUTRAL
#: The sound before an ending. Final и, у and ю may be a vowel or a glide.
_SOUNDS = (
    ("vowel", frozenset("аәеоөұүыіэяёиую")),
    ("glide", frozenset("рйуию")),
    ("lateral", frozenset("л")),
    ("nasal", frozenset("мнң")),
    ("voiced", frozenset("жз")),
    ("voiceless", frozenset("кқпстшщцчфхһбвгғд")),
)
#: Which layers an ending may be put to; blank is the bare stem, which may be put to any.
_BEFORE = {
    "person": ("case", "case_of_possessed", "possessive", "our", "plural", "derived"),
    "case": ("our", "plural", "derived"),
    "case_of_possessed": ("possessive",),
    "possessive": ("plural", "derived"),
    "our": ("plural", "derived"),
    "plural": ("derived",),
    "derived": (),
}
_MUST_FOLLOW = frozenset({"case_of_possessed"})
_HARD = {"ғ": "қ", "г": "к", "б": "п"}
#: How Kazakh is typed on a keyboard without its letters.
_PLAIN = str.maketrans("әғқңөұүһі", "агкноуухи")


#: A form with its layer, what it may follow, and the harmony of its last vowel (blank where it has none).
_Suffix = tuple[str, str, frozenset[str], str]


@cache
def _suffixes(plain: bool) -> tuple[_Suffix, ...]:
    """All endings; `plain` gives them as they are typed without Kazakh letters."""
    suffixes: dict[tuple[str, str], _Suffix] = {}
    for row in read_rows(data_folder("aiqyn.names"), "kazakh_suffixes.csv", ("layer", "form", "after", "note")):
        layer, form = row.cells["layer"], row.cells["form"]
        form = form.translate(_PLAIN) if plain else form
        suffixes.setdefault(
            (layer, form), (layer, form, frozenset(row.cells["after"].split()), _harmony_of_ending(form))
        )
    return tuple(suffixes.values())


def _harmony_of_ending(form: str) -> str:
    """мен, бен, пен and -нікі keep their front vowel after back stems."""
    if form in {"мен", "бен", "пен"} or form.endswith("ікі"):
        return ""
    return _harmony(form)


@cache
def _lexicon(plain: bool) -> dict[str, str]:
    rows = read_rows(data_folder("aiqyn.names"), "kazakh_lexicon.csv", ("form", "base", "note"))
    words = {row.cells["form"]: row.cells["base"] for row in rows}
    if plain:
        return {form.translate(_PLAIN): base.translate(_PLAIN) for form, base in words.items()}
    return words


def _harmony(text: str) -> str:
    """`back` or `front` by the last vowel; blank where that does not tell, as after и and у."""
    for char in reversed(text):
        if char in _BACK:
            return "back"
        if char in _FRONT:
            return "front"
        if char in _NEUTRAL:
            return ""
    return ""


def _sounds(stem: str) -> frozenset[str]:
    last = stem.rstrip("ь")[-1:]
    return frozenset(name for name, chars in _SOUNDS if last in chars)


@lru_cache(maxsize=32768)
def stems(word: str) -> tuple[str, ...]:
    """The stems a word may have, of three letters or more, the shortest last; the word itself is not among them.

    | word          | stems                        |
    |---------------|------------------------------|
    | `зауытының`   | `зауыты`, `зауыт`            |
    | `облысындағы` | `облысы`, `облыс`            |
    | `алтын`       | none: it is a word by itself |
    """
    return _stems_of(word.casefold(), plain=False)


@lru_cache(maxsize=4096)
def plain_stems(word: str) -> tuple[str, ...]:
    """The stems of a word typed without Kazakh letters, without them too: `зауытынын` has `зауыт`.

    So much more is taken for an ending that this is only for words that are found in no other way.
    """
    return _stems_of(word.casefold().translate(_PLAIN), plain=True)


def _stems_of(text: str, *, plain: bool) -> tuple[str, ...]:
    lexicon = _lexicon(plain)
    candidates = {lexicon.get(stem, stem) for stem in _stripped(text, "", plain)} - {text}
    known = max((len(stem) for stem in candidates if stem in lexicon), default=0)
    return tuple(sorted((stem for stem in candidates if len(stem) >= known), key=lambda stem: (-len(stem), stem)))


def _stripped(text: str, layer: str, plain: bool) -> Iterator[str]:
    """All stems of a text whose next ending to the right is of a layer (blank: nothing stands to the right)."""
    if _lexicon(plain).get(text) == text:
        return
    allowed = _BEFORE[layer] if layer else tuple(_BEFORE)
    for its_layer, form, after, harmony in _suffixes(plain):
        if its_layer not in allowed or not text.endswith(form):
            continue
        stem = text[: -len(form)]
        if len(stem) < SHORTEST or not _agree(stem, after, harmony):
            continue
        further = _stripped(stem, its_layer, plain)
        if its_layer in _MUST_FOLLOW:
            bases = list(further)
            if bases:
                yield stem
                yield from bases
            continue
        hard = _HARD.get(stem[-1]) if form[0] in "ыіи" else None
        if hard:
            yield stem[:-1] + hard
            yield from _stripped(stem[:-1] + hard, its_layer, plain)
        if stem[-1] != "ғ":  # no word ends in it
            yield stem
            yield from further


def _agree(stem: str, after: frozenset[str], harmony: str) -> bool:
    """Whether a stem has a vowel, and its last vowel and last sound allow an ending."""
    if not _VOWELS.intersection(stem) or not after & _sounds(stem):
        return False
    own = _harmony(stem)
    return not own or not harmony or own == harmony
