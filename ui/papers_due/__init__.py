"""The place Consents: who lacks which paper, what expires, what was refused, what waits for somebody."""
