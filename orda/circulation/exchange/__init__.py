"""Exchange between libraries: sets, selections, interlibrary loans, the van, and the year's table of it all."""
