"""The on-device speech server, which speaks the same protocol as the cloud service."""

import os

KEY_VARIABLE = "CAPTIONS_SERVE_KEY"
"""Environment variable with the key of the server; defined here so that a parent process need not
import the server."""

# onnxruntime 1.31 sends usage reports with a persistent computer ID to its publisher, unless this
# variable is set before the import. Users of Captions have not agreed to such reports.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
