"""The plan board: plan, actual and pace of each indicator, its reasons, its map, its letter by e-mail."""
