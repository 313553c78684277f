"""Sourcebook: a folder of YAML about source documents becomes a research site."""

__version__ = "0.1.0"
