"""The neutral form: what every dialect can be read into and written from, losing nothing."""
