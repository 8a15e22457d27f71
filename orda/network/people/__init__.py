"""Staff as an administrator sees them: hired, appointed over the tree, on leave, dismissed."""
