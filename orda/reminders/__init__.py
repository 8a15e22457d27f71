"""What is said to families: reminders, calls, campaigns, claim letters.

Keeps messages with what they speak of, the register of claim letters, campaigns and their results. Never writes
to anybody who did not agree to it, never twice about the same, never with a threat or a fine. Its rules come
from law № 94-V (reminders are a part of consent of their own) and the libraries' own use: days before and after
the due day by the table of rules, weeks of returned books in place of fines.
"""
