"""From report values, wording and templates to HTML and PDF. WeasyPrint is used only here."""
