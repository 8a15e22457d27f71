"""The calendar: when which library is open, what is known of holidays, which days are shut, and what that moves.

Nobody computes with weekdays anywhere else: a day is open or shut by `orda.network.queries`, which asks this piece. The
sources of its rules: the law "On holidays in the Republic of Kazakhstan" (No. 267-II of 13.12.2001), the Labour Code
(articles 84 and 85: days off and moved days), and each library's own hours.
"""
