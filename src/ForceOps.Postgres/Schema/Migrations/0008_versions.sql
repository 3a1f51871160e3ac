-- Grows with every change of an account: what a process remembers of an account is compared by it. Also read by nothing but the writer.
ALTER TABLE accounts ADD COLUMN version bigint NOT NULL DEFAULT 0;

-- Two foreign keys were a sixth of what a posting costs the server. What they guarded is held otherwise: an authorization's account
-- is locked or compared in its transaction and is never removed (the triggers below), a movement is written with its authorization by one writer, and
-- GET /sandbox/check looks for orphans of both kinds.
ALTER TABLE authorizations DROP CONSTRAINT authorizations_account;
ALTER TABLE movements DROP CONSTRAINT movements_authorization;
CREATE TRIGGER accounts_stay AFTER DELETE ON accounts
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER accounts_keep BEFORE TRUNCATE OR UPDATE OF book, id ON accounts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
