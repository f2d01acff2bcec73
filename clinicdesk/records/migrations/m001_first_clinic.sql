-- Every ledgered table has `id` and `version` (the id of the entry that last wrote the row).
-- A column whose default is NULL means "not asked".

CREATE TABLE practice (
    id TEXT PRIMARY KEY CHECK (id = 'practice'),
    version TEXT NOT NULL,
    file_id TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    logo_sha256 TEXT,
    paper_size TEXT NOT NULL CHECK (paper_size IN ('A4', 'Letter')),
    time_zone TEXT NOT NULL,
    lock_after_minutes INTEGER NOT NULL DEFAULT 5,
    pin_hours INTEGER NOT NULL DEFAULT 12, -- how long after the password a PIN is enough at the lock of that PC
    crisis_words TEXT NOT NULL DEFAULT '', -- the clinic's own words on the crisis card
    retention_years INTEGER,          -- how long a chart is kept after the last visit; NULL: nobody has set it
    retention_minor_years INTEGER     -- and of who was a minor: how long after coming of age
) STRICT;

-- Where patients are treated and seen.
CREATE TABLE chairs (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('chair', 'room')),
    position INTEGER NOT NULL,
    retired INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Row id: the weekday, '0' is Monday. No row: closed.
CREATE TABLE opening_hours (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    opens TEXT,                       -- HH:MM, the clinic's own time; NULL: closed
    closes TEXT
) STRICT;

-- Row id: the day, YYYY-MM-DD.
CREATE TABLE closed_days (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    reason TEXT NOT NULL,
    open_again INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Who is the clinician on duty. Row id: the day, YYYY-MM-DD.
CREATE TABLE duties (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id)
) STRICT;

CREATE TABLE staff (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,              -- JSON list of role names
    password_hash TEXT NOT NULL,      -- argon2id
    password_given INTEGER NOT NULL DEFAULT 0, -- somebody else chose it: the person chooses their own at the sign-in
    active INTEGER NOT NULL DEFAULT 1,
    pin_hash TEXT,                    -- argon2id; NULL: has no PIN yet
    totp_secret TEXT,                 -- base32; NULL: no second factor
    ends_on TEXT                      -- the last day of temporary staff; NULL: no end is known
) STRICT;

-- A row with a meaningful id makes something unique across rows, guarded by the version check.
CREATE TABLE claims (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    holder TEXT NOT NULL
) STRICT;

CREATE TABLE patients (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    record_number INTEGER NOT NULL UNIQUE,
    family_name TEXT NOT NULL,
    given_name TEXT NOT NULL,
    middle_name TEXT,
    preferred_name TEXT,
    title TEXT,
    birth_date TEXT,                  -- YYYY-MM-DD
    sex_at_birth TEXT,
    gender TEXT,
    pronouns TEXT,
    street TEXT,
    city TEXT,
    region TEXT,
    postal_code TEXT,
    country TEXT,
    phone_mobile TEXT,
    phone_home TEXT,
    email TEXT,
    language TEXT,
    emergency_name TEXT,
    emergency_relation TEXT,
    emergency_phone TEXT,
    referring_clinician TEXT,
    treating_clinicians TEXT,
    deceased_on TEXT,
    former_names TEXT,
    moved_away_on TEXT,
    do_not_call TEXT,                 -- 'yes'
    leave_message TEXT,               -- yes, no
    preferred_channel TEXT,           -- phone_mobile, phone_home, email, letter
    distinguishing_remark TEXT,       -- how to tell this patient from a namesake
    source_id TEXT,                   -- "synthea <Id>": who this is where the data came from
    batch_id TEXT,
    merged_into TEXT REFERENCES patients (id),
    voided_reason TEXT
) STRICT;
CREATE INDEX patients_by_merged_into ON patients (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX patients_by_birth_date ON patients (birth_date);
CREATE INDEX patients_by_batch ON patients (batch_id) WHERE batch_id IS NOT NULL;

-- The four answers: a field of a patient that is 'unknown', 'none' or 'some'. No row means "not asked".
-- Row id: "<patient id> <field>".
CREATE TABLE patient_answers (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    field TEXT NOT NULL,
    answer TEXT NOT NULL CHECK (answer IN ('not_asked', 'unknown', 'none', 'some'))
) STRICT;
CREATE INDEX patient_answers_by_patient ON patient_answers (patient_id);

CREATE TABLE allergies (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    substance TEXT NOT NULL,
    reaction TEXT,
    severity TEXT,
    code TEXT,
    started_on TEXT,
    ended_on TEXT,
    voided_reason TEXT
) STRICT;
CREATE INDEX allergies_by_patient ON allergies (patient_id);

CREATE TABLE medicines (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    name TEXT NOT NULL,
    dose TEXT,
    code TEXT,
    reason TEXT,
    started_on TEXT,
    ended_on TEXT,
    voided_reason TEXT
) STRICT;
CREATE INDEX medicines_by_patient ON medicines (patient_id);

CREATE TABLE problems (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    name TEXT NOT NULL,
    code TEXT,
    started_on TEXT,
    ended_on TEXT,
    voided_reason TEXT
) STRICT;
CREATE INDEX problems_by_patient ON problems (patient_id);

CREATE TABLE indications (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    name TEXT NOT NULL,
    voided_reason TEXT
) STRICT;
CREATE INDEX indications_by_patient ON indications (patient_id);

CREATE TABLE treatments_tried (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    treatment TEXT NOT NULL,
    dose TEXT,
    duration TEXT,
    adequate TEXT,                    -- yes, no, unknown
    result TEXT,
    voided_reason TEXT
) STRICT;
CREATE INDEX treatments_tried_by_patient ON treatments_tried (patient_id);

CREATE TABLE import_batches (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    source TEXT NOT NULL,
    total INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'voided'))
) STRICT;

