"""One file a kind of record: what its page shows."""
