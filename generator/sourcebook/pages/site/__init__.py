"""Pages about the whole corpus: the map, the timeline, the comparison, the gaps, the search."""
