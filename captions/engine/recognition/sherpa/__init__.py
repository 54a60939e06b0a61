"""Models that sherpa-onnx runs: streaming transducers, and models for whole pieces of speech."""
