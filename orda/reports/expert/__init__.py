"""Questions in SQL for methodologists: read-only, over named tables that hold no person."""
