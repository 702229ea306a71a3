"""Consultations in progress, and files in and out. What is kept here is sealed, and kept only as long as it is needed."""
