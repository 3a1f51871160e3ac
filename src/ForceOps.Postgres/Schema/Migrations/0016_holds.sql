-- Money of an account that is held: it is in the balance and not available. What is held of an account is the sum of what is left of its
-- holds, which are authorizations; canceled_amount of a hold is what was released or transferred out of it.
ALTER DOMAIN authorization_type DROP CONSTRAINT authorization_type;
ALTER DOMAIN authorization_type ADD CONSTRAINT authorization_type CHECK (VALUE IN ('FORCE', 'TRANSFER', 'HOLD'));
ALTER TABLE accounts ADD COLUMN held nonnegative_total NOT NULL DEFAULT 0;

-- Every change of what is left of a hold, by the authorization that made it. No id of its own: an authorization changes each hold once at most.
CREATE TABLE hold_changes (
    book uuid NOT NULL,
    authorization_id bigint NOT NULL,
    hold_id bigint NOT NULL,
    account_id bigint NOT NULL,
    change numeric(19,4) NOT NULL,
    -- Of the account, by all its holds, after the change; and its balance and headroom then, for the event.
    held nonnegative_total NOT NULL,
    balance numeric(23,4) NOT NULL,
    headroom numeric(23,4) NOT NULL,
    CONSTRAINT hold_changes_pkey PRIMARY KEY (book, authorization_id, hold_id),
    CONSTRAINT hold_changes_change CHECK (change <> 0),
    CONSTRAINT hold_changes_begin CHECK (hold_id < authorization_id OR (hold_id = authorization_id AND change > 0))
);
-- The holds of an account, by the changes with which they began.
CREATE INDEX hold_changes_by_account ON hold_changes (book, account_id, hold_id) WHERE hold_id = authorization_id;
CREATE TRIGGER hold_changes_stay AFTER DELETE ON hold_changes
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER hold_changes_keep BEFORE UPDATE OR TRUNCATE ON hold_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE DOMAIN operation_type AS text COLLATE "C" CONSTRAINT operation_type CHECK (VALUE IN ('NORMAL', 'HOLD_FUNDS'));
ALTER TABLE processing_codes ADD COLUMN operation_type operation_type NOT NULL DEFAULT 'NORMAL';
-- Books of before, also those of snapshots, get the same codes as fresh ones, unless they have codes of those names.
INSERT INTO processing_codes (book, code, impact, description, reversal_code, operation_type)
SELECT book, code, impact, description, reversal_code, 'HOLD_FUNDS'
FROM (SELECT book FROM orgs UNION SELECT book FROM snapshots) AS books, (VALUES ('200001', -1::smallint, 'Hold funds', '200011'), ('200011', 1::smallint, 'Held funds released', NULL),
    ('200002', -1::smallint, 'Held funds transferred', '200012'), ('200012', 1::smallint, 'Held funds transfer canceled', NULL))
    AS codes (code, impact, description, reversal_code)
ON CONFLICT DO NOTHING;
UPDATE orgs SET rules_version = rules_version + 1;
