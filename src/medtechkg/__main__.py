"""Run the command line as ``python -m medtechkg``."""

from __future__ import annotations

from medtechkg.cli import main

if __name__ == "__main__":
    main()
