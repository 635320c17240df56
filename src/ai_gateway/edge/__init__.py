"""The callers' side: HTTP in, HTTP out, and nothing else knows of servers."""
