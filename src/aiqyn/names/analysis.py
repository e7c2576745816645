"""One analysis of text for every search: what is indexed of a text, and what a query asks for.

Both databases index the same terms and answer the same boolean question, so they give the same answers. A term
has only a-z, 0-9, `_` and Chinese characters, so that no tokenizer and no query syntax can read it otherwise.

- Words are folded (`aiqyn.names.fold`), so that Жаңатас, Жанатас and Zhanatas are one term, and stand
  beside their stems: Snowball's for Russian and English (M. F. Porter), our own for Kazakh.
- Numbers are whole: `136.2` and `136,2` are `136_2`.
- Chinese runs, simplified, are pairs of neighbouring characters, the last character alone: two characters are found by
  their pair, one by what begins with it. Names add the sounds of the pairs (`zha_na`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from typing import NamedTuple

from aiqyn.bare_package import bare_package
from aiqyn.names import kazakh
from aiqyn.names.fold import fold, one_script
from aiqyn.names.han_forms import simplified
from aiqyn.names.sounds import han_sounds, pairs, spelled
from aiqyn.names.text_words import Kind, Word, number_keys, stop_words, words
from aiqyn.vocabulary import languages

bare_package("snowballstemmer")  # 3 MB

#: Ends a term of a query that stands for every term beginning with it.
PREFIX = "*"
LONGEST_QUERY = 200
MOST_WORDS = 16
_LEAST_SPELLED = 3  # syllables: what sounds like a shorter name is too often another word
_KAZAKH_LETTERS = frozenset("әғқңөұүһі")

#: A way in which a word can be found: all these terms together.
Way = tuple[str, ...]


class QueryWord(NamedTuple):
    """A word of a query: as written, its key, and the ways in which it is found, any of which will do."""

    text: str
    kind: Kind
    key: str
    ways: tuple[Way, ...]


class Question(NamedTuple):
    """A query made ready: what is used of it, its words, and whether something was cut off."""

    text: str
    words: tuple[QueryWord, ...]
    was_cut: bool


# --- what is indexed ----------------------------------------------------------------------------------------


def index_terms(text: str, lang: str, *, sounds: bool = False) -> list[str]:
    """The terms a text is found by, each once. `sounds` adds those of Chinese names however they are spelled."""
    terms: list[str] = []
    for word in words(text):
        terms += _word_terms(word.text, word.kind, lang, sounds)
    return list(dict.fromkeys(terms))


@lru_cache(maxsize=65536)
def _word_terms(word: str, kind: Kind, lang: str, sounds: bool) -> Sequence[str]:
    if kind is Kind.NUMBER:
        return number_keys(word)
    if kind is Kind.HAN:
        word = simplified(word)
        terms = [*(word[start : start + 2] for start in range(len(word) - 1)), word[-1]]
        return terms + pairs(han_sounds(word)) if sounds else terms
    if not sounds:
        return letter_terms(word, lang)
    return [*letter_terms(word, lang), *(pair for syllables in spelled(word) for pair in pairs(list(syllables)))]


@lru_cache(maxsize=65536)
def letter_terms(word: str, lang: str) -> tuple[str, ...]:
    """The terms of one word of letters: its key first, then those of its stems; none for a word that says nothing."""
    small = one_script(unicodedata.normalize("NFKC", word).casefold())
    keys = fold(word).split()
    if not keys or small in stop_words():
        return ()
    terms = dict.fromkeys(keys)
    for stem in _stems(small, lang):
        terms.update(dict.fromkeys(fold(stem).split()))
    return tuple(terms)


def _stems(word: str, lang: str) -> Iterator[str]:
    """Stems by script, and for Cyrillic by language; a language that is not known may be either."""
    if not any("\u0400" <= char <= "\u04ff" for char in word):
        yield _snowball("english", word)
        return
    own = languages()[lang].stemmer if lang in languages() else ""
    if own in {"", "kazakh"}:
        yield from kazakh.stems(word)
    if own in {"", "russian"} and not _KAZAKH_LETTERS.intersection(word):
        yield _snowball("russian", word.replace("ё", "е"))


def _snowball(language: str, word: str) -> str:
    """A stemmer holds the word it works on, so each word has its own: pages are made on several threads."""
    stemmers = import_module(f"snowballstemmer.{language}_stemmer")
    return str(getattr(stemmers, f"{language.title()}Stemmer")().stemWord(word))


# --- what is asked ------------------------------------------------------------------------------------------


def clean(query: str) -> tuple[str, bool]:
    """What is used of a query, composed and without what cannot be seen, and whether it was cut to 200 signs."""
    start = unicodedata.normalize("NFC", query[: 4 * LONGEST_QUERY])
    seen = "".join(_sign(char) for char in start)
    text = " ".join(seen.split())
    used = text[:LONGEST_QUERY]
    if len(text) > LONGEST_QUERY and text[LONGEST_QUERY] != " ":
        used = used.rpartition(" ")[0] or used  # the last word is cut in two
    return used.strip(), len(text) > LONGEST_QUERY or len(query) > 4 * LONGEST_QUERY


def _sign(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cf":  # joiners and directions stand within words
        return ""
    return " " if category in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"} else char


def question(query: str) -> Question:
    """A query made ready. Nothing in it is syntax: quotes, AND and * are words or gaps between them."""
    text, was_cut = clean(query)
    query_words: dict[str, QueryWord] = {}
    for word in words(text):
        for query_word in _query_words(word):
            query_words.setdefault(query_word.key, query_word)
    kept = tuple(query_words.values())
    return Question(text, kept[:MOST_WORDS], was_cut or len(kept) > MOST_WORDS)


def _query_words(word: Word) -> Iterator[QueryWord]:
    if word.kind is Kind.NUMBER:
        keys = number_keys(word.text)
        yield QueryWord(word.text, word.kind, keys[0], tuple((key,) for key in keys))
    elif word.kind is Kind.HAN:
        run = simplified(word.text)
        ways = [_han_way(run)]
        if len(run) >= _LEAST_SPELLED:
            ways += sound_ways(QueryWord(word.text, word.kind, run, ()))
        yield QueryWord(word.text, word.kind, run, tuple(dict.fromkeys(ways)))
    else:
        terms = letter_terms(word.text, "")
        if terms:
            ways = [(term,) for term in terms]
            ways += [
                tuple(pairs(list(syllables))) for syllables in spelled(word.text) if len(syllables) >= _LEAST_SPELLED
            ]
            yield QueryWord(word.text, word.kind, " ".join(fold(word.text).split()), tuple(dict.fromkeys(ways)))


def _han_way(run: str) -> Way:
    """The pairs of a run; of one character, whatever begins with it."""
    return tuple(dict.fromkeys(run[start : start + 2] for start in range(len(run) - 1))) or (run + PREFIX,)


def sound_ways(query_word: QueryWord) -> tuple[Way, ...]:
    """The ways to find a word by its sound alone; none where it has no Chinese sound."""
    if query_word.kind is Kind.HAN:
        way = tuple(pairs(han_sounds(query_word.key)))
        return (way,) if way else ()
    if query_word.kind is Kind.LETTERS:
        return tuple(tuple(pairs(list(syllables))) for syllables in spelled(query_word.text))
    return ()


# --- what is marked -----------------------------------------------------------------------------------------


def wanted_terms(ways: Iterable[Iterable[Way]]) -> frozenset[str]:
    """All terms of the words of a question, for `marked`."""
    return frozenset(term for word_ways in ways for way in word_ways for term in way)


def marked(text: str, lang: str, wanted: frozenset[str]) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it matches; the pieces together are the text."""
    pieces: list[tuple[str, bool]] = []
    done = 0
    for start, end in _matches(text, lang, wanted):
        if start < done:
            continue
        if start > done:
            pieces.append((text[done:start], False))
        pieces.append((text[start:end], True))
        done = end
    if done < len(text):
        pieces.append((text[done:], False))
    return pieces


def _matches(text: str, lang: str, wanted: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where words match; of a Chinese run the characters of the pairs that do."""
    for word in words(text):
        if word.kind is Kind.HAN:
            yield from ((word.start + start, word.start + end) for start, end in _han_matches(word.text, wanted))
        elif not wanted.isdisjoint(_word_terms(word.text, word.kind, lang, True)):
            yield word.start, word.end


def _han_matches(run: str, wanted: frozenset[str]) -> Iterator[tuple[int, int]]:
    run = simplified(run)
    hit = [run[place] + PREFIX in wanted for place in range(len(run))]
    sounds = han_sounds(run)
    for place in range(len(run) - 1):
        if run[place : place + 2] in wanted or f"{sounds[place]}_{sounds[place + 1]}" in wanted:
            hit[place] = hit[place + 1] = True
    start = 0
    while start < len(run):
        end = start
        while end < len(run) and hit[end]:
            end += 1
        if end > start:
            yield start, end
        start = max(end, start + 1)
