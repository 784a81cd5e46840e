"""An interrupt waits until what it must not cut in two is through."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from transparent_box.model.training.interrupts import delay_interrupts


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_comes_when_the_block_is_through(number: int) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(number, interrupt)
    done = []
    try:
        with pytest.raises(KeyboardInterrupt):
            with delay_interrupts():
                os.kill(os.getpid(), number)
                done.append("all of it")
            done.append("more")
        assert done == ["all of it"]
        assert signal.getsignal(number) is interrupt
    finally:
        signal.signal(number, before)


def test_what_goes_wrong_within_goes_before_an_interrupt() -> None:
    with pytest.raises(ValueError, match="within"), delay_interrupts():
        raise ValueError("within")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


SWALLOWED = """
import signal, sys, time, weakref
from transparent_box.commands.single_interrupt import SingleInterrupt

class Thing: pass

{before}
SingleInterrupt().install()
thing = Thing()
forgotten = weakref.ref(thing, lambda _: signal.raise_signal(signal.{name}))
try:
    del thing
    time.sleep(20)
    sys.exit("nothing came")
except KeyboardInterrupt:
    print("came")
"""


@pytest.mark.parametrize(
    ("name", "before"), [("SIGINT", ""), ("SIGTERM", ""), ("SIGTERM", "signal.signal(signal.SIGINT, signal.SIG_IGN)")]
)
def test_an_interrupt_that_python_swallows_comes_again(name: str, before: str) -> None:
    """In what runs as objects go, an exception is written out and forgotten; Ctrl-C may be ignored, as under nohup."""
    code = SWALLOWED.format(name=name, before=before)
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (told.stdout, told.stderr) == ("came\n", "")


@pytest.mark.parametrize("step", ["create_module", "exec_module"])
def test_an_interrupt_is_not_lost_while_a_compiled_module_is_loaded(step: str) -> None:
    """Code of such modules may clear all errors: of 40 renders interrupted while they loaded, one went on."""
    code = f"""
import signal
from importlib.machinery import ExtensionFileLoader

def load(loader, module):
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        return "cleared"
    return "loaded"

ExtensionFileLoader.{step} = load
from transparent_box.commands.swallowed_interrupts import keep_interrupts
keep_interrupts()
keep_interrupts()
try:
    print(ExtensionFileLoader.{step}(None, None))
except KeyboardInterrupt:
    print("came")
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (told.stdout, told.stderr) == ("came\n", "")


IN_A_COMMAND = """
import signal, time, weakref
from transparent_box.commands.errors import run_guarded

class Thing: pass

def swallow():
    thing = Thing()
    forgotten = weakref.ref(thing, lambda _: signal.raise_signal(signal.{name}))
    del thing
    time.sleep(20)
    print("nothing came")

run_guarded(lambda: run_guarded(swallow))
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_command_stops_at_an_interrupt_that_python_swallows(name: str) -> None:
    """As it does where one comes in the callbacks by which modules are loaded."""
    code = IN_A_COMMAND.format(name=name)
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (told.returncode, told.stdout, told.stderr) == (1, "", "Error: Stopped.\n")


def test_a_worker_ignores_what_is_ignored_where_it_is_waited_for() -> None:
    """As in the background of a script, whose Ctrl-C goes to all of its processes; a pool ends its own by SIGTERM."""
    code = """
import signal
from transparent_box.commands.single_interrupt import SingleInterrupt

signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
SingleInterrupt().install()
signal.raise_signal(signal.SIGINT)
try:
    signal.raise_signal(signal.SIGTERM)
except KeyboardInterrupt:
    print("came once")
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (told.stdout, told.stderr) == ("came once\n", "")
