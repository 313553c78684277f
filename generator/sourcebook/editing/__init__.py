"""Changes to records on the disk that keep every byte they do not mean to change."""
