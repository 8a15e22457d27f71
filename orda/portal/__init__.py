"""The public site: what the network shows to everybody, and readers' own pages.

Keeps how often the site was visited, never by whom. Never shows a number that stands on too few people, nor
anything that is not public. Its rules come from the figures that libraries publish of their year, and, for
readers' own pages, from the rules of use: renewal by card and PIN.
"""
