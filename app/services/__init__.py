"""Use cases, a verb each. They know stores and rules, never a request or a page."""
