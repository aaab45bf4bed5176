"""What is heard from Slack: acknowledged first, then acted on."""
