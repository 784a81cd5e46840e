from __future__ import annotations

from tests.faults.mutations import KINDS, mutations


def test_damage_changes_content_and_can_be_made_again() -> None:
    content = bytes(range(1, 251)) * 3
    found = list(mutations(200, seed=5))
    assert {mutation.kind for mutation in found} == set(KINDS)
    damaged = [mutation.damage(content) for mutation in found]
    assert content not in damaged and len(set(damaged)) > 190
    assert damaged == [mutation.damage(content) for mutation in found]
    assert mutations(1).__next__().damage(b"x") != b"x"
