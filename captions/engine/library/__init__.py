"""The library of recognisers that can be fetched."""
