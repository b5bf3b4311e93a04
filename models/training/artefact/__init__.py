"""Trains the artefact embedder: what a face shows of its making, not whose it is."""
