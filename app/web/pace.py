"""How fast one address may try something; what is faster is a program."""

CODES = "600 per minute"  # access codes, right ones too: many rooms behind one address stay far below
