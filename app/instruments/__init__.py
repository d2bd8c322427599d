"""The door for definitions: YAML in, core values and words out, all errors at once."""
