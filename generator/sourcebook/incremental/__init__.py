"""The incremental build: what is out of date, who makes it, where it is written, what is kept for the next one.

It knows no MkDocs. The folder is not called ``build``: linters, test runners and lists of ignored files pass over such.
"""
