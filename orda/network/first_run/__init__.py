"""An empty installation makes its network, first library and first administrator in the browser."""
