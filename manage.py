#!/usr/bin/env python
"""Content Hub's command line: one line on standard error and exit 1 for anything the user can mend."""

from __future__ import annotations

import os
import sys


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contenthub.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        print("Django is not installed here. Run `make run`, or use .venv/bin/python manage.py.", file=sys.stderr)
        return 1
    from django.core.exceptions import ImproperlyConfigured
    from django.db.utils import OperationalError, ProgrammingError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    except (OperationalError, ProgrammingError) as error:
        first = str(error).strip().splitlines()[0]
        if "no such table" in first or ("relation" in first and "does not exist" in first):
            print(f"Error: the database is not set up ({first}). Run make run, or manage.py migrate.", file=sys.stderr)
        elif isinstance(error, ProgrammingError):
            raise
        else:
            print(f"Error: the database does not answer ({first}). Check DATABASE_URL.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
