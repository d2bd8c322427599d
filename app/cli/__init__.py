"""The commands of ``flask --app app``: a file per command."""
