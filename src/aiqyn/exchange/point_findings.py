"""The boundary files of a register folder, and the points of its statements checked against them."""

from __future__ import annotations

from collections.abc import Iterator

from aiqyn.errors import LONGEST_SHOWN, Finding, Refused
from aiqyn.exchange.folder import STATEMENTS, RegisterFolder
from aiqyn.places.boundaries import Boundaries, read_boundaries
from aiqyn.places.point_check import PointCheck

#: The regions' borders: fine, for checks and the large map; coarse, for small maps. Both are optional.
BOUNDARIES, OUTLINE = "boundaries.geojson", "outline.geojson"


class PointFindings:
    """Finds faults of a register's boundary files and, as it is shown the statement rows, of its points."""

    def __init__(self, register: RegisterFolder) -> None:
        self._faults: list[Finding] = []
        kinds = {key: entity.kind for key, entity in register.entities.items()}
        drawn = {name: self._read(register, name) for name in (BOUNDARIES, OUTLINE)}
        boundaries = drawn[BOUNDARIES]
        self._check = PointCheck(boundaries, kinds) if boundaries is not None else None

    def _read(self, register: RegisterFolder, name: str) -> Boundaries | None:
        if name not in register.files:
            return None
        regions = {key for key, entity in register.entities.items() if entity.kind == "region"}
        try:
            boundaries = read_boundaries(register.files[name], regions)
        except Refused as fault:
            self._faults.append(Finding(name, 0, "", fault))
            return None
        # Asked here alone: a site goes on drawing what it has, which is the same whichever way a ring runs.
        turned = (key for key, area in boundaries.areas.items() if not area.runs_right)
        self._faults += (Finding(name, 0, key, Refused("geo_ring_turned", region=key)) for key in turned)
        return boundaries

    def see(self, line: int, digest: bytes, row: list[str]) -> None:
        """Take in a row of statements that passed every other check."""
        if self._check is not None:
            self._check.see(line, digest, row)

    def findings(self) -> Iterator[Finding]:
        """The faults of the boundary files, then the points that cannot be right, in the order of the file."""
        yield from self._faults
        if self._check is not None:
            for misplaced in self._check.misplaced():
                yield Finding(STATEMENTS, misplaced.line, misplaced.value[:LONGEST_SHOWN], misplaced.reason)
