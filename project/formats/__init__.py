"""How numbers are written in the languages of the pages, where it differs from what Django holds."""
