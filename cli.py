"""The command line of this checkout: `python cli.py render clock_scene`; see `transparent_box.commands.group`."""

from __future__ import annotations

import sys

try:
    from transparent_box.commands.group import main
except KeyboardInterrupt:  # from here on `run_guarded` says it
    sys.exit("Error: Stopped.")

__all__ = ["main"]

if __name__ == "__main__":
    main(prog_name="cli.py")
