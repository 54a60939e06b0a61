"""The library of recognition models: catalogue, download, import and storage."""
