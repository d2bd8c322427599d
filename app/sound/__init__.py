"""Sound as data: which texts can be heard, the files of the placeholders, coding and levels. No database, no web."""
