"""Positions of places, asked of a geocoding service.

``geocode.py`` is the only module with a network and a clock; what it is given decides what is asked and what is
written, and that part is plain functions.
"""
