"""What several kinds of pages show: one file a part."""
