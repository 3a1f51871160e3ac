-- Every primary, unique and foreign key begins with the org, so that the same schema can be distributed by it and so that a
-- test can have an org of its own. Constraints are named: the service tells them apart by name.

CREATE SEQUENCE ledger_ids AS bigint INCREMENT BY 2048 START WITH 2048;
COMMENT ON SEQUENCE ledger_ids IS 'Blocks of ids for one batch each, taken after its accounts are locked: ids of one account ascend in commit order.';

CREATE TABLE orgs (
    org uuid CONSTRAINT orgs_pkey PRIMARY KEY,
    currency text COLLATE "C" NOT NULL,
    -- Grows with every change of the org's processing codes: the service keeps them in memory and compares this number.
    rules_version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    CONSTRAINT orgs_currency CHECK (currency ~ '^[A-Z]{3}$')
);

CREATE TABLE processing_codes (
    org uuid NOT NULL CONSTRAINT processing_codes_org REFERENCES orgs (org),
    code text COLLATE "C" NOT NULL,
    impact smallint NOT NULL,
    description text,
    reversal_code text COLLATE "C",
    fee_fixed numeric(19,4) NOT NULL DEFAULT 0,
    fee_percent numeric(9,4) NOT NULL DEFAULT 0,
    CONSTRAINT processing_codes_pkey PRIMARY KEY (org, code),
    CONSTRAINT processing_codes_code CHECK (code ~ '^[A-Za-z0-9]{3,6}$'),
    CONSTRAINT processing_codes_impact CHECK (impact BETWEEN -1 AND 1),
    CONSTRAINT processing_codes_description CHECK (length(description) <= 50),
    CONSTRAINT processing_codes_fee CHECK (fee_fixed >= 0 AND fee_percent >= 0)
);

-- A posting rewrites one account row: room on the page and no index on anything that changes keep that update inside the page (HOT).
CREATE TABLE accounts (
    org uuid NOT NULL CONSTRAINT accounts_org REFERENCES orgs (org),
    id bigint NOT NULL,
    kind text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL DEFAULT 'active',
    processing text COLLATE "C" NOT NULL DEFAULT 'normal',
    currency text COLLATE "C" NOT NULL,
    balance numeric(23,4) NOT NULL DEFAULT 0,
    credit_limit numeric(19,4) NOT NULL DEFAULT 0,
    limit_per_operation numeric(19,4),
    limit_per_day numeric(19,4),
    opened_at timestamptz NOT NULL,
    CONSTRAINT accounts_pkey PRIMARY KEY (org, id),
    CONSTRAINT accounts_id CHECK (id > 0),
    CONSTRAINT accounts_kind CHECK (kind IN ('customer', 'merchant')),
    CONSTRAINT accounts_status CHECK (status IN ('active', 'blocked', 'canceled')),
    CONSTRAINT accounts_processing CHECK (processing IN ('normal', 'delayed')),
    CONSTRAINT accounts_currency CHECK (length(currency) = 3),
    CONSTRAINT accounts_limits CHECK (credit_limit >= 0 AND limit_per_operation >= 0 AND limit_per_day >= 0)
) WITH (fillfactor = 70);

