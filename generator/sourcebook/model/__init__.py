"""What exists: one file a kind, and the corpus that holds them."""
