"""From separate records to a linked corpus: references, names in prose, backlinks, origins, neighbours."""
