"""Boards, meetings and minutes in words, tables and papers."""
