"""Declaring how a figure of a claim comes from numbers in passages."""
