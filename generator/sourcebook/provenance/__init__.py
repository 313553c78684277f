"""Who says what, and on what it rests: origins, corroboration, coverage, comparison, gaps."""
