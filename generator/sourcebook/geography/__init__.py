"""Where things are: the base map, distances, shapes, and maps drawn from them. Knows the model only."""
