"""The rules: values in, values out. Standard library only, no files, no clock, no web, no database."""
