"""What is to be said today is found, kept and sent: one message for a family, never the same one twice."""
