"""The screen a patient in a chair calls with: a window of its own for a second monitor. It is no call bell."""
