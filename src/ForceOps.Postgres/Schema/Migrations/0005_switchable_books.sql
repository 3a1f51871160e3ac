-- An org points at its books. Going back to the seed or to a snapshot is then one changed pointer, atomic for whoever reads or posts,
-- and nothing posted is touched. What was keyed by the org is keyed by the book; the books of before get the ids of their orgs, so
-- that no row is rewritten. Webhooks stay with the org: they are settings, not books.
CREATE TABLE books (
    book uuid CONSTRAINT books_pkey PRIMARY KEY,
    created_at timestamptz NOT NULL,
    -- When the last org or snapshot let go of it; the service removes it some time afterwards.
    abandoned_at timestamptz
);
CREATE INDEX books_by_abandonment ON books (abandoned_at) WHERE abandoned_at IS NOT NULL;
INSERT INTO books (book, created_at) SELECT org, created_at FROM orgs;

ALTER TABLE orgs ADD COLUMN book uuid;
UPDATE orgs SET book = org;
ALTER TABLE orgs ALTER COLUMN book SET NOT NULL,
    ADD CONSTRAINT orgs_book_once UNIQUE (book),
    ADD CONSTRAINT orgs_book FOREIGN KEY (book) REFERENCES books (book);

-- Books as they once were, under a name, with what the org's row says of them. Counts are taken once: a snapshot never changes.
CREATE TABLE snapshots (
    org uuid NOT NULL CONSTRAINT snapshots_org REFERENCES orgs (org),
    name text COLLATE "C" NOT NULL,
    book uuid NOT NULL CONSTRAINT snapshots_book REFERENCES books (book),
    currency text COLLATE "C" NOT NULL,
    settled_below bigint NOT NULL,
    accounts bigint NOT NULL,
    authorizations bigint NOT NULL,
    movements bigint NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT snapshots_pkey PRIMARY KEY (org, name),
    CONSTRAINT snapshots_book_once UNIQUE (book),
    CONSTRAINT snapshots_name CHECK (name ~ '^[A-Za-z0-9_-]{1,64}$')
);

DROP TRIGGER movements_stay ON movements;
DROP TRIGGER authorizations_stay ON authorizations;
DROP TRIGGER authorizations_keep ON authorizations;
-- It was for readers of events, who go by ids instead: transaction ids are not in commit order.
ALTER TABLE authorizations DROP COLUMN xid;

ALTER TABLE processing_codes RENAME COLUMN org TO book;
ALTER TABLE accounts RENAME COLUMN org TO book;
ALTER TABLE authorizations RENAME COLUMN org TO book;
ALTER TABLE movements RENAME COLUMN org TO book;
ALTER TABLE attempts RENAME COLUMN org TO book;
ALTER TABLE processing_codes DROP CONSTRAINT processing_codes_org,
    ADD CONSTRAINT processing_codes_org FOREIGN KEY (book) REFERENCES books (book);
ALTER TABLE accounts DROP CONSTRAINT accounts_org, ADD CONSTRAINT accounts_org FOREIGN KEY (book) REFERENCES books (book);
ALTER TABLE attempts DROP CONSTRAINT attempts_org, ADD CONSTRAINT attempts_org FOREIGN KEY (book) REFERENCES books (book);

-- For the removal of abandoned books: without it every removed authorization looks through all of its book for the other side.
-- Forces are not in it.
CREATE INDEX authorizations_by_counterpart ON authorizations (book, counterpart_id) WHERE counterpart_id IS NOT NULL;

-- I6: nothing posted is changed, and nothing of a book that an org or a snapshot points at is removed. No row of an abandoned book
-- comes back: orgs and snapshots are pointed at fresh books only.
CREATE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT book FROM removed) AS books
        WHERE EXISTS (SELECT FROM orgs WHERE orgs.book = books.book) OR EXISTS (SELECT FROM snapshots WHERE snapshots.book = books.book)) THEN
        RAISE EXCEPTION 'what is posted stays: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER movements_stay AFTER DELETE ON movements
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER authorizations_stay AFTER DELETE ON authorizations
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();
-- An org that went away would leave its books to nobody.
CREATE TRIGGER orgs_stay BEFORE DELETE OR TRUNCATE ON orgs
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER movements_keep BEFORE UPDATE OR TRUNCATE ON movements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER authorizations_keep BEFORE TRUNCATE OR UPDATE OF book, id, tracking_id, type, channel, account_id, counterpart_id, processing_code,
    impact, amount, fee, currency, descriptor, metadata, parent_id, original_id, original_on_network, value_date, event_date,
    asked_all, asked_fees, in_timeline, cid, external ON authorizations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
