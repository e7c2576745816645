"""Changes to accounts: adding, disabling, a new password; and signing in."""

from __future__ import annotations

import datetime
import re
import threading

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import transaction

from aiqyn.disclosure.computed import REGISTER
from aiqyn.errors import Refused
from aiqyn.exchange.personal import check_personal
from aiqyn.values.text import normal_text
from aiqyn.vocabulary import LANGUAGES
from aiqyn_site.accounts import attempts
from aiqyn_site.accounts.log import log
from aiqyn_site.accounts.models import Person, Role

SHORTEST_PASSWORD = 12
_LONGEST_PASSWORD = 1_000
_LEAST_BESIDE_NAME, _LEAST_DIFFERENT = 8, 4
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,38}[a-z0-9])?")
#: Stands where there is no such person: checking against it takes the time of a real check.
_NO_PASSWORD = "!"  # noqa: S105 - the mark of an unusable password
#: In a worker one password is checked at a time, whoever asks for it: each takes memory and a processor.
_checking = threading.Lock()


def sign_in(name: str, password: str, address: str) -> Person | datetime.timedelta | None:
    """The person who signs in; after too many failures, how long to wait first.

    A wrong password, an unknown name and a disabled account are told apart by nothing.
    """
    name = name.strip().lower()[:100]
    wait = attempts.begin(name, address)
    if wait is not None:
        return wait
    person = Person.objects.filter(name=name, active=True).first()
    if not _is_right(person, password) or person is None:
        return None
    with transaction.atomic():
        attempts.succeed(person, address)
        log(person, "signed_in")
    return person


def add_person(name: str, role: str, password: str, language: str = "kk", shown_as: str = "") -> Person:
    """Add an account. Refuses a malformed or taken name, an unknown role or language, and a weak password."""
    if not _NAME.fullmatch(name):
        raise Refused("account_name", "name", text=name)
    if role not in Role.values:
        raise Refused("account_role", "role", text=role)
    if language not in LANGUAGES:
        raise Refused("account_language", "language", "write_one_of", text=language, known=LANGUAGES)
    shown = normal_text(shown_as.strip() or name)
    check_personal(name, "name")
    check_personal(shown, "shown_as")
    if Person.objects.filter(name=name).exists():
        raise Refused("account_taken", "name", text=name)
    if shown.lower() == REGISTER or Person.objects.filter(shown_as=shown).exists():
        raise Refused("account_shown_taken", "shown_as", text=shown)
    _check_password(name, shown, password)
    hashed = make_password(password)
    with transaction.atomic():
        person = Person.objects.create(name=name, shown_as=shown, role=role, language=language, password=hashed)
        log(None, "account_added", name, role, of=person)
    return person


def disable(name: str) -> None:
    """Let nobody sign in under a name any more; who is signed in is signed out. Refuses an unknown name."""
    person = _person(name)
    with transaction.atomic():
        person.active = False
        person.save()
        log(None, "account_disabled", name, of=person)


def set_password(name: str, password: str) -> None:
    """Give an account a new password and let it sign in (again); who is signed in with the old one is signed out."""
    person = _person(name)
    _check_password(name, person.shown_as, password)
    with transaction.atomic():
        person.password, person.active = make_password(password), True
        person.save()
        log(None, "account_password", name, of=person)


def unlock(name: str) -> attempts.Unlocked:
    """Let a name be tried anew, from wherever, without a wait. Refuses an unknown name."""
    person = _person(name)
    with transaction.atomic():
        unlocked = attempts.unlock(person)
        log(None, "account_unlocked", name, str(unlocked.failures))
    return unlocked


def set_language(person: Person, language: str) -> None:
    """Change the language in which the desk speaks to a person. Refuses one that the site does not speak."""
    if language not in LANGUAGES:
        raise Refused("account_language", "language", "write_one_of", text=language, known=LANGUAGES)
    with transaction.atomic():
        present = Person.objects.select_for_update().get(pk=person.pk)
        present.language = language
        present.save()
        log(person, "account_language", person.name, language, of=present)


def _is_right(person: Person | None, password: str) -> bool:
    """Whether the password is the person's. A hash of more or less work than is usual now is made anew."""

    def renew(password: str) -> None:
        if person is not None:
            with transaction.atomic():
                person.password = make_password(password)
                person.save(update_fields=["password"])
                log(person, "account_renewed", person.name, of=person)

    with _checking:
        return check_password(password, person.password if person else _NO_PASSWORD, renew)


def _person(name: str) -> Person:
    person = Person.objects.filter(name=name).first()
    if person is None:
        raise Refused("account_unknown", "name", text=name)
    return person


def _check_password(name: str, shown_as: str, password: str) -> None:
    """Length is what makes guessing hopeless; what many use, numbers, names and one sign repeated are guessed first."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused("password_short", "password", n=len(password), least=SHORTEST_PASSWORD)
    if len(password) > _LONGEST_PASSWORD:
        raise Refused("password_long", "password", n=_LONGEST_PASSWORD)
    rest = password.lower().replace(name, "")
    if len(rest) < _LEAST_BESIDE_NAME or len(set(rest)) < _LEAST_DIFFERENT:
        raise Refused("password_weak", "password")
    whose = Person(name=name, shown_as=shown_as)
    for validator, code in (
        (password_validation.UserAttributeSimilarityValidator(("name", "shown_as")), "password_weak"),
        (password_validation.NumericPasswordValidator(), "password_numeric"),
        (password_validation.CommonPasswordValidator(), "password_common"),
    ):
        try:
            validator.validate(password, whose)  # type: ignore[arg-type]  # of a user it asks these attributes alone
        except ValidationError:
            raise Refused(code, "password") from None
