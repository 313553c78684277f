"""The corpus as files to take away: one file a format, all of them in `registry.EXPORTS`."""
