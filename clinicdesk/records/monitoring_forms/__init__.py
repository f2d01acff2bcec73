"""The form a programme wants after each session of it: filled from the session, completed by a clinician, sent.

What nobody answered stays empty until somebody does. Forms stand beside the session: also a signed one has its form.
"""

from clinicdesk.records.monitoring_forms.due import FormDue, open_forms
from clinicdesk.records.monitoring_forms.filling import (
    MonitoringForm,
    fill,
    mark_sent,
    of_session,
    wants_form,
    ways_to_send,
)

__all__ = [
    "FormDue",
    "MonitoringForm",
    "fill",
    "mark_sent",
    "of_session",
    "open_forms",
    "wants_form",
    "ways_to_send",
]
