"""The place where a prescriber decides whether a treatment suits a patient."""
