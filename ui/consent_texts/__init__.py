"""The clinic's own consent texts: the list in the settings, adopting, the editor, versions and who signs again."""
