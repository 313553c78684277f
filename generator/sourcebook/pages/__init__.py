"""From the linked corpus to pages: one file a page kind, each with a template of the same name."""
