"""Books brought to readers' homes: the visit that is counted, and the list for whoever goes."""
