"""Who may call now, how often, how much at once, and for how much money."""
