"""Tests, from the rules alone (unit/) to a whole group session (journeys/)."""
