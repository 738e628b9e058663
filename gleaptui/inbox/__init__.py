"""Reading a long list of tickets: what is loaded when, which tickets a view means, search, export, links, memory."""
