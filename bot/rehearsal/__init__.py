"""A stand-in for Slack: it speaks the wire to an unmodified bot and lets people act on it."""
