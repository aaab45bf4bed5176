"""`council-guide` and `python -m bot`."""

from __future__ import annotations

import sys

from bot.errors import GuideError


def main() -> None:
    """Run a command; an expected error is one line and exit code 2."""
    from bot.cli import app

    try:
        app()
    except GuideError as error:
        sys.stderr.write(f"council-guide: {error}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
