"""The session page: checks, order, the running infusion, vital signs, discharge, signature."""
