"""Opens the voice detector's model; a program."""

from captions.engine import model_files
from captions.engine.onnx import open_model

if __name__ == "__main__":
    open_model(model_files.find_path(model_files.SILERO))
