"""What cannot be measured here."""


class MissingError(Exception):
    """What is to be measured is not installed, or is not what it has to be."""
