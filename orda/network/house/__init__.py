"""The house as a machine: its settings, its state, the last runs of its jobs."""
