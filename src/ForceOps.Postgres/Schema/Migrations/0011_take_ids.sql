-- For the statement that writes a whole batch of plain forces (SaveStatements.SavePlainForces). VOLATILE, so each query in it sees what was
-- committed when it begins: after the accounts were locked, while the statement around it sees only what was there before. Whatever was
-- believed wrongly fails the statement, and with it the transaction.
CREATE FUNCTION take_ids(of_org uuid, in_book uuid, at_rules bigint, accounts_fit boolean) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    IF NOT accounts_fit OR NOT EXISTS (SELECT FROM orgs WHERE org = of_org AND book = in_book AND rules_version = at_rules)
        -- A tracking id that waits must be looked for, which only the ordinary way does.
        OR EXISTS (SELECT FROM delayed_operations WHERE book = in_book) THEN
        RAISE EXCEPTION 'the batch was decided on what is no longer so' USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN nextval('ledger_ids');
END $$;
