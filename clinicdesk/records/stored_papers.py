"""Every column that names large content: what a whole clinic must have beside its file, but for what was erased."""

NAMED = """
SELECT paper_sha256 AS paper FROM signatures WHERE paper_sha256 IS NOT NULL
UNION SELECT paper_sha256 FROM consent_events WHERE paper_sha256 IS NOT NULL
UNION SELECT paper_sha256 FROM seals
UNION SELECT sha256 FROM seals
UNION SELECT logo_sha256 FROM practice WHERE logo_sha256 IS NOT NULL
UNION SELECT sha256 FROM documents
EXCEPT SELECT subject_id FROM erasures WHERE subject = 'blob'
"""
