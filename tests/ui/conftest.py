"""Windows of these tests open on Qt's offscreen platform, unless a test starts a real screen."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
