"""What was seen, in SQLite: the event log, the last snapshots, samples over time, and who polls. It knows no screen."""
