"""Who is calling: credentials in, a principal with its policy out."""
