"""The tables of the desk: people, failed sign-ins, the log, and verdicts that wait to be published.

Nothing of a reader is here, and no network address: a sign-in leaves keyed hashes, a failed one for a day. Triggers in
the database refuse UPDATE and DELETE of a log entry, as they do for the ledger.
"""

from __future__ import annotations

from django.db import models


class Role(models.TextChoices):
    """What a person may do. A publisher may do all that an editor may."""

    EDITOR = "editor"
    PUBLISHER = "publisher"


class Person(models.Model):
    """Somebody who may sign in. Never deleted: the log names them. `shown_as` is the name under what they publish.

    `password` is as Django's hashers write it (Argon2id, its parameters and salt included).
    """

    name = models.TextField(unique=True)
    shown_as = models.TextField(unique=True)
    role = models.TextField(choices=Role.choices)
    language = models.TextField()
    active = models.BooleanField(default=True)
    password = models.TextField()

    @property
    def is_publisher(self) -> bool:
        """Whether the person may publish."""
        return self.role == Role.PUBLISHER


class Attempt(models.Model):
    """Failed sign-ins under one name or from one network, known as a keyed hash and forgotten after a day.

    `person` is whose name was tried, if it was anybody's. Without failures it says that the person signed in from a
    network, for ninety days.
    """

    person = models.ForeignKey("Person", models.CASCADE, null=True, related_name="+")
    key = models.BinaryField(max_length=32, unique=True)
    failures = models.IntegerField()
    last = models.DateTimeField()
    closed_until = models.DateTimeField()


class LogEntry(models.Model):
    """What somebody did: when (UTC, to the second), which action, about what, and in what way.

    Without a person it was done by a command, by whoever runs the site. `row` names the row that the entry vouches for,
    `accounts_person 3`, and `content` is a digest of what that was, with the salt that it got then; `link` is the hash
    chain up to the entry.
    """

    number = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    action = models.TextField()
    about = models.TextField()
    detail = models.TextField()
    row = models.TextField(default="")
    content = models.BinaryField(max_length=20, default=b"")
    link = models.BinaryField(max_length=32, default=b"")


class BlankingRequest(models.Model):
    """That somebody asks for a text to be taken away, and what became of it; see `aiqyn_site.desk.erasure`.

    `what` is an address without its language; done, that of what stands there now. `erased` says whether the database
    was written anew after it.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting"
        DONE = "done"
        WITHDRAWN = "withdrawn"

    what = models.TextField()
    reason = models.TextField()
    state = models.TextField(choices=State.choices, default=State.WAITING)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    erased = models.BooleanField(default=False)
    salt = models.BinaryField(max_length=16, default=b"")


class Submission(models.Model):
    """A verdict that an editor submitted. `row` is the line of assessments.csv exactly as it will be added.

    `independent` is a second assessment made without sight of the first. `reason` says why it was sent back.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting"
        PUBLISHED = "published"
        RETURNED = "returned"

    project = models.TextField()
    item = models.TextField()
    row = models.TextField()
    independent = models.BooleanField()
    state = models.TextField(choices=State.choices, default=State.WAITING)
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(default="")
    salt = models.BinaryField(max_length=16, default=b"")

    class Meta:
        # The table keeps the name it was made under.
        db_table = "accounts_proposal"
        indexes = (models.Index(fields=["state", "project"], name="accounts_proposal_state"),)
