"""Tests of the laboratory: the tiny model and what is built with it."""
