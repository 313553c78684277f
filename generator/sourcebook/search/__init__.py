"""The index that readers' browsers search: made by Pagefind's own program while a site is built."""
