"""A site begun: the files that a new one is made of."""
