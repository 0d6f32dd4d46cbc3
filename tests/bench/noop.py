"""A job that does nothing: what a queue can carry at the most."""


def noop() -> None:
    """Nothing."""
