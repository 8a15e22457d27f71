"""Machines that work beside the desk: self-check over SIP2, gates, self-service screens."""
