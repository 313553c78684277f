"""Our own styles and scripts, joined from one file a component."""
