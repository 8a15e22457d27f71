"""Ready-made sets of copies, lent to a branch and given back as one."""
