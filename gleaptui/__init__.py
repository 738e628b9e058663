"""gleaptui: a terminal control room for support teams that work in Gleap."""

__version__ = "0.1.0"
