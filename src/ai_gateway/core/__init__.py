"""The nouns that two stages or more speak: frozen values, no I/O, no clock."""
