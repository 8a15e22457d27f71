"""Papers: what the library prints. One neutral paper, three ways to write it: DOCX, PDF, XLSX."""
