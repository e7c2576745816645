"""Points near one another become one mark with a count."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aiqyn.places.clusters import clusters

POINTS = st.lists(st.tuples(st.floats(-50, 1050), st.floats(-50, 600)), max_size=80)
WIDTHS = st.sampled_from([8.0, 24.0, 48.0])


@given(POINTS, WIDTHS)
def test_every_point_is_in_exactly_one_cluster(points: list[tuple[float, float]], width: float) -> None:
    gathered = clusters(points, width)
    members = [place for cluster in gathered for place in cluster.members]
    assert sorted(members) == list(range(len(points)))
    assert sum(len(cluster.members) for cluster in gathered) == len(points)


@given(POINTS, WIDTHS)
def test_a_cluster_stands_in_the_middle_of_its_points_which_are_near(
    points: list[tuple[float, float]], width: float
) -> None:
    for cluster in clusters(points, width):
        xs = [points[place][0] for place in cluster.members]
        ys = [points[place][1] for place in cluster.members]
        assert min(xs) - 1e-6 <= cluster.x <= max(xs) + 1e-6
        assert min(ys) - 1e-6 <= cluster.y <= max(ys) + 1e-6
        assert max(xs) - min(xs) <= 3 * width
        assert max(ys) - min(ys) <= 3 * width


@given(POINTS.flatmap(lambda points: st.tuples(st.just(points), st.permutations(points))), WIDTHS)
def test_who_is_together_does_not_depend_on_the_order(
    both: tuple[list[tuple[float, float]], list[tuple[float, float]]], width: float
) -> None:
    def together(points: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
        return sorted(sorted(points[place] for place in cluster.members) for cluster in clusters(points, width))

    # Sums of floats in another order may differ in the last digit, so only whole numbers are compared exactly.
    whole = [[(round(x), round(y)) for x, y in points] for points in both]
    assert together(whole[0]) == together(whole[1])  # type: ignore[arg-type]


def test_a_town_on_the_line_between_two_cells_is_not_cut() -> None:
    assert [cluster.members for cluster in clusters([(23.9, 5), (24.1, 5), (90, 5)], 24)] == [(0, 1), (2,)]


def test_the_same_point_many_times_is_one_mark() -> None:
    gathered = clusters([(10.0, 10.0)] * 5, 24)
    assert [len(cluster.members) for cluster in gathered] == [5]
