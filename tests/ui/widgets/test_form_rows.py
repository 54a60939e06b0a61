"""Forms: each label stands at the height of its control."""

from PySide6.QtWidgets import QApplication, QFormLayout, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from captions.ui.theme.metrics import CONTROL_HEIGHT
from captions.ui.widgets.form_rows import add_form_row


def test_a_label_stands_at_the_middle_of_a_high_control_and_leads_to_it(qtbot: QtBot) -> None:
    whole, line = QWidget(), QLineEdit()
    qtbot.addWidget(whole)
    line.setMinimumHeight(2 * CONTROL_HEIGHT)
    form = QFormLayout(whole)
    add_form_row(form, "&Key:", line)
    whole.show()
    QApplication.processEvents()
    (label,) = whole.findChildren(QLabel)
    assert label.buddy() is line
    assert abs(label.geometry().center().y() - line.geometry().center().y()) <= 1
