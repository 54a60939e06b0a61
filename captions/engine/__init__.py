"""The on-device speech server: speech recognition behind the same wire as the cloud's."""

import os

KEY_VARIABLE = "CAPTIONS_SERVE_KEY"
"""Holds the key of a server that is started. Here, so that whoever starts one need not load it."""

# onnxruntime 1.31 reports to its makers how it is used, and keeps an identity of the computer for
# that, unless it finds this when it is imported; nobody who uses Captions agreed to a report.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
