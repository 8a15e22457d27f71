"""Points outside the walls where a library serves: a school, a kindergarten, a summer reading room."""
