"""The tools that tests call, each with a test that it catches what it is for."""
