"""The pictures: their index, their alternative texts, the check and the contact sheet."""
