"""An AI gateway: one reverse proxy that speaks each caller's dialect to every provider."""
