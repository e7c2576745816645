"""Of which subjects names, cards, disagreements, promises and days of change do not stand any more."""

from __future__ import annotations

from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.addition import Addition, told_by


def touched_subjects(addition: Addition) -> set[str]:
    """What an addition touches.

    That is what the new statements are about, or what that is compared under; everything said by a source that is
    described anew, for its kind and its date weigh; and what gets a first edition, for a programme's rows come last.
    """
    subject_of = ledger.register().grounds.subjects
    entities = addition.told_of | told_by(addition.redescribed)
    return {
        *(subject_of.get(key, key) for key in entities),
        *(subject_of[entity.id] for entity in addition.entities if entity.id in subject_of),
    }
