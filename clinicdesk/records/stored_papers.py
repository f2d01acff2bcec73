"""Every column that names large content: what a whole clinic must have beside its file, but for what was erased."""

_NAMING = """
SELECT version, paper_sha256 AS paper FROM signatures WHERE paper_sha256 IS NOT NULL
UNION ALL SELECT version, paper_sha256 FROM consent_events WHERE paper_sha256 IS NOT NULL
UNION ALL SELECT version, paper_sha256 FROM seals
UNION ALL SELECT version, sha256 FROM seals
UNION ALL SELECT version, logo_sha256 FROM practice WHERE logo_sha256 IS NOT NULL
UNION ALL SELECT version, sha256 FROM documents
"""

# A scan that was erased in the wrong chart may be filed in the right one afterwards: then its content is there again.
GONE = f"""
SELECT g.paper FROM (
    SELECT x.subject_id AS paper, max(e.seq) AS seq FROM erasures x JOIN search_entries e ON e.id = x.version
    WHERE x.subject = 'blob' GROUP BY x.subject_id
) g LEFT JOIN (
    SELECT n.paper, max(e.seq) AS seq FROM ({_NAMING}) n JOIN search_entries e ON e.id = n.version
    WHERE n.paper IN (SELECT subject_id FROM erasures WHERE subject = 'blob') GROUP BY n.paper
) n ON n.paper = g.paper WHERE n.seq IS NULL OR n.seq <= g.seq
"""
"""The SHA-256 of all large content that was erased by law and was not stored again since."""

NAMED = f"SELECT paper FROM ({_NAMING}) EXCEPT {GONE}"
"""The SHA-256 of all large content that must be there."""
