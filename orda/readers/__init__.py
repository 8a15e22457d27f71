"""Readers: who they are, what they and their parents agreed to, the years in which they were entered.

Keeps readers, families and groups, consent by version, yearly registrations, cards and PINs, who looked at
whose record. Never keeps what somebody read; never shows health data or an IIN whole. Its rules come from law №
94-V on personal data (consent, its end, erasure), the rules of use of public libraries (a child under 16 on a
parent's surety, registration anew each calendar year), the IIN's check digits, and the age groups of the annual
plan.
"""
