"""What follows from the ledger alone is worked out once: results kept for one version, within bounds."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, wraps
from threading import Lock
from typing import ParamSpec, TypeAlias, TypeVar

from aiqyn_site.ledger.version import EMPTY, Version, version

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

#: Works out a result for each of some keys, given a further argument: a language.
_OfMany: TypeAlias = Callable[[Sequence[str], str], Mapping[str, Result]]

_version = EMPTY
_forget: list[Callable[[], None]] = []


def kept(most: int = 64) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Keep a function's results, by its arguments, for one version of the ledger; beyond `most` the least used go.

    For functions of the ledger and of arguments that can be hashed, whose results nobody changes: never an iterator.
    When the version has changed, whatever any function kept is let go before anything is worked out anew, so that a
    worker stays small. Two threads may work out the same at once. What is raised is not kept.
    """

    def keeping(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        # The version is part of the key: what a slow thread works out for the one before is no answer for the next.
        @lru_cache(maxsize=most)
        def result_at(now: Version, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            return function(*args, **kwargs)

        _forget.append(result_at.cache_clear)

        @wraps(function)
        def answer(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            return result_at(_present(), *args, **kwargs)  # type: ignore[arg-type]  # they can be hashed

        return answer

    return keeping


def kept_each(most: int) -> Callable[[_OfMany[Result]], Callable[[Iterable[str], str], list[Result]]]:
    """Keep each result of a function that works out many at once: it is asked for those alone that are not kept."""

    def keeping(function: _OfMany[Result]) -> Callable[[Iterable[str], str], list[Result]]:
        results: OrderedDict[tuple[Version, str, str], Result] = OrderedDict()
        lock = Lock()

        def forget() -> None:
            with lock:
                results.clear()

        _forget.append(forget)

        @wraps(function)
        def answer(keys: Iterable[str], lang: str) -> list[Result]:
            now, keys = _present(), list(keys)
            known = {key: result for key in keys if (result := results.get((now, key, lang))) is not None}
            lacking = [key for key in keys if key not in known]
            known |= function(lacking, lang) if lacking else {}
            with lock:
                for key in keys:
                    results.pop((now, key, lang), None)  # so that it becomes the last used
                    results[now, key, lang] = known[key]
                for _ in range(len(results) - most):
                    results.popitem(last=False)
            return [known[key] for key in keys]

        return answer

    return keeping


def _present() -> Version:
    global _version  # noqa: PLW0603 - one value a process, replaced whole
    now = version()
    if now != _version:
        _version = now
        for forget in _forget:
            forget()
    return now
