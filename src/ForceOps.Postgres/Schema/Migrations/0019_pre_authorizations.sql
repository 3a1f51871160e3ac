-- Pre-authorizations of the payment methods: payments whose money is held until they are confirmed or canceled. They are held money like
-- holds (I10), and no operation of hold funds takes from them.
ALTER DOMAIN authorization_type DROP CONSTRAINT authorization_type;
ALTER DOMAIN authorization_type ADD CONSTRAINT authorization_type
    CHECK (VALUE IN ('FORCE', 'TRANSFER', 'HOLD', 'PAYMENT', 'PRE_AUTHORIZATION'));
-- The last change of a pre-authorization says whether it was confirmed or canceled. Only what changes held money writes this index.
CREATE INDEX hold_changes_by_hold ON hold_changes (book, hold_id, authorization_id);
