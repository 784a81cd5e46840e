"""`python -m transparent_box` is the command line, from any folder."""

from __future__ import annotations

from transparent_box.commands.group import main

if __name__ == "__main__":
    main(prog_name="python -m transparent_box")
