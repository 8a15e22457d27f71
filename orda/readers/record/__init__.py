"""The reader's page: all that is kept, the acts on it, the form on paper, the photograph."""
