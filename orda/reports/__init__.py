"""Reports: what is read from the diary and the plan, built by anybody, printed, submitted."""
