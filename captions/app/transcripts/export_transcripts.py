"""Exports transcripts as the user asked for in the window; blocks, so it runs in a thread."""

from captions.history.history import History
from captions.outputs.files import export_files
from captions.outputs.files.export_files import SessionExport
from captions.ui.history.exporting.export_request import ExportRequest


def export_transcripts(history: History, request: ExportRequest) -> None:
    """Write the files of a request.

    Raises:
        CaptionsError: a session no longer exists, or a file cannot be written.
    """
    exports = [
        SessionExport(
            history.get_session(session_id),
            (
                segment
                for segment in history.iter_segments(session_id)
                if request.segment_ids is None or segment.id in request.segment_ids
            ),
        )
        for session_id in request.session_ids
    ]
    if request.is_folder:
        export_files.export_sessions(request.path, request.text_format, exports, request.options)
        return
    (export,) = exports
    options = export_files.describe_session(request.options, export.session)
    export_files.export_file(request.path, request.text_format, export.segments, options)
