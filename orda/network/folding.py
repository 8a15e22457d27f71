def fold_name(text): return text.lower()
