"""Machines that work beside the desk: self-check over SIP2, gates, self-service screens.

Keeps the machines, what they counted and what they did. Never has a rule of its own: a machine lends by the
services that the desk lends by. Its rules come from 3M's SIP 2.00 and what makers of machines made of it
(docs/sip2.md).
"""
