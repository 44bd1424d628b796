"""The front end of foretell: from the text of a script to a report. It runs nothing."""

from . import form

form.select_form()