CREATE TABLE authorizations (
    org uuid NOT NULL,
    id bigint NOT NULL,
    -- Null on the second side of a transfer, so that the pair owns its tracking id once.
    tracking_id text COLLATE "C",
    type text COLLATE "C" NOT NULL,
    channel text COLLATE "C" NOT NULL,
    account_id bigint NOT NULL,
    counterpart_id bigint,
    processing_code text COLLATE "C" NOT NULL,
    impact smallint NOT NULL,
    amount numeric(19,4) NOT NULL,
    fee numeric(19,4) NOT NULL DEFAULT 0,
    currency text COLLATE "C" NOT NULL,
    descriptor text,
    -- Text, not jsonb: it is delivered as it was sent, member order and number forms too.
    metadata text,
    parent_id bigint,
    original_id bigint,
    original_on_network boolean,
    value_date timestamptz,
    event_date timestamptz NOT NULL,
    canceled_amount numeric(19,4) NOT NULL DEFAULT 0,
    canceled_fee numeric(19,4) NOT NULL DEFAULT 0,
    asked_all boolean NOT NULL DEFAULT false,
    asked_fees boolean NOT NULL DEFAULT false,
    in_timeline boolean NOT NULL,
    cid text NOT NULL,
    -- Commit order for readers of events: ids ascend in the order of locking, not of commit, across accounts.
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT authorizations_pkey PRIMARY KEY (org, id),
    CONSTRAINT authorizations_tracking_id UNIQUE (org, tracking_id),
    CONSTRAINT authorizations_account FOREIGN KEY (org, account_id) REFERENCES accounts (org, id),
    CONSTRAINT authorizations_parent FOREIGN KEY (org, parent_id) REFERENCES authorizations (org, id),
    CONSTRAINT authorizations_id CHECK (id > 0),
    CONSTRAINT authorizations_tracking_id_length CHECK (length(tracking_id) BETWEEN 1 AND 65),
    CONSTRAINT authorizations_owner CHECK (tracking_id IS NOT NULL OR counterpart_id IS NOT NULL),
    CONSTRAINT authorizations_type CHECK (type IN ('FORCE', 'TRANSFER')),
    CONSTRAINT authorizations_channel CHECK (channel IN ('pismo', 'bluefin', 'fiserv')),
    CONSTRAINT authorizations_impact CHECK (impact BETWEEN -1 AND 1),
    CONSTRAINT authorizations_amount CHECK (amount > 0 AND fee >= 0),
    CONSTRAINT authorizations_canceled CHECK (canceled_amount BETWEEN 0 AND amount AND canceled_fee BETWEEN 0 AND fee),
    CONSTRAINT authorizations_cancellation_stays CHECK (parent_id IS NULL OR (canceled_amount = 0 AND canceled_fee = 0)),
    CONSTRAINT authorizations_descriptor CHECK (length(descriptor) <= 500),
    CONSTRAINT authorizations_metadata CHECK (octet_length(metadata) <= 8192),
    CONSTRAINT authorizations_cid CHECK (length(cid) <= 64),
    CONSTRAINT authorizations_original CHECK ((original_id IS NULL) = (original_on_network IS NULL))
);
CREATE INDEX authorizations_by_parent ON authorizations (org, parent_id, id) WHERE parent_id IS NOT NULL;

-- One row carries both sides, so every movement balances by construction. Negative accounts are the ledger's own.
CREATE TABLE movements (
    org uuid NOT NULL,
    id bigint NOT NULL,
    authorization_id bigint NOT NULL,
    kind text COLLATE "C" NOT NULL,
    debit_account bigint NOT NULL,
    credit_account bigint NOT NULL,
    amount numeric(19,4) NOT NULL,
    debit_balance numeric(23,4),
    credit_balance numeric(23,4),
    CONSTRAINT movements_pkey PRIMARY KEY (org, id),
    CONSTRAINT movements_authorization FOREIGN KEY (org, authorization_id) REFERENCES authorizations (org, id),
    CONSTRAINT movements_kind CHECK (kind IN ('principal', 'fee', 'reversal', 'fee_reversal')),
    CONSTRAINT movements_amount CHECK (amount > 0),
    CONSTRAINT movements_sides CHECK (debit_account <> credit_account AND debit_account <> 0 AND credit_account <> 0),
    CONSTRAINT movements_balances CHECK ((debit_account < 0) = (debit_balance IS NULL) AND (credit_account < 0) = (credit_balance IS NULL))
);
CREATE INDEX movements_by_debit ON movements (org, debit_account, id) WHERE debit_account > 0;
CREATE INDEX movements_by_credit ON movements (org, credit_account, id) WHERE credit_account > 0;

-- I6: nothing posted is changed or removed. The triggers watch columns that no statement of the service sets, so they cost nothing
-- on the way of a posting.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is posted stays: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER movements_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON movements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER authorizations_stay BEFORE DELETE OR TRUNCATE ON authorizations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER authorizations_keep BEFORE UPDATE OF org, id, tracking_id, type, channel, account_id, counterpart_id, processing_code,
    impact, amount, fee, currency, descriptor, metadata, parent_id, original_id, original_on_network, value_date, event_date,
    asked_all, asked_fees, in_timeline, cid, xid ON authorizations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