-- A consent text, protocol, questionnaire or template of a note exactly as it was when it was first used. Row id: "<kind>/<name>@<version> <sha256>".
CREATE TABLE published_files (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('consent', 'protocol', 'eligibility', 'measure', 'note')),
    name TEXT NOT NULL,
    text_version TEXT NOT NULL,
    body TEXT NOT NULL,
    sha256 TEXT NOT NULL
) STRICT;

-- A consent text that somebody at the clinic stands for. Row id: "<name>.<language>@<version>".
CREATE TABLE adopted_texts (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    text_version INTEGER NOT NULL,
    text_id TEXT NOT NULL REFERENCES published_files (id),
    staff_id TEXT NOT NULL,           -- who adopted it
    adopted_name TEXT NOT NULL,       -- as it was then
    adopted_at TEXT NOT NULL,
    remark TEXT,                      -- what changed
    asks_again INTEGER NOT NULL       -- 1: who signed an earlier version is to sign this one
) STRICT;
CREATE INDEX adopted_texts_by_text ON adopted_texts (text_id);

-- The clinic's own version of a protocol. Row id: "<name>@<version>".
CREATE TABLE adopted_protocols (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    name TEXT NOT NULL,
    protocol_version INTEGER NOT NULL,
    protocol_id TEXT NOT NULL REFERENCES published_files (id),
    staff_id TEXT NOT NULL,           -- the prescriber who stands for it
    adopted_name TEXT NOT NULL,       -- as it was then
    adopted_at TEXT NOT NULL,
    remark TEXT                       -- what changed
) STRICT;
CREATE INDEX adopted_protocols_by_file ON adopted_protocols (protocol_id);

-- A signature is a row of its own and closes what it signs.
CREATE TABLE signatures (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    subject_table TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    patient_id TEXT REFERENCES patients (id),
    meaning TEXT NOT NULL,            -- patient, guardian, clinician, witness, interpreter, author, prescriber
    signer_name TEXT NOT NULL,
    staff_id TEXT REFERENCES staff (id),
    signed_at TEXT NOT NULL,
    strokes TEXT,                     -- JSON: the pen's way as vectors
    paper_sha256 TEXT,                -- the exact PDF that was signed, among the blobs
    detail TEXT                       -- JSON: relation, authority, language, mark and whatever else was said with it
) STRICT;
CREATE INDEX signatures_by_subject ON signatures (subject_table, subject_id);
CREATE INDEX signatures_by_patient ON signatures (patient_id);

CREATE TABLE consents (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    form_number INTEGER NOT NULL UNIQUE,
    text_name TEXT NOT NULL,
    text_version TEXT NOT NULL,
    text_id TEXT NOT NULL REFERENCES published_files (id),
    language TEXT NOT NULL,
    title TEXT NOT NULL,
    covers TEXT NOT NULL,             -- JSON list of treatments
    valid_days INTEGER,
    filled TEXT NOT NULL DEFAULT '{}',  -- JSON: what stands in the places of the text
    prepared_at TEXT NOT NULL,
    kind TEXT NOT NULL DEFAULT 'treatment',     -- treatment, agreement, release, notice, withdrawal, discharge
    taken_back TEXT NOT NULL DEFAULT 'spoken',  -- spoken, written
    signers TEXT NOT NULL DEFAULT '["patient"]',  -- JSON list: who must sign this form
    about_id TEXT REFERENCES consents (id)      -- of a withdrawal form: the consent it takes back
) STRICT;
CREATE INDEX consents_by_patient ON consents (patient_id);

