"""The year's numbers: counts, levels, targets, pace, what is needed, the forecast to the year's end."""
