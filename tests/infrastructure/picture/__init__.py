"""The two pictures of the system, as text, and what they show."""