CREATE TABLE consent_events (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    consent_id TEXT NOT NULL REFERENCES consents (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    kind TEXT NOT NULL CHECK (kind IN (
        'asked', 'answered', 'explained', 'identified', 'signed', 'signed_on_paper', 'scan_received', 'copy_given',
        'declined', 'withdrawn', 'expired', 'superseded', 'voided', 'kept'
    )),
    occurred_at TEXT NOT NULL,
    by_name TEXT,
    reason TEXT,
    valid_until TEXT,                 -- last day the consent counts; NULL: until withdrawn
    paper_sha256 TEXT,
    detail TEXT                       -- JSON: the words of a question, capacity, pages of a scan, what is kept …
) STRICT;
CREATE INDEX consent_events_by_patient ON consent_events (patient_id);
CREATE INDEX consent_events_by_consent ON consent_events (consent_id);

-- What was signed, as one thing: its bytes lie among the blobs, under their SHA-256. Each signature makes a new one.
CREATE TABLE seals (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    consent_id TEXT NOT NULL REFERENCES consents (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    sha256 TEXT NOT NULL,
    paper_sha256 TEXT NOT NULL,       -- the PDF that shows it
    sealed_at TEXT NOT NULL
) STRICT;
CREATE INDEX seals_by_consent ON seals (consent_id);
CREATE INDEX seals_by_patient ON seals (patient_id);
CREATE INDEX seals_by_sha256 ON seals (sha256);

CREATE TABLE series (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    protocol_name TEXT NOT NULL,
    protocol_version TEXT NOT NULL,
    protocol_id TEXT NOT NULL REFERENCES published_files (id),
    title TEXT NOT NULL,
    indication TEXT,
    planned_count INTEGER NOT NULL,
    planned_by TEXT REFERENCES staff (id),
    ended_on TEXT,
    ended_reason TEXT
) STRICT;
CREATE INDEX series_by_patient ON series (patient_id);

-- What happened to the plan of a series: paused, resumed, extended, missed …
CREATE TABLE series_events (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    series_id TEXT NOT NULL REFERENCES series (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    kind TEXT NOT NULL,
    occurred_on TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '{}' -- JSON, by kind
) STRICT;
CREATE INDEX series_events_by_series ON series_events (series_id);
CREATE INDEX series_events_by_patient ON series_events (patient_id);

-- Whether a treatment suits a patient. The answers as they were given, held against the file that was asked by.
-- A prescriber's signature makes it a decision; a new one is a new row.
CREATE TABLE eligibility (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    treatment TEXT NOT NULL,          -- id of the eligibility file
    file_id TEXT NOT NULL REFERENCES published_files (id),
    indication TEXT,                  -- id of the indication in that file
    answers TEXT NOT NULL,            -- JSON: item id -> answer
    found TEXT NOT NULL DEFAULT '{}', -- JSON: what was read then: medicines matched and not, treatments tried, work-up
    result TEXT NOT NULL CHECK (result IN ('eligible', 'conditions', 'not_eligible')),
    conditions TEXT,
    remark TEXT,
    decided_on TEXT NOT NULL,
    valid_until TEXT
) STRICT;
CREATE INDEX eligibility_by_patient ON eligibility (patient_id, treatment);

-- A prescriber lets one visit go on past a stop, and says why.
CREATE TABLE eligibility_passes (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    session_id TEXT NOT NULL REFERENCES sessions (id),
    item TEXT NOT NULL,               -- which stop
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX eligibility_passes_by_session ON eligibility_passes (session_id);
CREATE INDEX eligibility_passes_by_patient ON eligibility_passes (patient_id);

-- What was looked at before a treatment: the prescription monitoring programme, laboratory values, ECG …
CREATE TABLE workups (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    kind TEXT NOT NULL,
    done_on TEXT NOT NULL,
    result TEXT NOT NULL,             -- normal, abnormal, no_concern, concern, text
    remark TEXT,
    corrects TEXT REFERENCES workups (id)
) STRICT;
CREATE INDEX workups_by_patient ON workups (patient_id, kind);

-- A patient's place in a programme a drug may only be given under.
CREATE TABLE enrolments (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    programme TEXT NOT NULL,
    number TEXT,
    enrolled_on TEXT NOT NULL,
    ended_on TEXT,
    remark TEXT
) STRICT;
CREATE INDEX enrolments_by_patient ON enrolments (patient_id);

-- The clinic's own place in such a programme. Row id: the programme.
CREATE TABLE site_certifications (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    number TEXT,
    representative TEXT NOT NULL,     -- who answers for it towards the programme
    phone TEXT,
    email TEXT,
    certified_on TEXT NOT NULL,
    valid_until TEXT
) STRICT;

-- What was looked at before the first patient of a day. The last one of a day counts.
CREATE TABLE day_checks (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    day TEXT NOT NULL,                -- the clinic's day, YYYY-MM-DD
    answers TEXT NOT NULL,            -- JSON: item id -> yes, no
    remark TEXT
) STRICT;
CREATE INDEX day_checks_by_day ON day_checks (day);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    series_id TEXT NOT NULL REFERENCES series (id),
    number INTEGER NOT NULL,
    planned_on TEXT NOT NULL,         -- the clinic's day, YYYY-MM-DD
    planned_time TEXT,                -- HH:MM, the clinic's own time
    chair TEXT,
    voided_reason TEXT
) STRICT;
CREATE INDEX sessions_by_patient ON sessions (patient_id);
CREATE INDEX sessions_by_series ON sessions (series_id, number);
CREATE INDEX sessions_by_day ON sessions (planned_on, planned_time);

-- What happens in a session: arrived, check, ready, start, rate, pause, resume, stop, end, discharge, not_treated …
CREATE TABLE session_events (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    kind TEXT NOT NULL,
    occurred_at TEXT NOT NULL,
    boot TEXT NOT NULL,
    uptime_ms INTEGER NOT NULL,       -- of the moment it occurred, by the PC that recorded it
    detail TEXT NOT NULL DEFAULT '{}', -- JSON, by kind
    transcribed INTEGER NOT NULL DEFAULT 0  -- 1: typed in later, from paper
) STRICT;
CREATE INDEX session_events_by_session ON session_events (session_id);
-- Few: when the treatment began, which counts over all patients ask for.
CREATE INDEX session_events_of_starts ON session_events (session_id, occurred_at) WHERE kind = 'started';
-- Few: a programme wants a form of each session with a device.
CREATE INDEX session_events_of_devices ON session_events (session_id, occurred_at) WHERE kind = 'device';
-- Few: when a treatment began and ended, asked of whole series at once.
CREATE INDEX session_events_of_treatments ON session_events (session_id, kind, occurred_at)
    WHERE kind IN ('started', 'ended');
-- Few: a visit that ended so uses no number of its series, which every list of sessions asks.
CREATE INDEX session_events_not_treated ON session_events (session_id) WHERE kind = 'not_treated';

-- One value measured. Rows recorded together for one moment share a round. A correction is a new row.
CREATE TABLE observations (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    round_id TEXT NOT NULL,
    kind TEXT NOT NULL,               -- systolic, diastolic, heart_rate, spo2, respiratory_rate, sedation, weight …
    value INTEGER,                    -- in the kind's unit; NULL in a correction: this was entered in error
    taken_at TEXT NOT NULL,
    boot TEXT NOT NULL,
    uptime_ms INTEGER NOT NULL,
    corrects TEXT REFERENCES observations (id),
    remark TEXT,
    transcribed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX observations_by_session ON observations (session_id);
CREATE INDEX observations_by_patient_kind ON observations (patient_id, kind, taken_at);
CREATE INDEX observations_of_weight ON observations (session_id, taken_at) WHERE kind = 'weight';

CREATE TABLE orders (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    kind TEXT NOT NULL DEFAULT 'infusion' CHECK (kind IN ('infusion', 'devices', 'fluid')),
    drug TEXT NOT NULL,
    micrograms_per_kg INTEGER,            -- NULL: the dose does not go by weight
    weight_grams INTEGER,                 -- what the dose was worked out from: actual, ideal or adjusted
    weight_basis TEXT CHECK (weight_basis IN ('actual', 'ideal', 'adjusted')),
    actual_weight_grams INTEGER,
    height_millimetres INTEGER,
    weighed_at TEXT,
    dose_micrograms INTEGER,              -- NULL: a fluid, whose contents are words
    concentration_micrograms_per_ml INTEGER,
    drug_volume_microlitres INTEGER,
    bag_volume_microlitres INTEGER,
    drug_volume_added INTEGER,            -- 1: added to the bag; 0: replaces as much of its fluid
    duration_minutes INTEGER,
    rate_microlitres_per_hour INTEGER,    -- the first rate
    stages TEXT NOT NULL DEFAULT '[]',    -- JSON: bolus and rates in their order; empty: one rate
    device_micrograms INTEGER,            -- of one device
    contents TEXT NOT NULL DEFAULT '[]',  -- JSON: what else goes into the bag, as the prescriber wrote it
    arithmetic TEXT NOT NULL,             -- JSON list of lines, as shown to the prescriber
    consent_reason TEXT,                  -- why a prescriber accepts an expired or older consent
    remark TEXT,
    written_at TEXT                       -- when it was written on paper, if it was typed in later from there
) STRICT;
CREATE INDEX orders_by_session ON orders (session_id);

-- Somebody else worked the dose out anew, without seeing the first result. Or nobody else was there.
CREATE TABLE second_checks (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    order_id TEXT NOT NULL REFERENCES orders (id),
    checker_id TEXT REFERENCES staff (id),
    checker_name TEXT,
    worked_out TEXT NOT NULL DEFAULT '{}', -- JSON: the numbers the second person found
    agreed INTEGER NOT NULL,
    alone_reason TEXT,                -- why there was no second person
    checked_at TEXT NOT NULL
) STRICT;
CREATE INDEX second_checks_by_session ON second_checks (session_id);

-- Said by a prescriber, written down and read back. Waits for that prescriber's signature.
CREATE TABLE verbal_orders (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    prescriber_id TEXT NOT NULL REFERENCES staff (id),
    prescriber_name TEXT NOT NULL,
    words TEXT NOT NULL,
    said_at TEXT NOT NULL,
    read_back INTEGER NOT NULL
) STRICT;
CREATE INDEX verbal_orders_by_session ON verbal_orders (session_id);
CREATE INDEX verbal_orders_by_prescriber ON verbal_orders (prescriber_id);

CREATE TABLE drugs_given (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    product TEXT NOT NULL,
    strength_micrograms_per_ml INTEGER,
    lot TEXT,
    expires_on TEXT,
    drawn_micrograms INTEGER,
    given_micrograms INTEGER,
    wasted_micrograms INTEGER,
    returned_micrograms INTEGER,      -- unopened, back to where it came from
    volume_microlitres INTEGER,       -- of a fluid, which has no amount of drug
    ordered_by TEXT CHECK (ordered_by IN ('signed', 'standing', 'verbal')),
    order_ref TEXT,                   -- id of the order, of the standing order in the protocol, or of the verbal one
    witness_id TEXT REFERENCES staff (id),
    witness_name TEXT,
    given_at TEXT NOT NULL,
    route TEXT,
    corrects TEXT REFERENCES drugs_given (id),
    remark TEXT,
    transcribed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX drugs_given_by_session ON drugs_given (session_id);
CREATE INDEX drugs_given_by_time ON drugs_given (given_at);

CREATE TABLE adverse_events (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    kind TEXT NOT NULL,
    onset_at TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('mild', 'moderate', 'severe', 'life_threatening')),
    related TEXT NOT NULL,
    action_taken TEXT NOT NULL,
    outcome TEXT NOT NULL,
    narrative TEXT,
    stamp_id TEXT REFERENCES session_events (id),  -- the key press that noted the minute
    corrects TEXT REFERENCES adverse_events (id),
    transcribed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX adverse_events_by_session ON adverse_events (session_id);

-- An unwanted event that became known after the session was signed. The signed session stays as it is.
CREATE TABLE late_events (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    kind TEXT NOT NULL,
    onset_at TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('mild', 'moderate', 'severe', 'life_threatening')),
    related TEXT NOT NULL,
    action_taken TEXT NOT NULL,
    outcome TEXT NOT NULL,
    narrative TEXT,
    told_by TEXT NOT NULL,
    told_at TEXT NOT NULL,
    corrects TEXT REFERENCES late_events (id)
) STRICT;
CREATE INDEX late_events_by_session ON late_events (session_id);

-- The report a programme wants after each session: what it says, and that it was sent.
CREATE TABLE monitoring_forms (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    programme TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('filled', 'sent')),
    fields TEXT NOT NULL DEFAULT '{}', -- JSON
    sent_on TEXT,
    sent_how TEXT
) STRICT;
CREATE INDEX monitoring_forms_by_session ON monitoring_forms (session_id);

CREATE TABLE notes (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    session_id TEXT REFERENCES sessions (id),
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    author_id TEXT NOT NULL REFERENCES staff (id),
    written_at TEXT NOT NULL,
    voided_reason TEXT,               -- of an unsigned note; a signed one is voided by an event
    template_id TEXT REFERENCES published_files (id),
    about_at TEXT,                    -- a late entry: when what it tells happened
    cosigner_id TEXT REFERENCES staff (id), -- who is asked to sign as well
    recipient_id TEXT REFERENCES care_team (id) -- whom a letter goes to
) STRICT;
CREATE INDEX notes_by_patient ON notes (patient_id);
CREATE INDEX notes_by_session ON notes (session_id) WHERE session_id IS NOT NULL;
CREATE INDEX notes_by_recipient ON notes (recipient_id) WHERE recipient_id IS NOT NULL;

-- What happened to a note after it was signed: voided, sent (a letter), given to somebody else to sign.
CREATE TABLE note_events (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    note_id TEXT NOT NULL REFERENCES notes (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    kind TEXT NOT NULL CHECK (kind IN ('voided', 'sent', 'handed_on')),
    occurred_at TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '{}' -- JSON, by kind: reason; how and to whom; to whom
) STRICT;
CREATE INDEX note_events_by_note ON note_events (note_id);

-- Text that is put into a note by a short name.
CREATE TABLE snippets (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    owner_id TEXT REFERENCES staff (id), -- NULL: everybody's
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    voided_reason TEXT
) STRICT;

-- Who else treats a patient, and gets letters.
CREATE TABLE care_team (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    role TEXT NOT NULL,               -- psychiatrist, therapist, primary_care, other
    name TEXT NOT NULL,
    practice TEXT,
    phone TEXT,
    fax TEXT,
    email TEXT,
    address TEXT,
    remark TEXT,
    voided_reason TEXT
) STRICT;
CREATE INDEX care_team_by_patient ON care_team (patient_id);

-- What was decided about a medicine of a patient for the time of the treatment.
CREATE TABLE medicine_decisions (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    medicine_id TEXT NOT NULL REFERENCES medicines (id),
    series_id TEXT REFERENCES series (id),
    decision TEXT NOT NULL,           -- continued, changed, held, stopped
    words TEXT,
    decided_on TEXT NOT NULL
) STRICT;
CREATE INDEX medicine_decisions_by_patient ON medicine_decisions (patient_id);

-- The text of a questionnaire that the clinic holds a licence for. Row id: "<measure>@<version>".
CREATE TABLE installed_measures (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    name TEXT NOT NULL,
    measure_version INTEGER NOT NULL,
    file_id TEXT NOT NULL REFERENCES published_files (id),
    licence TEXT NOT NULL,            -- what the clinic may do, and who says so
    staff_id TEXT NOT NULL,
    installed_name TEXT NOT NULL,     -- as it was then
    installed_at TEXT NOT NULL
) STRICT;

-- One questionnaire or rating as it was answered. Scores are kept as they were counted then.
CREATE TABLE measure_results (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    series_id TEXT REFERENCES series (id),
    session_id TEXT REFERENCES sessions (id),
    measure TEXT NOT NULL,
    file_id TEXT NOT NULL REFERENCES published_files (id),
    language TEXT NOT NULL,
    filled_by TEXT NOT NULL CHECK (filled_by IN ('patient', 'clinician', 'proxy')),
    way TEXT NOT NULL CHECK (way IN ('screen', 'read_aloud', 'paper', 'total')),
    answered_at TEXT NOT NULL,
    answers TEXT NOT NULL,            -- JSON: item → value; null was left out on purpose; no key: never asked
    scores TEXT NOT NULL,             -- JSON: score → value in the unit of the file; null: cannot be counted
    total INTEGER,                    -- the first score of the file; NULL: cannot be counted
    due_key TEXT,                     -- which due date it answers
    remark TEXT,
    corrects TEXT REFERENCES measure_results (id)
) STRICT;
CREATE INDEX measure_results_by_patient ON measure_results (patient_id, measure, answered_at);
-- What the counts over all patients read of a result, without its answers.
CREATE INDEX measure_results_by_measure ON measure_results (measure, patient_id, answered_at, total, id);
CREATE INDEX measure_results_by_series ON measure_results (series_id) WHERE series_id IS NOT NULL;
CREATE INDEX measure_results_by_session ON measure_results (session_id) WHERE session_id IS NOT NULL;
CREATE INDEX measure_results_by_corrected ON measure_results (corrects) WHERE corrects IS NOT NULL;

-- A result that does not count any more.
CREATE TABLE measure_events (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    result_id TEXT NOT NULL REFERENCES measure_results (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    kind TEXT NOT NULL CHECK (kind IN ('voided')),
    occurred_at TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '{}' -- JSON: reason
) STRICT;
CREATE INDEX measure_events_by_result ON measure_events (result_id);

-- A questionnaire that was due and is not to be asked for any more.
CREATE TABLE measure_skips (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    series_id TEXT REFERENCES series (id),
    measure TEXT NOT NULL,
    due_key TEXT NOT NULL,
    reason TEXT NOT NULL,             -- declined, not_possible, missed, other
    words TEXT
) STRICT;
CREATE INDEX measure_skips_by_patient ON measure_skips (patient_id);

-- An answer that a clinician must know of now.
CREATE TABLE measure_alerts (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    result_id TEXT NOT NULL REFERENCES measure_results (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    rule TEXT NOT NULL,               -- of the measure's file
    raised_at TEXT NOT NULL
) STRICT;
CREATE INDEX measure_alerts_by_result ON measure_alerts (result_id);
CREATE INDEX measure_alerts_by_patient ON measure_alerts (patient_id);

-- What became of it: shown to whoever took the form back, taken by name, settled with what was done.
CREATE TABLE alert_events (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    alert_id TEXT NOT NULL REFERENCES measure_alerts (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    kind TEXT NOT NULL CHECK (kind IN ('shown', 'taken', 'settled')),
    occurred_at TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '{}' -- JSON: what was done
) STRICT;
CREATE INDEX alert_events_by_alert ON alert_events (alert_id);

-- Added to something signed: a note or a session. Each is signed itself by being written.
CREATE TABLE addenda (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    subject_table TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    body TEXT NOT NULL,
    author_id TEXT NOT NULL REFERENCES staff (id),
    written_at TEXT NOT NULL
) STRICT;
CREATE INDEX addenda_by_patient ON addenda (patient_id);
CREATE INDEX addenda_by_subject ON addenda (subject_table, subject_id);

-- A booking: who comes when, for how long, where and to whom. A planned session keeps the day, time and chair of its
-- booking, written in the same entry. Without a patient: time that is taken (a break, a meeting).
CREATE TABLE appointments (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT REFERENCES patients (id),
    session_id TEXT REFERENCES sessions (id),
    kind TEXT NOT NULL,               -- id of a visit type
    starts_at TEXT NOT NULL,
    minutes INTEGER NOT NULL CHECK (minutes > 0),
    chair_id TEXT REFERENCES chairs (id),
    staff_id TEXT REFERENCES staff (id),
    remark TEXT,
    state TEXT NOT NULL DEFAULT 'booked' CHECK (state IN ('booked', 'cancelled', 'no_show')),
    state_reason TEXT
) STRICT;
CREATE INDEX appointments_by_start ON appointments (starts_at);
CREATE INDEX appointments_by_patient ON appointments (patient_id, starts_at);
CREATE INDEX appointments_by_session ON appointments (session_id) WHERE session_id IS NOT NULL;

-- What happens at the front desk on the day of a booking.
CREATE TABLE appointment_events (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    appointment_id TEXT NOT NULL REFERENCES appointments (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    kind TEXT NOT NULL CHECK (kind IN ('arrived', 'arrival_undone', 'checked_in', 'began', 'left')),
    occurred_at TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '{}', -- JSON, by kind
    transcribed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX appointment_events_by_appointment ON appointment_events (appointment_id);
CREATE INDEX appointment_events_by_patient ON appointment_events (patient_id);

CREATE TABLE waiting_list (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    session_id TEXT REFERENCES sessions (id),
    kind TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    earliest_on TEXT,
    latest_on TEXT,
    weekdays TEXT NOT NULL DEFAULT '[]',  -- JSON list, 0 is Monday; empty: any
    from_time TEXT,
    until_time TEXT,
    remark TEXT,
    closed_reason TEXT
) STRICT;
CREATE INDEX waiting_list_by_patient ON waiting_list (patient_id);
CREATE INDEX waiting_list_open ON waiting_list (id) WHERE closed_reason IS NULL;

-- Somebody tried to reach a patient. `purpose` says why, `subject_id` which booking or session it was about.
CREATE TABLE call_attempts (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    purpose TEXT NOT NULL,
    subject_id TEXT,
    outcome TEXT NOT NULL,
    remark TEXT,
    phone TEXT,                       -- the number that was dialled
    called_at TEXT NOT NULL,
    corrects TEXT REFERENCES call_attempts (id)  -- the attempt this one takes back
) STRICT;
CREATE INDEX call_attempts_by_patient ON call_attempts (patient_id);
CREATE INDEX call_attempts_by_subject ON call_attempts (subject_id);
CREATE INDEX call_attempts_by_corrected ON call_attempts (corrects) WHERE corrects IS NOT NULL;

-- A clinician wants this patient called first when they do not come. Row id: the patient's.
CREATE TABLE call_flags (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    flagged INTEGER NOT NULL
) STRICT;
CREATE INDEX call_flags_by_patient ON call_flags (patient_id);

-- Somebody who asks, and is not a patient yet.
CREATE TABLE enquiries (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT,
    email TEXT,
    reason TEXT,
    referrer TEXT,
    taken_at TEXT NOT NULL,
    patient_id TEXT REFERENCES patients (id),  -- who they became
    closed_reason TEXT
) STRICT;
CREATE INDEX enquiries_by_patient ON enquiries (patient_id) WHERE patient_id IS NOT NULL;

CREATE TABLE coverages (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    kind TEXT NOT NULL CHECK (kind IN ('self_pay', 'insurance')),
    insurer TEXT,
    member_number TEXT,
    agreed_price_cents INTEGER,
    agreed_for TEXT,                  -- what the price is for: a session, a series …
    deposit_cents INTEGER,
    from_on TEXT,                     -- the days it holds for; NULL: from the first, until further notice
    until_on TEXT,
    remark TEXT,
    voided_reason TEXT
) STRICT;
CREATE INDEX coverages_by_patient ON coverages (patient_id);

CREATE TABLE authorisations (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    number TEXT NOT NULL,
    insurer TEXT,
    valid_from TEXT,
    valid_until TEXT,
    visits_allowed INTEGER,
    voided_reason TEXT
) STRICT;
CREATE INDEX authorisations_by_patient ON authorisations (patient_id);

-- Money that came or went back. A correction is a new row.
CREATE TABLE payments (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    kind TEXT NOT NULL CHECK (kind IN ('deposit', 'payment', 'refund')),
    amount_cents INTEGER NOT NULL,
    method TEXT,
    paid_on TEXT NOT NULL,
    remark TEXT,
    corrects TEXT REFERENCES payments (id)
) STRICT;
CREATE INDEX payments_by_patient ON payments (patient_id);

-- From one colleague to another, or to everybody of a role.
CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT REFERENCES patients (id),
    from_id TEXT NOT NULL REFERENCES staff (id),
    to_id TEXT REFERENCES staff (id),
    to_role TEXT,                     -- a role, or 'clinical': nurses and prescribers
    urgent INTEGER NOT NULL DEFAULT 0,
    body TEXT NOT NULL,
    answers TEXT REFERENCES messages (id),  -- the message it is a reply to
    sent_at TEXT NOT NULL
) STRICT;
CREATE INDEX messages_by_receiver ON messages (to_id, sent_at);
CREATE INDEX messages_by_role ON messages (to_role, sent_at);
CREATE INDEX messages_by_sender ON messages (from_id, sent_at);
CREATE INDEX messages_by_answered ON messages (answers) WHERE answers IS NOT NULL;
CREATE INDEX messages_by_patient ON messages (patient_id) WHERE patient_id IS NOT NULL;

CREATE TABLE message_events (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    message_id TEXT NOT NULL REFERENCES messages (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    kind TEXT NOT NULL CHECK (kind IN ('read', 'taken', 'done')),
    occurred_at TEXT NOT NULL,
    remark TEXT
) STRICT;
CREATE INDEX message_events_by_message ON message_events (message_id);

-- A paper or picture that came from outside; its bytes are among the large content.
CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    dated_on TEXT,
    source TEXT NOT NULL,             -- dropped, pasted, chosen, scan_folder, made
    filed_at TEXT NOT NULL,
    filed_by TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    pages INTEGER,
    text TEXT NOT NULL DEFAULT '',    -- what is written in a PDF, to find it by
    reviewer_id TEXT REFERENCES staff (id),  -- who is to review it
    reviewed_by TEXT REFERENCES staff (id),
    reviewed_at TEXT,
    voided_reason TEXT
) STRICT;
CREATE INDEX documents_by_patient ON documents (patient_id);
CREATE INDEX documents_by_content ON documents (sha256);
CREATE INDEX documents_to_review ON documents (reviewer_id) WHERE reviewed_at IS NULL AND voided_reason IS NULL;

-- Two registrations of one person. `patients.merged_into` says how it stands; this, what was chosen.
CREATE TABLE merges (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    kept_id TEXT NOT NULL REFERENCES patients (id),
    merged_id TEXT NOT NULL REFERENCES patients (id),
    kept_before TEXT NOT NULL,        -- JSON: the kept registration's fields as they were
    merged_at TEXT NOT NULL,
    undone_at TEXT
) STRICT;
CREATE INDEX merges_by_kept ON merges (kept_id);
CREATE INDEX merges_by_merged ON merges (merged_id);

-- Closed records that stand under one patient and belong to another. Row id: "<table> <row id>".
CREATE TABLE misfiled (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    belongs_to TEXT NOT NULL REFERENCES patients (id),
    subject_table TEXT NOT NULL,
    subject_id TEXT NOT NULL
) STRICT;
CREATE INDEX misfiled_by_patient ON misfiled (patient_id);
CREATE INDEX misfiled_by_owner ON misfiled (belongs_to);

-- Who may see and who has seen ---------------------------------------------------------------------------------------

-- Somebody saw a chart their role does not include, because it could not wait.
CREATE TABLE emergency_accesses (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    reason TEXT NOT NULL,
    began_at TEXT NOT NULL,
    ends_at TEXT NOT NULL
) STRICT;
CREATE INDEX emergency_accesses_by_patient ON emergency_accesses (patient_id);

-- The owner has read of it. One row for each access at most.
CREATE TABLE emergency_reviews (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    access_id TEXT NOT NULL UNIQUE REFERENCES emergency_accesses (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    reviewed_at TEXT NOT NULL,
    words TEXT NOT NULL DEFAULT ''    -- what the owner found
) STRICT;

-- The log of a month was read by somebody.
CREATE TABLE access_reviews (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    month TEXT NOT NULL,              -- 2026-11
    staff_id TEXT NOT NULL REFERENCES staff (id),
    reviewed_at TEXT NOT NULL,
    up_to_seq INTEGER NOT NULL,       -- the last entry that was looked at
    findings TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX access_reviews_by_month ON access_reviews (month);

-- The head of the chain was written down somewhere else than on this PC.
CREATE TABLE anchors (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    seq INTEGER NOT NULL,
    chain_hash TEXT NOT NULL,
    way TEXT NOT NULL,                -- printed, written, saved
    written_at TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX anchors_by_seq ON anchors (seq);

-- Rights of the patient ----------------------------------------------------------------------------------------------

-- Something of a chart left the clinic: to whom, what, why, and whether it counts in the accounting of disclosures.
CREATE TABLE disclosures (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    disclosed_at TEXT NOT NULL,
    recipient TEXT NOT NULL,
    recipient_address TEXT,
    what TEXT NOT NULL,
    purpose TEXT NOT NULL,
    basis TEXT NOT NULL,              -- patient, authorised, treatment, payment, operations, law, emergency, other
    way TEXT NOT NULL,                -- handed_over, post, fax, encrypted_file, portal, phone, other
    request_id TEXT REFERENCES rights_requests (id),
    note_id TEXT REFERENCES notes (id), -- the letter that was sent
    sha256 TEXT,                      -- of the file that was given
    corrects TEXT REFERENCES disclosures (id)
) STRICT;
CREATE INDEX disclosures_by_patient ON disclosures (patient_id);
CREATE INDEX disclosures_by_corrected ON disclosures (corrects);

-- What a patient asks for by right: a copy, an amendment, an accounting, a restriction.
CREATE TABLE rights_requests (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    kind TEXT NOT NULL,               -- copy, amendment, accounting, restriction, erasure
    received_on TEXT NOT NULL,
    asked_by TEXT NOT NULL,           -- whose name stands under it
    relation TEXT NOT NULL,           -- self, parent, guardian, attorney, other
    identity TEXT NOT NULL DEFAULT '', -- how it was made sure who asks
    scope TEXT NOT NULL DEFAULT '',   -- what is asked for
    due_on TEXT NOT NULL,
    taken_by TEXT NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX rights_requests_by_patient ON rights_requests (patient_id);
CREATE INDEX rights_requests_by_due ON rights_requests (due_on);

CREATE TABLE rights_events (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    request_id TEXT NOT NULL REFERENCES rights_requests (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    kind TEXT NOT NULL,               -- extended, granted, denied, sent, withdrawn, noted
    occurred_at TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    due_on TEXT,                      -- of an extension: the new day
    words TEXT NOT NULL DEFAULT '',
    detail TEXT                       -- JSON: how it was sent, to whom
) STRICT;
CREATE INDEX rights_events_by_request ON rights_events (request_id);

-- Nothing of this chart may be erased, whatever its age: a lawsuit, an inquiry.
CREATE TABLE legal_holds (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    reason TEXT NOT NULL,
    placed_at TEXT NOT NULL,
    placed_by TEXT NOT NULL REFERENCES staff (id),
    lifted_at TEXT,
    lifted_by TEXT REFERENCES staff (id),
    lifted_reason TEXT
) STRICT;
CREATE INDEX legal_holds_by_patient ON legal_holds (patient_id);

-- Content that was taken away by law. What stood there is gone; that it stood there, its hash and why it went are not.
CREATE TABLE erasures (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    patient_id TEXT REFERENCES patients (id),
    subject TEXT NOT NULL CHECK (subject IN ('entry', 'blob')),
    subject_id TEXT NOT NULL,         -- the id of the entry, or the SHA-256 of the content
    kept_hash TEXT,                   -- SHA-256 of what is left of the entry
    ground TEXT NOT NULL,             -- retention, wrong_person, court, other
    reason TEXT NOT NULL,
    erased_at TEXT NOT NULL,
    erased_by TEXT NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX erasures_by_patient ON erasures (patient_id);
CREATE INDEX erasures_by_subject ON erasures (subject_id);

-- Keys and backups ---------------------------------------------------------------------------------------------------

CREATE TABLE key_changes (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    old_key_id TEXT NOT NULL,
    new_key_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id)
) STRICT;

-- An account of a PC whose keyring may keep the key.
CREATE TABLE admitted_accounts (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    workstation TEXT NOT NULL,
    account TEXT NOT NULL,
    admitted_by TEXT NOT NULL REFERENCES staff (id),
    admitted_at TEXT NOT NULL
) STRICT;

-- Where copies go. A folder is one of this PC's, so its name stands beside it.
CREATE TABLE backup_places (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    workstation TEXT NOT NULL,
    folder TEXT NOT NULL,
    kind TEXT NOT NULL,               -- this_disk, external, network, synced
    offline INTEGER NOT NULL DEFAULT 0, -- a disk that is taken away and brought back
    keep_days INTEGER NOT NULL,
    keep_weeks INTEGER NOT NULL,
    keep_months INTEGER NOT NULL,
    provider TEXT NOT NULL DEFAULT '', -- of a synced folder: who keeps it
    agreement_by TEXT REFERENCES staff (id), -- who confirmed that the provider signed an agreement
    agreement_at TEXT,
    removed_at TEXT
) STRICT;

CREATE TABLE backups (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    place_id TEXT NOT NULL REFERENCES backup_places (id),
    occasion TEXT NOT NULL,           -- closing, daily, migration, asked, rekey
    made_at TEXT NOT NULL,
    file_name TEXT NOT NULL,
    key_id TEXT NOT NULL,
    seq INTEGER NOT NULL,             -- the last entry in it
    chain_hash TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    problem TEXT                      -- the sentence, where it could not be made
) STRICT;
CREATE INDEX backups_by_place ON backups (place_id, made_at);

-- A backup was restored into a temporary place, checked whole, and compared with the live file.
CREATE TABLE restore_proofs (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    place_id TEXT NOT NULL REFERENCES backup_places (id),
    file_name TEXT NOT NULL,
    proven_at TEXT NOT NULL,
    seq INTEGER NOT NULL,             -- the last entry that came back
    is_whole INTEGER NOT NULL,
    words TEXT NOT NULL DEFAULT ''    -- what was wrong
) STRICT;
CREATE INDEX restore_proofs_by_place ON restore_proofs (place_id, proven_at);

-- Derived: under which registration the records of each one are read. Follows `patients.merged_into`.
CREATE TABLE search_identities (
    patient_id TEXT PRIMARY KEY,
    kept_under TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX search_identities_by_kept ON search_identities (kept_under);

-- Derived: how a patient is found, by everything that any registration of the person says. Rebuilt at any time.
-- Texts are folded (no accents, lower case), but for `aliases`.
CREATE TABLE search_patients (
    rank INTEGER PRIMARY KEY,
    patient_id TEXT NOT NULL UNIQUE,
    family TEXT NOT NULL,
    given TEXT NOT NULL,
    birth_date TEXT,
    record_number INTEGER NOT NULL,
    aliases TEXT NOT NULL,            -- former names, and names and numbers of merged registrations, a line each
    names TEXT NOT NULL,              -- every word of every name, each once
    words TEXT NOT NULL               -- phones, e-mail, record numbers, birth dates, marked by kind
) STRICT;
CREATE INDEX search_patients_in_list_order ON search_patients (family, given, birth_date, patient_id);
CREATE INDEX search_patients_by_given ON search_patients (given, family, birth_date, patient_id);
-- The words are folded already. The signs in front of one say what it is, see records/search_words.py.
CREATE VIRTUAL TABLE search_patient_words USING fts5 (
    names, words, content = 'search_patients', content_rowid = 'rank', tokenize = "ascii tokenchars '#=~+-@'",
    prefix = '1 2 3', detail = column
);
-- Derived: the words of all names, each once, to find those that sound or are written nearly as what was typed.
CREATE TABLE search_names (
    word TEXT PRIMARY KEY,
    sound TEXT NOT NULL,
    people INTEGER NOT NULL           -- how many patients have it; at none the word goes
) STRICT, WITHOUT ROWID;
CREATE INDEX search_names_by_sound ON search_names (sound);
CREATE TABLE search_name_gaps (
    gap TEXT NOT NULL,                -- the beginning of the word with one letter left out
    word TEXT NOT NULL,
    PRIMARY KEY (gap, word)
) STRICT, WITHOUT ROWID;

-- Derived: what waits for a signature: sessions in which something was recorded, notes, verbal orders, second signatures.
CREATE TABLE search_unsigned (
    subject_table TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    PRIMARY KEY (subject_table, subject_id)
) STRICT, WITHOUT ROWID;

-- Derived: calls for a clinician that nobody has settled.
CREATE TABLE search_open_alerts (
    alert_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Derived: which texts are in the index of everything written. The number follows the time of the text.
CREATE TABLE search_texts (
    number INTEGER PRIMARY KEY,
    subject_table TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    digest TEXT NOT NULL,             -- of what was indexed: marks and folded words
    UNIQUE (subject_table, subject_id)
) STRICT;
-- Words in their order, marks in front (records/text_index.py). The texts themselves stand in their own tables.
CREATE VIRTUAL TABLE search_text_words USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = "ascii tokenchars '#_-'"
);
-- Every place of every word, to list the words that begin as typed; and how often each word stands, for the check.
CREATE VIRTUAL TABLE search_text_words_known USING fts5vocab (search_text_words, 'instance');
CREATE VIRTUAL TABLE search_text_words_counts USING fts5vocab (search_text_words, 'row');

-- Papers that were printed are few among all entries, and the board asks for the last downtime pack.
CREATE INDEX search_entries_of_prints ON search_entries (seq) WHERE action = 'paper.print';
