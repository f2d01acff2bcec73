"""Rights of patients: their requests, copies of charts, holds, how long charts are kept, and erasing."""
