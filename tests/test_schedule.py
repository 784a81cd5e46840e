"""Films are cut into pieces that keep everybody busy to the end, and into no more than help."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from transparent_box.scenes.output.schedule import Costs, divide_work, last_end


def chapters(count: int, passed: float = 0.3) -> list[Costs]:
    """So many of 5 to 9 beats of 2 to 30 s each."""
    chance = random.Random(count)
    found = []
    for _ in range(count):
        drawn = tuple(chance.uniform(2, 30) for _ in range(chance.randint(5, 9)))
        found.append(Costs(1.5, (passed,) * len(drawn), drawn, drawn))
    return found


@pytest.mark.parametrize("workers", [1, 2, 4, 16, 64, 500])
def test_every_beat_is_drawn_once_and_the_longest_piece_is_begun_first(workers: int) -> None:
    film = chapters(25)
    spans = divide_work(film, workers)
    for number, costs in enumerate(film):
        own = sorted((span.first, span.end) for span in spans if span.chapter == number)
        assert own[0][0] == 0 and own[-1][1] == len(costs.drawn)
        assert all(before[1] == after[0] for before, after in pairwise(own))
    assert all(before.seconds >= after.seconds for before, after in pairwise(spans))
    for span in spans:
        costs = film[span.chapter]
        way = costs.start + sum(costs.passed[: span.first])
        assert span.seconds == pytest.approx(way + sum(costs.drawn[span.first : span.end]))


def test_one_who_draws_alone_goes_through_nothing_twice() -> None:
    assert len(divide_work(chapters(25), 1)) == 25


@pytest.mark.parametrize("workers", [2, 4, 16])
def test_all_are_busy_to_the_end(workers: int) -> None:
    film = chapters(25)
    work = sum(costs.start + sum(costs.drawn) for costs in film)
    spans = divide_work(film, workers)
    longest = max(costs.way(n) + drawn for costs in film for n, drawn in enumerate(costs.drawn))
    assert last_end(spans, workers) <= max(1.15 * work / workers, longest)


def test_with_many_the_longest_beat_is_the_limit() -> None:
    film = [*chapters(5), Costs(1.0, (0.1, 0.1, 0.1), (1.0, 90.0, 1.0), (1.0, 9.0, 1.0))]
    assert 91.1 <= last_end(divide_work(film, 64), 64) <= 1.01 * 91.1


def test_where_the_way_is_long_nothing_is_cut_in_vain() -> None:
    """Two of two chapters as long as each other are busy to the end as it is."""
    alike = [Costs(1.0, (5.0,) * 4, (10.0,) * 4, (1.0,) * 4)] * 2
    assert len(divide_work(alike, 2)) == 2
    assert len(divide_work([Costs(0.1, (0.1,) * 4, (10.0,) * 4, (1.0,) * 4)], 2)) >= 2
    assert divide_work([], 4) == []


def test_whoever_is_free_first_takes_the_next() -> None:
    film = [Costs(0.0, (0.0,), (seconds,), (1.0,)) for seconds in (5.0, 4.0, 3.0)]
    assert last_end(divide_work(film, 2), 2) == 7.0
