"""Imports networks that others trained as run folders."""
