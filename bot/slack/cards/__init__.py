"""What people see: pure functions from typed objects to Block Kit."""
