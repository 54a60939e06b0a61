"""Tests of platforms and webhooks."""
