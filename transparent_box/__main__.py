"""The command line from any folder, as `python -m transparent_box` and as the installed `transparent-box`."""

from __future__ import annotations

import sys

try:
    from transparent_box.commands.group import main
except KeyboardInterrupt:  # from here on `run_guarded` says it
    sys.exit("Error: Stopped.")

if __name__ == "__main__":
    main(prog_name="python -m transparent_box")
