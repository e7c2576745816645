"""What was sent in. No table knows who sent it: no name, no address, no time of day.

Days are texts YYYY-MM-DD, by the clock of the register's country. Codes are kept as SHA-256 in hex: they are random
and long, so that nobody can guess one from its hash.
"""

from __future__ import annotations

from django.db import models

from aiqyn.vocabulary import LANGUAGES


class Proposal(models.Model):
    """A proposal to correct something, or a source for it.

    `about` is a page without its language, blank for the register as a whole. `state` is new, accepted, declined or
    spam; `kk` to `zh` say what was done; `entry` is the id in corrections.csv, blank until it is
    published. `sent` is the commitment (32 bytes) of the text, link and picture, under `salt`: these are forgotten, and
    it stays.
    """

    kind = models.TextField()
    about = models.TextField()
    text = models.TextField()
    lang = models.TextField()
    link = models.TextField()
    received = models.TextField()
    receipt = models.TextField(unique=True)
    state = models.TextField(default="new", db_index=True)
    decided = models.TextField(default="")
    kk = models.TextField(default="")
    ru = models.TextField(default="")
    en = models.TextField(default="")
    zh = models.TextField(default="")
    entry = models.TextField(default="")
    attachment_name = models.TextField(default="")
    attachment = models.BinaryField(default=b"")
    salt = models.BinaryField(max_length=16, default=b"")
    sent = models.BinaryField(max_length=32, default=b"")

    @property
    def summaries(self) -> dict[str, str]:
        """What was done, in the languages in which it was written."""
        return {lang: text for lang in LANGUAGES if (text := getattr(self, lang))}


class Code(models.Model):
    """A one-time code by which a party answers an invitation. It belongs to one invitation, and so to one party."""

    invitation = models.TextField()
    code = models.TextField(unique=True)
    expires = models.TextField()


class Reply(models.Model):
    """A party's answer that waits for a publisher; `state` is waiting, published or declined.

    `sent` is the commitment of the text, as of a proposal.
    """

    invitation = models.TextField()
    lang = models.TextField()
    text = models.TextField()
    received = models.TextField()
    state = models.TextField(default="waiting", db_index=True)
    salt = models.BinaryField(max_length=16, default=b"")
    sent = models.BinaryField(max_length=32, default=b"")


class Intake(models.Model):
    """That something came in: a chain of entries of its own, each of which vouches for a row as that then was.

    `row` and `content` are as in the desk's log, `link` is the hash chain up to the entry. There is no time, and
    nothing that the desk does stands in between, from whose time that of an entry could be told.
    """

    number = models.BigAutoField(primary_key=True)
    row = models.TextField()
    content = models.BinaryField(max_length=20)
    link = models.BinaryField(max_length=32)
