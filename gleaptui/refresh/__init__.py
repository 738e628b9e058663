"""When to ask: budget, feeds, scheduler. It knows no network and no terminal, and runs on any clock."""
