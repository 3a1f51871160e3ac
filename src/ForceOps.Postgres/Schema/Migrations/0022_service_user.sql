-- The service may use the tables as a user that can neither change nor remove what is posted. Two things that it does need the owner's
-- rights, so they are functions that run with these (SECURITY DEFINER) and look for themselves whether they may.

-- Removes up to so many rows of one table of a book that nobody points at, and in the end the book. I6: the book's row stays locked, so
-- that nothing can be pointed at the book meanwhile. No plan may be a scan of a table that was small when it was made.
CREATE FUNCTION sweep_book(of_book uuid, of_table text, chunk integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
    SET enable_seqscan = off AS $$
DECLARE
    removed integer;
BEGIN
    PERFORM FROM books WHERE book = of_book AND abandoned_at IS NOT NULL FOR UPDATE;
    IF NOT FOUND OR EXISTS (SELECT FROM orgs WHERE book = of_book) OR EXISTS (SELECT FROM snapshots WHERE book = of_book) THEN
        RAISE EXCEPTION 'what is posted stays: the book is not abandoned' USING ERRCODE = 'restrict_violation';
    END IF;
    -- The ledger's own tables only: a trigger of somebody else's table would run with the owner's rights.
    IF NOT EXISTS (SELECT FROM pg_class AS asked JOIN pg_class AS own ON own.oid = 'movements'::regclass
                AND own.relnamespace = asked.relnamespace AND own.relowner = asked.relowner
            JOIN pg_constraint ON conrelid = asked.oid AND contype = 'p'
            JOIN pg_attribute ON attrelid = asked.oid AND attnum = conkey[1] AND attname = 'book'
            WHERE asked.relname = of_table) THEN
        RAISE EXCEPTION 'a book has no table %', of_table USING ERRCODE = 'undefined_table';
    END IF;
    IF of_table = 'authorizations' THEN
        -- The newest first, so that a cancellation goes before its original. A chunk begins at a row that owns a tracking id, so that
        -- both sides of a transfer go together.
        DELETE FROM authorizations WHERE book = of_book AND id >= coalesce((
            SELECT id FROM authorizations WHERE book = of_book AND tracking_id IS NOT NULL ORDER BY id DESC OFFSET chunk - 1 LIMIT 1), 0);
    ELSE
        EXECUTE format('DELETE FROM %1$I.%2$I WHERE ctid = ANY(ARRAY(SELECT ctid FROM %1$I.%2$I WHERE book = $1 LIMIT $2))',
            current_schema(), of_table) USING of_book, chunk;
    END IF;
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
END $$;

-- Only the owner may ask for statistics before PostgreSQL 17.
CREATE FUNCTION refresh_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    ANALYZE accounts, authorizations, movements;
END $$;

-- The names in them are those of the ledger's schema, whatever the caller's settings and temporary tables are.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION sweep_book(uuid, text, integer) SET search_path = %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION refresh_statistics() SET search_path = %I, pg_temp', current_schema());
END $$;
REVOKE EXECUTE ON FUNCTION sweep_book(uuid, text, integer), refresh_statistics() FROM PUBLIC;
