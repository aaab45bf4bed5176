"""Slack, and only here: what comes in is recorded, what must be told is posted."""
