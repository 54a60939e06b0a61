"""The published models that can be fetched by name, family by family."""
