"""What an indicator is: declared in code or added by people, checked to hold together."""
