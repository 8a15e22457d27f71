#!/usr/bin/env python
"""For tools that look for manage.py; people use the `orda` command."""

from orda.console import main

if __name__ == "__main__":
    main()
