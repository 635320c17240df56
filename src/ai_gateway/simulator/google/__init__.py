"""Google's Gemini API as generativelanguage.googleapis.com serves it."""
