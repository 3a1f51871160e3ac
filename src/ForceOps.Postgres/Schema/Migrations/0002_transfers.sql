-- What a day's transfers took from the account, for its limit per day. Written by transfers only.
ALTER TABLE accounts ADD COLUMN spent_on date, ADD COLUMN spent numeric(23,4) NOT NULL DEFAULT 0,
    ADD CONSTRAINT accounts_spent CHECK (spent >= 0);

-- A transfer's party outside the books: a card on file, or the outside world as the client named it.
ALTER TABLE authorizations ADD COLUMN external text,
    ADD CONSTRAINT authorizations_external CHECK (length(external) <= 800),
    ADD CONSTRAINT authorizations_counterpart FOREIGN KEY (org, counterpart_id) REFERENCES authorizations (org, id);

DROP TRIGGER authorizations_keep ON authorizations;
CREATE TRIGGER authorizations_keep BEFORE UPDATE OF org, id, tracking_id, type, channel, account_id, counterpart_id, processing_code,
    impact, amount, fee, currency, descriptor, metadata, parent_id, original_id, original_on_network, value_date, event_date,
    asked_all, asked_fees, in_timeline, cid, xid, external ON authorizations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
