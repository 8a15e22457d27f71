"""The public site: what the network shows to everybody."""
