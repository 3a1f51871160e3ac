-- Authorizations that a card network gave: a force may name one (NETWORK). The id is of the sequence of postings, so that its event has
-- a place among the others.
CREATE TABLE network_authorizations (
    book uuid NOT NULL CONSTRAINT network_authorizations_book REFERENCES books (book),
    id positive_id NOT NULL,
    account_id positive_id,
    amount positive_amount NOT NULL,
    currency currency_code NOT NULL,
    network text COLLATE "C" NOT NULL,
    event_date timestamptz NOT NULL,
    cid correlation_id NOT NULL,
    CONSTRAINT network_authorizations_pkey PRIMARY KEY (book, id),
    CONSTRAINT network_authorizations_network CHECK (network IN ('visa', 'mastercard'))
);
CREATE TRIGGER network_authorizations_stay AFTER DELETE ON network_authorizations
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER network_authorizations_keep BEFORE UPDATE OR TRUNCATE ON network_authorizations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
