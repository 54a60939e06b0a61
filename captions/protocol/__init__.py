"""ElevenLabs Realtime Speech-to-Text protocol as values, without input or output.

Docstrings of `captions.protocol` and `captions.realtime` cite these sources by their short names:

* API reference: https://api.elevenlabs.io/speech-to-text-asyncapi.yml, as of 2026.
* Commit guide and event reference: the pages ``transcripts-and-commit-strategies`` and
  ``event-reference`` below
  https://elevenlabs.io/docs/eleven-api/guides/how-to/speech-to-text/realtime/.
* Python SDK: ``elevenlabs`` 2.78.0 on PyPI, mainly its files in ``elevenlabs/realtime/``.
* JavaScript SDK: ``@elevenlabs/elevenlabs-js`` 2.73.0 on npm.
* Measured: frames and timings of the live service that third parties published, as of 2026-11-21. A
  date names one capture; 2026-10-06 is ``docs/experiments/issue-212-clarification`` of
  github.com/kapitalismho/PuriPuly-heart.
"""
