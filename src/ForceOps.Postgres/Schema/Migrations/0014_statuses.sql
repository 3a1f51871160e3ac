-- A status is any word of the org's, not one of three. What a word allows is the org's own; the pre-defined words are in the code.
ALTER DOMAIN account_status DROP CONSTRAINT account_status;
-- One statement writes the table anew, as 0010_domains does: an update of every row would leave it with as many dead ones.
ALTER TABLE accounts
    ALTER COLUMN status SET DEFAULT 'NORMAL',
    ALTER COLUMN status TYPE account_status
        USING (CASE status WHEN 'active' THEN 'NORMAL' WHEN 'blocked' THEN 'BLOCKED' WHEN 'canceled' THEN 'CANCELLED' ELSE status END)::account_status,
    -- What a client sees of the holder, as JSON. Text: nobody looks into it, and what a posting reads of an account does not name it.
    ADD COLUMN profile text;
ALTER DOMAIN account_status ADD CONSTRAINT account_status CHECK (VALUE ~ '^[A-Z_]{1,200}$');

CREATE TABLE account_statuses (
    book uuid NOT NULL CONSTRAINT account_statuses_book REFERENCES books (book),
    status account_status NOT NULL,
    allowed_operations text COLLATE "C" NOT NULL,
    is_final boolean NOT NULL,
    CONSTRAINT account_statuses_pkey PRIMARY KEY (book, status),
    CONSTRAINT account_statuses_allowed_operations CHECK (allowed_operations IN ('ALL_OPERATIONS', 'CREDIT_ONLY', 'DEBIT_ONLY', 'NO_OPERATIONS'))
);

-- The id is of the sequence of postings, taken behind the lock of the account: the ids of one account ascend in commit order over both.
CREATE TABLE status_changes (
    book uuid NOT NULL CONSTRAINT status_changes_book REFERENCES books (book),
    id positive_id NOT NULL,
    account_id positive_id NOT NULL,
    old_status account_status NOT NULL,
    old_reason_id bigint,
    old_description text,
    new_status account_status NOT NULL,
    new_reason_id bigint,
    new_description text,
    event_date timestamptz NOT NULL,
    cid correlation_id NOT NULL,
    CONSTRAINT status_changes_pkey PRIMARY KEY (book, id)
);
CREATE INDEX status_changes_by_account ON status_changes (book, account_id, id);
CREATE TRIGGER status_changes_stay AFTER DELETE ON status_changes
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER status_changes_keep BEFORE UPDATE OR TRUNCATE ON status_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The statistics of a column go with its type; see 0010_domains.
DO $$
BEGIN
    IF EXISTS (SELECT FROM accounts) THEN ANALYZE accounts; END IF;
END $$;
