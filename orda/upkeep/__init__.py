"""What keeps the house standing: its processes served and brought back, its data copied away and put back.

It keeps nothing of a library's work and counts nothing. Its rules: what a guest sends takes no thread before it is
whole and small enough; a process that ends comes back and says why it went; a backup is either whole or not there.
"""
