"""Measurements: `make bench`. Each line stands beside the limit that the machine itself sets."""
