"""Commands: ``flask --app app …``, a file each."""
