"""An interrupt waits until what it must not cut in two is through."""

from __future__ import annotations

import os
import signal

import pytest

from transparent_box.model.training.interrupts import interrupts_held


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_comes_when_the_block_is_through(number: int) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(number, interrupt)
    done = []
    try:
        with pytest.raises(KeyboardInterrupt):
            with interrupts_held():
                os.kill(os.getpid(), number)
                done.append("all of it")
            done.append("more")
        assert done == ["all of it"]
        assert signal.getsignal(number) is interrupt
    finally:
        signal.signal(number, before)


def test_what_goes_wrong_within_goes_before_an_interrupt() -> None:
    with pytest.raises(ValueError, match="within"), interrupts_held():
        raise ValueError("within")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
