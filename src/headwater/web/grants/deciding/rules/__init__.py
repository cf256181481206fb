"""Rules of deciding: plain values in, answers out."""
