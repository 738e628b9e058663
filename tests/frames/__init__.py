"""What every pane and the wall look like at every size, with every kind of data, as plain text."""
