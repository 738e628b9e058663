"""What Gleap answers: a client that can only read, and models that never hold a number nobody sent."""
