-- Payments of the payment methods, and their denials: a denied payment is a row too, which moves nothing and keeps its tracking id. Plain
-- text, as denials.error is: a new column of a domain with a constraint would write the whole table anew.
ALTER TABLE authorizations ADD denied text COLLATE "C";
ALTER DOMAIN authorization_type DROP CONSTRAINT authorization_type;
ALTER DOMAIN authorization_type ADD CONSTRAINT authorization_type CHECK (VALUE IN ('FORCE', 'TRANSFER', 'HOLD', 'PAYMENT'));

DROP TRIGGER authorizations_keep ON authorizations;
CREATE TRIGGER authorizations_keep BEFORE TRUNCATE OR UPDATE OF book, id, tracking_id, type, channel, account_id, counterpart_id, processing_code,
    impact, amount, fee, currency, descriptor, metadata, parent_id, original_id, original_on_network, value_date, event_date,
    asked_all, asked_fees, in_timeline, cid, external, denied ON authorizations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
