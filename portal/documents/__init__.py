"""Files, uploads and generated PDFs."""
