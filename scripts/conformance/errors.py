"""The kit's own error."""


class KitError(Exception):
    """A file, a command line or the machine is not as it has to be, as the text says."""
