"""From separate records to a linked corpus: references, names in prose, backlinks; what a page reads of it."""
