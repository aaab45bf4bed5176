"""The escalation desk: cases, who may do what with them, and what must be told to whom."""
