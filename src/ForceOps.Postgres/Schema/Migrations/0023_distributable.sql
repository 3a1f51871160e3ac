-- The tables of the books can be distributed over several servers by the book (ForceOps:Ledger:Distributed, docs/scale.md). What stands
-- here is as true on one server, where it takes one look instead of two.

-- I6: nothing of a book that is in use is removed. A book is in use until its last org or snapshot has let go of it, and a book that is being
-- filled is not in use yet. The books are collected first: a table of removed rows and a distributed table cannot stand in one query.
CREATE OR REPLACE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_books uuid[] := ARRAY(SELECT DISTINCT book FROM removed);
    one uuid;
BEGIN
    FOREACH one IN ARRAY of_books LOOP
        PERFORM 1 FROM books WHERE book = one AND abandoned_at IS NULL;
        IF FOUND THEN
            RAISE EXCEPTION 'what is posted stays: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- "EXISTS (SELECT FROM ...)" does not survive the planning of a distributed statement; SELECT 1 does.
CREATE OR REPLACE FUNCTION take_ids(of_org uuid, in_book uuid, at_rules bigint, accounts_fit boolean) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    IF NOT accounts_fit OR NOT EXISTS (SELECT 1 FROM orgs WHERE org = of_org AND book = in_book AND rules_version = at_rules)
        -- A tracking id that waits must be looked for, which only the ordinary way does.
        OR EXISTS (SELECT 1 FROM delayed_operations WHERE book = in_book) THEN
        RAISE EXCEPTION 'the batch was decided on what is no longer so' USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN nextval('ledger_ids');
END $$;

-- As in 0022_service_user, but by keys: the place of a row on its page (ctid) means nothing to another server.
CREATE OR REPLACE FUNCTION sweep_book(of_book uuid, of_table text, chunk integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
    SET enable_seqscan = off AS $$
DECLARE
    key text;
    oldest bigint;
    removed integer;
BEGIN
    PERFORM 1 FROM books WHERE book = of_book AND abandoned_at IS NOT NULL FOR UPDATE;
    IF NOT FOUND OR EXISTS (SELECT 1 FROM orgs WHERE book = of_book) OR EXISTS (SELECT 1 FROM snapshots WHERE book = of_book) THEN
        RAISE EXCEPTION 'what is posted stays: the book is not abandoned' USING ERRCODE = 'restrict_violation';
    END IF;
    -- The ledger's own tables only: a trigger of somebody else's table would run with the owner's rights. The second column of the key
    -- tells the rows of a book apart; the books themselves have none.
    SELECT coalesce(second.attname, first.attname) INTO key
        FROM pg_class AS asked JOIN pg_class AS own ON own.oid = 'movements'::regclass
            AND own.relnamespace = asked.relnamespace AND own.relowner = asked.relowner
        JOIN pg_constraint ON conrelid = asked.oid AND contype = 'p'
        JOIN pg_attribute AS first ON first.attrelid = asked.oid AND first.attnum = conkey[1] AND first.attname = 'book'
        LEFT JOIN pg_attribute AS second ON second.attrelid = asked.oid AND second.attnum = conkey[2]
        WHERE asked.relname = of_table;
    IF key IS NULL THEN
        RAISE EXCEPTION 'a book has no table %', of_table USING ERRCODE = 'undefined_table';
    END IF;
    IF of_table = 'authorizations' THEN
        -- The newest first, so that a cancellation goes before its original. A chunk begins at a row that owns a tracking id, so that
        -- both sides of a transfer go together.
        SELECT id INTO oldest FROM authorizations WHERE book = of_book AND tracking_id IS NOT NULL ORDER BY id DESC OFFSET chunk - 1 LIMIT 1;
        DELETE FROM authorizations WHERE book = of_book AND id >= coalesce(oldest, 0);
    ELSE
        EXECUTE format('DELETE FROM %1$I.%2$I WHERE book = $1 AND %3$I = ANY(ARRAY(SELECT %3$I FROM %1$I.%2$I WHERE book = $1 LIMIT $2))',
            current_schema(), of_table, key) USING of_book, chunk;
    END IF;
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
END $$;
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION sweep_book(uuid, text, integer) SET search_path = %I, pg_temp', current_schema());
END $$;
