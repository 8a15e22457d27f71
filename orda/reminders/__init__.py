"""What is said to families: reminders, calls, campaigns, claim letters."""
