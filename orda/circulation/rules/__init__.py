"""The table of the rules of use: how many, how long, how often; and why a loan is due on its day."""
