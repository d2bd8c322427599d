"""Two stores: main, and one of its own for everything about care. No join between them."""
