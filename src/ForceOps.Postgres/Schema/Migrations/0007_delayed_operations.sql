-- What was answered 202: accepted, and posted later by whichever process comes first. Posting deletes the row in its own transaction.
CREATE TABLE delayed_operations (
    book uuid NOT NULL CONSTRAINT delayed_operations_book REFERENCES books (book),
    id bigint NOT NULL,
    tracking_id text COLLATE "C" NOT NULL,
    -- Whose order it keeps: nothing of an account is posted while something earlier of it waits for a lock.
    account_id bigint NOT NULL,
    other_account_id bigint,
    -- JSON as text: read back as it was written, and never looked into by a statement.
    operation text NOT NULL,
    accepted_at timestamptz NOT NULL,
    -- By the org's clock.
    due_at timestamptz NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    -- By the machine's clock: an org's clock may stand still while a row stays locked.
    retry_at timestamptz,
    CONSTRAINT delayed_operations_pkey PRIMARY KEY (book, id),
    CONSTRAINT delayed_operations_tracking_id UNIQUE (book, tracking_id),
    CONSTRAINT delayed_operations_tracking_id_length CHECK (length(tracking_id) BETWEEN 1 AND 65)
);
CREATE INDEX delayed_operations_by_due ON delayed_operations (book, due_at);

-- Delayed operations that were refused in the end. Nobody waited for that answer, so it is told as an event, and events are told from rows.
CREATE TABLE denials (
    book uuid NOT NULL CONSTRAINT denials_book REFERENCES books (book),
    id bigint NOT NULL,
    -- Not unique: a refusal uses no tracking id up.
    tracking_id text COLLATE "C" NOT NULL,
    account_id bigint NOT NULL,
    operation text NOT NULL,
    error text COLLATE "C" NOT NULL,
    event_date timestamptz NOT NULL,
    cid text NOT NULL,
    CONSTRAINT denials_pkey PRIMARY KEY (book, id)
);
CREATE TRIGGER denials_stay AFTER DELETE ON denials
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER denials_keep BEFORE UPDATE OR TRUNCATE ON denials
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
