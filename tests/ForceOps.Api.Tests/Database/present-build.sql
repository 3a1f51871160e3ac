SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE DOMAIN public.account_kind AS text COLLATE pg_catalog."C"
	CONSTRAINT account_kind CHECK ((VALUE = ANY (ARRAY['customer'::text, 'merchant'::text])));
CREATE DOMAIN public.account_processing AS text COLLATE pg_catalog."C"
	CONSTRAINT account_processing CHECK ((VALUE = ANY (ARRAY['normal'::text, 'delayed'::text])));
CREATE DOMAIN public.account_status AS text COLLATE pg_catalog."C"
	CONSTRAINT account_status CHECK ((VALUE = ANY (ARRAY['active'::text, 'blocked'::text, 'canceled'::text])));
CREATE DOMAIN public.authorization_type AS text COLLATE pg_catalog."C"
	CONSTRAINT authorization_type CHECK ((VALUE = ANY (ARRAY['FORCE'::text, 'TRANSFER'::text])));
CREATE DOMAIN public.balance_impact AS smallint
	CONSTRAINT balance_impact CHECK (((VALUE >= '-1'::integer) AND (VALUE <= 1)));
CREATE DOMAIN public.channel AS text COLLATE pg_catalog."C"
	CONSTRAINT channel CHECK ((VALUE = ANY (ARRAY['pismo'::text, 'bluefin'::text, 'fiserv'::text])));
CREATE DOMAIN public.correlation_id AS text
	CONSTRAINT correlation_id CHECK ((length(VALUE) <= 64));
CREATE DOMAIN public.currency_code AS text COLLATE pg_catalog."C"
	CONSTRAINT currency_code CHECK ((length(VALUE) = 3));
CREATE DOMAIN public.descriptor AS text
	CONSTRAINT descriptor CHECK ((length(VALUE) <= 500));
CREATE DOMAIN public.external_party AS text
	CONSTRAINT external_party CHECK ((length(VALUE) <= 800));
CREATE DOMAIN public.metadata AS text
	CONSTRAINT metadata CHECK ((octet_length(VALUE) <= 8192));
CREATE DOMAIN public.movement_kind AS text COLLATE pg_catalog."C"
	CONSTRAINT movement_kind CHECK ((VALUE = ANY (ARRAY['principal'::text, 'fee'::text, 'reversal'::text, 'fee_reversal'::text])));
CREATE DOMAIN public.nonnegative_amount AS numeric(19,4)
	CONSTRAINT nonnegative_amount CHECK ((VALUE >= (0)::numeric));
CREATE DOMAIN public.nonnegative_total AS numeric(23,4)
	CONSTRAINT nonnegative_total CHECK ((VALUE >= (0)::numeric));
CREATE DOMAIN public.positive_amount AS numeric(19,4)
	CONSTRAINT positive_amount CHECK ((VALUE > (0)::numeric));
CREATE DOMAIN public.positive_id AS bigint
	CONSTRAINT positive_id CHECK ((VALUE > 0));
CREATE DOMAIN public.tracking_id AS text COLLATE pg_catalog."C"
	CONSTRAINT tracking_id CHECK (((length(VALUE) >= 1) AND (length(VALUE) <= 65)));
CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'what is posted stays: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION public.refuse_removal() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT book FROM removed) AS books
        WHERE EXISTS (SELECT FROM orgs WHERE orgs.book = books.book) OR EXISTS (SELECT FROM snapshots WHERE snapshots.book = books.book)) THEN
        RAISE EXCEPTION 'what is posted stays: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.take_ids(of_org uuid, in_book uuid, at_rules bigint, accounts_fit boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT accounts_fit OR NOT EXISTS (SELECT FROM orgs WHERE org = of_org AND book = in_book AND rules_version = at_rules)
        -- A tracking id that waits must be looked for, which only the ordinary way does.
        OR EXISTS (SELECT FROM delayed_operations WHERE book = in_book) THEN
        RAISE EXCEPTION 'the batch was decided on what is no longer so' USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN nextval('ledger_ids');
END $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public."__EFMigrationsHistory" (
    "MigrationId" character varying(150) NOT NULL,
    "ProductVersion" character varying(32) NOT NULL
);
CREATE TABLE public.accounts (
    book uuid NOT NULL,
    id public.positive_id NOT NULL,
    kind public.account_kind NOT NULL,
    status public.account_status DEFAULT 'active'::text NOT NULL,
    processing public.account_processing DEFAULT 'normal'::text NOT NULL,
    currency public.currency_code NOT NULL,
    balance numeric(23,4) DEFAULT 0 NOT NULL,
    credit_limit public.nonnegative_amount DEFAULT 0 NOT NULL,
    limit_per_operation public.nonnegative_amount,
    limit_per_day public.nonnegative_amount,
    opened_at timestamp with time zone NOT NULL,
    spent_on date,
    spent public.nonnegative_total DEFAULT 0 NOT NULL,
    version bigint DEFAULT 0 NOT NULL
)
WITH (fillfactor='70');
CREATE TABLE public.attempts (
    book uuid NOT NULL,
    id bigint NOT NULL,
    tracking_id text NOT NULL COLLATE pg_catalog."C",
    channel text NOT NULL COLLATE pg_catalog."C",
    account_id bigint NOT NULL,
    declined boolean NOT NULL,
    amount numeric(19,4),
    currency text COLLATE pg_catalog."C",
    metadata text,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT attempts_channel CHECK ((channel = ANY (ARRAY['bluefin'::text, 'fiserv'::text]))),
    CONSTRAINT attempts_metadata CHECK ((octet_length(metadata) <= 8192))
);
CREATE TABLE public.authorizations (
    book uuid NOT NULL,
    id public.positive_id NOT NULL,
    tracking_id public.tracking_id,
    type public.authorization_type NOT NULL,
    channel public.channel NOT NULL,
    account_id bigint NOT NULL,
    counterpart_id bigint,
    processing_code text NOT NULL COLLATE pg_catalog."C",
    impact public.balance_impact NOT NULL,
    amount public.positive_amount NOT NULL,
    fee public.nonnegative_amount DEFAULT 0 NOT NULL,
    currency text NOT NULL COLLATE pg_catalog."C",
    descriptor public.descriptor,
    metadata public.metadata,
    parent_id bigint,
    original_id bigint,
    original_on_network boolean,
    value_date timestamp with time zone,
    event_date timestamp with time zone NOT NULL,
    canceled_amount numeric(19,4) DEFAULT 0 NOT NULL,
    canceled_fee numeric(19,4) DEFAULT 0 NOT NULL,
    asked_all boolean DEFAULT false NOT NULL,
    asked_fees boolean DEFAULT false NOT NULL,
    in_timeline boolean NOT NULL,
    cid public.correlation_id NOT NULL,
    external public.external_party,
    CONSTRAINT authorizations_canceled CHECK (((canceled_amount >= (0)::numeric) AND (canceled_amount <= (amount)::numeric) AND ((canceled_fee >= (0)::numeric) AND (canceled_fee <= (fee)::numeric)))),
    CONSTRAINT authorizations_cancellation_stays CHECK (((parent_id IS NULL) OR ((canceled_amount = (0)::numeric) AND (canceled_fee = (0)::numeric)))),
    CONSTRAINT authorizations_original CHECK (((original_id IS NULL) = (original_on_network IS NULL))),
    CONSTRAINT authorizations_owner CHECK (((tracking_id IS NOT NULL) OR (counterpart_id IS NOT NULL)))
);
CREATE TABLE public.books (
    book uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    abandoned_at timestamp with time zone
);
CREATE TABLE public.delayed_operations (
    book uuid NOT NULL,
    id bigint NOT NULL,
    tracking_id text NOT NULL COLLATE pg_catalog."C",
    account_id bigint NOT NULL,
    other_account_id bigint,
    operation text NOT NULL,
    accepted_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    retry_at timestamp with time zone,
    CONSTRAINT delayed_operations_tracking_id_length CHECK (((length(tracking_id) >= 1) AND (length(tracking_id) <= 65)))
);
CREATE TABLE public.denials (
    book uuid NOT NULL,
    id bigint NOT NULL,
    tracking_id text NOT NULL COLLATE pg_catalog."C",
    account_id bigint NOT NULL,
    operation text NOT NULL,
    error text NOT NULL COLLATE pg_catalog."C",
    event_date timestamp with time zone NOT NULL,
    cid text NOT NULL
);
CREATE TABLE public.fault_rules (
    org uuid NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    definition text NOT NULL,
    stamp uuid NOT NULL,
    CONSTRAINT fault_rules_name CHECK ((name ~ '^[A-Za-z0-9_-]{1,64}$'::text))
);
CREATE SEQUENCE public.ledger_ids
    START WITH 2048
    INCREMENT BY 2048
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
COMMENT ON SEQUENCE public.ledger_ids IS 'Blocks of ids for one batch each, taken after its accounts are locked: ids of one account ascend in commit order.';
CREATE TABLE public.movements (
    book uuid NOT NULL,
    id bigint NOT NULL,
    authorization_id bigint NOT NULL,
    kind public.movement_kind NOT NULL,
    debit_account bigint NOT NULL,
    credit_account bigint NOT NULL,
    amount public.positive_amount NOT NULL,
    debit_balance numeric(23,4),
    credit_balance numeric(23,4),
    CONSTRAINT movements_balances CHECK ((((debit_account < 0) = (debit_balance IS NULL)) AND ((credit_account < 0) = (credit_balance IS NULL)))),
    CONSTRAINT movements_sides CHECK (((debit_account <> credit_account) AND (debit_account <> 0) AND (credit_account <> 0)))
);
CREATE TABLE public.orgs (
    org uuid NOT NULL,
    currency text NOT NULL COLLATE pg_catalog."C",
    rules_version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    settled_below bigint DEFAULT 0 NOT NULL,
    book uuid NOT NULL,
    clock_frozen_at timestamp with time zone,
    clock_offset interval,
    CONSTRAINT orgs_clock CHECK (((clock_frozen_at IS NULL) OR (clock_offset IS NULL))),
    CONSTRAINT orgs_currency CHECK ((currency ~ '^[A-Z]{3}$'::text))
);
CREATE TABLE public.processing_codes (
    book uuid NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    impact smallint NOT NULL,
    description text,
    reversal_code text COLLATE pg_catalog."C",
    fee_fixed numeric(19,4) DEFAULT 0 NOT NULL,
    fee_percent numeric(9,4) DEFAULT 0 NOT NULL,
    CONSTRAINT processing_codes_code CHECK ((code ~ '^[A-Za-z0-9]{3,6}$'::text)),
    CONSTRAINT processing_codes_description CHECK ((length(description) <= 50)),
    CONSTRAINT processing_codes_fee CHECK (((fee_fixed >= (0)::numeric) AND (fee_percent >= (0)::numeric))),
    CONSTRAINT processing_codes_impact CHECK (((impact >= '-1'::integer) AND (impact <= 1)))
);
CREATE TABLE public.snapshots (
    org uuid NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    book uuid NOT NULL,
    currency text NOT NULL COLLATE pg_catalog."C",
    settled_below bigint NOT NULL,
    accounts bigint NOT NULL,
    authorizations bigint NOT NULL,
    movements bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT snapshots_name CHECK ((name ~ '^[A-Za-z0-9_-]{1,64}$'::text))
);
CREATE TABLE public.webhook_deliveries (
    org uuid NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    authorization_id bigint NOT NULL,
    part integer NOT NULL,
    run integer NOT NULL,
    attempt integer NOT NULL,
    event_id uuid NOT NULL,
    event_type text NOT NULL COLLATE pg_catalog."C",
    status integer,
    error text,
    at timestamp with time zone NOT NULL,
    next_at timestamp with time zone,
    dead boolean NOT NULL
);
CREATE TABLE public.webhooks (
    org uuid NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    url text NOT NULL,
    types text NOT NULL COLLATE pg_catalog."C",
    secret text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    run integer DEFAULT 1 NOT NULL,
    position_id bigint NOT NULL,
    position_part integer NOT NULL,
    failing_since timestamp with time zone,
    CONSTRAINT webhooks_name CHECK ((name ~ '^[A-Za-z0-9_-]{1,64}$'::text)),
    CONSTRAINT webhooks_position CHECK (((position_id >= 0) AND ((position_part >= 0) AND (position_part <= 9))))
);
INSERT INTO public."__EFMigrationsHistory" VALUES
	('0001_books', '10.0.14'),
	('0002_transfers', '10.0.14'),
	('0003_webhooks', '10.0.14'),
	('0004_merchants', '10.0.14'),
	('0005_switchable_books', '10.0.14'),
	('0006_clock', '10.0.14'),
	('0007_delayed_operations', '10.0.14'),
	('0008_versions', '10.0.14'),
	('0009_fault_rules', '10.0.14'),
	('0010_domains', '10.0.14'),
	('0011_take_ids', '10.0.14');
INSERT INTO public.accounts VALUES
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 3, 'customer', 'active', 'normal', 'EUR', 12.3400, 0.0000, NULL, NULL, '2026-03-01 10:00:00+00', NULL, 0.0000, 4294967297),
	('01a220aa-c995-7f96-b693-f965ed33c344', 1, 'customer', 'active', 'normal', 'USD', 984.0500, 100.5000, 5000.0000, 9000.2500, '2026-03-01 10:00:00+00', NULL, 0.0000, 4294967298),
	('01a220aa-c995-7f96-b693-f965ed33c344', 2, 'customer', 'active', 'normal', 'USD', 40.2500, 0.0000, NULL, NULL, '2026-03-01 10:00:00+00', NULL, 0.0000, 4294967298),
	('01a220aa-c995-7f96-b693-f965ed33c344', 3, 'customer', 'active', 'normal', 'EUR', 12.3400, 0.0000, NULL, NULL, '2026-03-01 10:00:00+00', NULL, 0.0000, 4294967297),
	('01a220aa-c995-7f96-b693-f965ed33c344', 4, 'customer', 'active', 'delayed', 'USD', 0.0000, 0.0000, NULL, NULL, '2026-03-01 10:00:00+00', NULL, 0.0000, 4294967296),
	('01a220aa-c995-7f96-b693-f965ed33c344', 5, 'customer', 'active', 'normal', 'USD', 500.0000, 0.0000, NULL, NULL, '2026-03-01 10:00:00+00', NULL, 0.0000, 0),
	('01a220aa-c995-7f96-b693-f965ed33c344', 6, 'customer', 'active', 'normal', 'USD', 298.5000, 0.0000, NULL, NULL, '2026-03-01 10:00:00+00', NULL, 0.0000, 0),
	('01a220aa-c995-7f96-b693-f965ed33c344', 500, 'merchant', 'active', 'normal', 'USD', 0.0000, 0.0000, NULL, NULL, '2026-03-01 10:00:00+00', NULL, 0.0000, 4294967296),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 6, 'customer', 'active', 'normal', 'USD', 0.0000, 0.0000, NULL, NULL, '2026-03-01 10:00:00+00', NULL, 0.0000, 1),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 500, 'merchant', 'active', 'normal', 'USD', 60.0000, 0.0000, NULL, NULL, '2026-03-01 10:00:00+00', NULL, 0.0000, 4294967297),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 2, 'customer', 'active', 'normal', 'USD', 220.7500, 0.0000, NULL, NULL, '2026-03-01 10:00:00+00', NULL, 0.0000, 4294967301),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 1, 'customer', 'active', 'normal', 'USD', 713.3100, 100.5000, 5000.0000, 9000.2500, '2026-03-01 10:00:00+00', '2026-03-01', 220.7400, 4294967306),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 4, 'customer', 'active', 'delayed', 'USD', 5.0000, 0.0000, NULL, NULL, '2026-03-01 10:00:00+00', NULL, 0.0000, 4294967297),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 5, 'customer', 'active', 'delayed', 'USD', 420.0000, 0.0000, NULL, NULL, '2026-03-01 10:00:00+00', '2026-03-01', 80.0000, 4294967297),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 4859549789422869138, 'merchant', 'active', 'normal', 'USD', 20.0000, 0.0000, NULL, NULL, '2026-03-01 10:02:01.5+00', NULL, 0.0000, 0),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 120000000001, 'merchant', 'active', 'normal', 'USD', 30.0000, 0.0000, NULL, NULL, '2026-03-01 10:02:01.5+00', NULL, 0.0000, 3),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 100004000100157, 'merchant', 'active', 'normal', 'USD', 50.0000, 0.0000, NULL, NULL, '2026-03-01 10:02:01.5+00', NULL, 0.0000, 2);
INSERT INTO public.attempts VALUES
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 49152, 'bluefin:120000000001:000000049152', 'bluefin', 120000000001, false, NULL, NULL, '{"init":{"action":"init","requestId":"503f470c-e85c-45b2-8378-8a013eb926e0","correlationId":"48a87f3f-93a4-4b08-906d-7468d82e9e5b","timestamp":"2026-03-01T05:02:01-05:00"}}', '2026-03-01 10:02:01.5+00'),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 49153, 'bluefin:120000000001:000000049153', 'bluefin', 120000000001, false, NULL, NULL, '{"init":{"action":"init","requestId":"72bd2d65-7594-4873-8951-5668a003cb08","correlationId":"66753da8-3cfc-437a-8a77-4c17f265d0ef","timestamp":"2026-03-01T05:02:01-05:00"}}', '2026-03-01 10:02:01.5+00'),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 49154, 'bluefin:120000000001:900000000002', 'bluefin', 120000000001, true, 5051.0000, 'USD', '{"authCode":"OK4957","posProfile":"MOTO","name":"Alice","last4":"1111","expiry":"1225","brand":"VISA","tokenHash":"78eVJgM/9CmaanVb2HeJCI+K4jY7HDcHB5in3wBo7TA=","transaction":{"action":"transaction","requestId":"391effb5-2b33-472a-a842-6b8b5a1be916","correlationId":"77eee093-c243-4a4c-a45c-ae73af9be4c2","timestamp":"2026-03-01T05:02:01-05:00"}}', '2026-03-01 10:02:01.5+00'),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 49156, 'fiserv:100004000100157:pb-request-3', 'fiserv', 100004000100157, true, 5006.0000, 'USD', '{"type":"CHARGE_FORCED_POST","clientRequestId":"pb-request-3","origin":"ECOM","sourceType":"PaymentCard","bin":"40120000","last4":"0026","scheme":"VISA","expirationMonth":"12","expirationYear":"2025","approvalCode":"OK7246","merchantId":"100004000100157","terminalId":"10000001","declineCode":"006"}', '2026-03-01 10:02:01.5+00');
INSERT INTO public.authorizations VALUES
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 2048, 'pb000000-0000-4000-8000-000000000001', 'FORCE', 'pismo', 2, NULL, '090907', 1, 40.2500, 0.0000, 'USD', NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01 10:00:00+00', 0.0000, 0.0000, false, false, true, '0afb0b66-7927-412f-9887-46252ecb3c78', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 6144, 'pb000000-0000-4000-8000-000000000003', 'FORCE', 'pismo', 1, NULL, '090911', -1, 10.0000, 0.2000, 'USD', NULL, NULL, NULL, 2048, false, '2026-02-28 00:00:00+00', '2026-03-01 10:00:00+00', 0.0000, 0.0000, false, false, true, 'ab92cd3f-6369-4844-8919-7046cc8c866a', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 10240, 'pb000000-0000-4000-8000-000000000005', 'FORCE', 'pismo', 3, NULL, '090907', 1, 12.3400, 0.0000, 'EUR', NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01 10:00:00+00', 0.0000, 0.0000, false, false, true, '98193dc0-24bc-4f05-bab2-fd53d937b84c', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 14336, 'pb000000-0000-4000-8000-000000000007', 'FORCE', 'pismo', 5, NULL, '090907', 1, 500.0000, 0.0000, 'USD', NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01 10:00:00+00', 0.0000, 0.0000, false, false, true, '9970bef7-5ec3-488f-960a-c1e8461adc74', NULL),
	('01a220aa-c995-7f96-b693-f965ed33c344', 2048, 'pb000000-0000-4000-8000-000000000001', 'FORCE', 'pismo', 2, NULL, '090907', 1, 40.2500, 0.0000, 'USD', NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01 10:00:00+00', 0.0000, 0.0000, false, false, true, '0afb0b66-7927-412f-9887-46252ecb3c78', NULL),
	('01a220aa-c995-7f96-b693-f965ed33c344', 4096, 'pb000000-0000-4000-8000-000000000002', 'FORCE', 'pismo', 1, NULL, 'PB0001', 1, 1000.5000, 6.2500, 'USD', 'Äll of it once', '{"z":1.0,"a":[1e5,"é日",null],"n":123456789012345678901234567890.10}', NULL, 77, true, '2026-02-27 21:30:00.125+00', '2026-03-01 10:00:00+00', 0.0000, 0.0000, false, false, false, 'pb-cid-1', NULL),
	('01a220aa-c995-7f96-b693-f965ed33c344', 6144, 'pb000000-0000-4000-8000-000000000003', 'FORCE', 'pismo', 1, NULL, '090911', -1, 10.0000, 0.2000, 'USD', NULL, NULL, NULL, 2048, false, '2026-02-28 00:00:00+00', '2026-03-01 10:00:00+00', 0.0000, 0.0000, false, false, true, 'ab92cd3f-6369-4844-8919-7046cc8c866a', NULL),
	('01a220aa-c995-7f96-b693-f965ed33c344', 8192, 'pb000000-0000-4000-8000-000000000004', 'FORCE', 'pismo', 2, NULL, '090900', 0, 7.0000, 0.0000, 'USD', NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01 10:00:00+00', 0.0000, 0.0000, false, false, true, 'edb16ffe-6c28-4547-a7f2-0fb49a2a77e6', NULL),
	('01a220aa-c995-7f96-b693-f965ed33c344', 10240, 'pb000000-0000-4000-8000-000000000005', 'FORCE', 'pismo', 3, NULL, '090907', 1, 12.3400, 0.0000, 'EUR', NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01 10:00:00+00', 0.0000, 0.0000, false, false, true, '98193dc0-24bc-4f05-bab2-fd53d937b84c', NULL),
	('01a220aa-c995-7f96-b693-f965ed33c344', 12288, 'pb000000-0000-4000-8000-000000000006', 'FORCE', 'pismo', 6, NULL, '090910', 1, 300.0000, 1.5000, 'USD', NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01 10:00:00+00', 0.0000, 0.0000, false, false, true, 'dbc3ce3e-0d11-4673-b7ef-715a5d0b8ccb', NULL),
	('01a220aa-c995-7f96-b693-f965ed33c344', 14336, 'pb000000-0000-4000-8000-000000000007', 'FORCE', 'pismo', 5, NULL, '090907', 1, 500.0000, 0.0000, 'USD', NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01 10:00:00+00', 0.0000, 0.0000, false, false, true, '9970bef7-5ec3-488f-960a-c1e8461adc74', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 16384, 'pb000000-0000-4000-8000-000000000011', 'FORCE', 'pismo', 1, NULL, '090908', -1, 200.2500, 0.0000, 'USD', 'Some of it', '{"why":"part"}', 4096, NULL, NULL, NULL, '2026-03-01 10:01:01.5+00', 0.0000, 0.0000, false, false, true, 'pb-cid-2', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 4096, 'pb000000-0000-4000-8000-000000000002', 'FORCE', 'pismo', 1, NULL, 'PB0001', 1, 1000.5000, 6.2500, 'USD', 'Äll of it once', '{"z":1.0,"a":[1e5,"é日",null],"n":123456789012345678901234567890.10}', NULL, 77, true, '2026-02-27 21:30:00.125+00', '2026-03-01 10:00:00+00', 200.2500, 0.0000, false, false, false, 'pb-cid-1', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 18432, 'pb000000-0000-4000-8000-000000000012', 'FORCE', 'pismo', 6, NULL, '090908', -1, 300.0000, 1.5000, 'USD', NULL, NULL, 12288, NULL, NULL, NULL, '2026-03-01 10:01:01.5+00', 0.0000, 0.0000, true, true, true, '62b57739-a825-49fe-bcad-f8eb265f4eff', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 12288, 'pb000000-0000-4000-8000-000000000006', 'FORCE', 'pismo', 6, NULL, '090910', 1, 300.0000, 1.5000, 'USD', NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01 10:00:00+00', 300.0000, 1.5000, false, false, true, 'dbc3ce3e-0d11-4673-b7ef-715a5d0b8ccb', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 20480, 'pb000000-0000-4000-8000-000000000013', 'FORCE', 'pismo', 2, NULL, '090900', 0, 7.0000, 0.0000, 'USD', NULL, NULL, 8192, NULL, NULL, NULL, '2026-03-01 10:01:01.5+00', 0.0000, 0.0000, true, false, true, '8a901dd2-dff4-4570-88dd-b7567acbe173', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 8192, 'pb000000-0000-4000-8000-000000000004', 'FORCE', 'pismo', 2, NULL, '090900', 0, 7.0000, 0.0000, 'USD', NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01 10:00:00+00', 7.0000, 0.0000, false, false, true, 'edb16ffe-6c28-4547-a7f2-0fb49a2a77e6', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 24576, 'pb000000-0000-4000-8000-000000000022', 'TRANSFER', 'pismo', 1, NULL, '100001', 1, 100.0000, 0.0000, 'USD', NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01 10:01:01.5+00', 0.0000, 0.0000, false, false, true, '3387a9c9-cb13-4b70-835d-cb9b20a1b349', 'custom_info:DEPOSIT:pb external id'),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 26624, 'pb000000-0000-4000-8000-000000000023', 'TRANSFER', 'pismo', 1, NULL, '100002', -1, 9.9900, 0.0000, 'USD', NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01 10:01:01.5+00', 0.0000, 0.0000, false, false, false, '6d1f8f0c-2b43-4839-9b29-34b7f6335a3c', 'custom_info:PIX:pb key'),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 30720, 'pb000000-0000-4000-8000-000000000025', 'TRANSFER', 'pismo', 1, 30721, '100003', -1, 60.0000, 0.0000, 'USD', NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01 10:01:01.5+00', 0.0000, 0.0000, false, false, true, '955eecce-6139-4222-a057-c524d63b1c8c', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 30721, NULL, 'TRANSFER', 'pismo', 500, 30720, '100004', 1, 60.0000, 0.0000, 'USD', NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01 10:01:01.5+00', 0.0000, 0.0000, false, false, true, '955eecce-6139-4222-a057-c524d63b1c8c', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 32768, 'pb000000-0000-4000-8000-000000000026', 'TRANSFER', 'pismo', 5, 32769, '100003', -1, 80.0000, 0.0000, 'USD', NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01 10:01:01.5+00', 0.0000, 0.0000, false, false, true, '134342e1-fbb0-4c77-b736-bc05becb5215', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 32769, NULL, 'TRANSFER', 'pismo', 2, 32768, '100004', 1, 80.0000, 0.0000, 'USD', NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01 10:01:01.5+00', 0.0000, 0.0000, false, false, true, '134342e1-fbb0-4c77-b736-bc05becb5215', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 34816, 'pb000000-0000-4000-8000-000000000031', 'TRANSFER', 'pismo', 2, 34817, '100014', -1, 50.2500, 0.0000, 'USD', 'Too much', '{"why":2}', 22529, NULL, NULL, NULL, '2026-03-01 10:01:01.5+00', 0.0000, 0.0000, false, false, true, 'a6005ac8-66d5-46a2-aa7e-2feac3c9367c', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 34817, NULL, 'TRANSFER', 'pismo', 1, 34816, '100013', 1, 50.2500, 0.0000, 'USD', 'Too much', '{"why":2}', 22528, NULL, NULL, NULL, '2026-03-01 10:01:01.5+00', 0.0000, 0.0000, false, false, true, 'a6005ac8-66d5-46a2-aa7e-2feac3c9367c', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 22528, 'pb000000-0000-4000-8000-000000000021', 'TRANSFER', 'pismo', 1, 22529, '100003', -1, 150.7500, 0.0000, 'USD', 'Rent', '{"b":2,"a":1}', NULL, NULL, NULL, NULL, '2026-03-01 10:01:01.5+00', 50.2500, 0.0000, false, false, true, 'pb-cid-3', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 22529, NULL, 'TRANSFER', 'pismo', 2, 22528, '100004', 1, 150.7500, 0.0000, 'USD', 'Rent', '{"b":2,"a":1}', NULL, NULL, NULL, NULL, '2026-03-01 10:01:01.5+00', 50.2500, 0.0000, false, false, true, 'pb-cid-3', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 36864, 'pb000000-0000-4000-8000-000000000032', 'TRANSFER', 'pismo', 1, NULL, '100011', -1, 25.0000, 0.0000, 'USD', NULL, NULL, 28672, NULL, NULL, NULL, '2026-03-01 10:01:01.5+00', 0.0000, 0.0000, false, false, true, '2a8466c1-03bc-4382-873d-f33b7d9d30c7', 'card:4177'),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 28672, 'pb000000-0000-4000-8000-000000000024', 'TRANSFER', 'pismo', 1, NULL, '100001', 1, 25.0000, 0.0000, 'USD', NULL, '{"order":"A-1"}', NULL, NULL, NULL, NULL, '2026-03-01 10:01:01.5+00', 25.0000, 0.0000, false, false, true, '38802f73-89f3-43e5-a146-6797feef31a2', 'card:4177'),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 47106, 'pb000000-0000-4000-8000-000000000043', 'FORCE', 'pismo', 4, NULL, '090907', 1, 5.0000, 0.0000, 'USD', NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-01 10:02:01.5+00', 0.0000, 0.0000, false, false, true, '0f085ad0-fa82-4e12-8c1a-df990024815d', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 53248, 'bluefin:120000000001:900000000003', 'FORCE', 'bluefin', 120000000001, NULL, 'MSALE1', 1, 30.0000, 0.0000, 'USD', NULL, '{"authCode":"OK4958","posProfile":"SERVER","name":"Alice","last4":"1111","expiry":"1225","brand":"VISA","tokenHash":"78eVJgM/9CmaanVb2HeJCI+K4jY7HDcHB5in3wBo7TA=","transaction":{"action":"transaction","requestId":"399e5d39-3a5f-445c-b585-2aaff0165be9","correlationId":"6c2d846f-9133-4c26-8e80-4deae46a2ff3","timestamp":"2026-03-01T05:02:01-05:00"}}', NULL, NULL, NULL, NULL, '2026-03-01 10:02:01.5+00', 0.0000, 0.0000, false, false, true, '04b2bc36-0d45-45ac-aa9c-5cdf890e1899', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 55296, 'bluefin:120000000001:000000049155', 'FORCE', 'bluefin', 120000000001, NULL, 'MREFD1', -1, 7.5000, 0.0000, 'USD', NULL, '{"reversal":"VOIDED","authCode":"OK4956","posProfile":"ECOMMERCE","name":"Bob Present","last4":"1111","expiry":"1225","brand":"VISA","tokenHash":"78eVJgM/9CmaanVb2HeJCI+K4jY7HDcHB5in3wBo7TA=","description":"One ticket","transaction":{"action":"transaction","requestId":"51be6640-84cc-4a50-b380-0df615452c70","correlationId":"2232390d-1222-4ace-b0e6-ecf0c384f38e","timestamp":"2026-03-01T05:02:01-05:00"}}', 51200, NULL, NULL, NULL, '2026-03-01 10:02:01.5+00', 0.0000, 0.0000, false, false, true, '334e66c0-9733-4398-8f87-22d8168c09c5', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 59392, 'fiserv:4859549789422869138:pb-request-2', 'FORCE', 'fiserv', 4859549789422869138, NULL, 'MSALE1', 1, 20.0000, 0.0000, 'USD', NULL, '{"type":"CHARGE_FORCED_POST","clientRequestId":"pb-request-2","origin":"ECOM","sourceType":"PaymentCard","bin":"40055500","last4":"0019","scheme":"VISA","expirationMonth":"01","expirationYear":"2031","approvalCode":"OK7245","merchantId":"pb-shop","terminalId":"10000002"}', NULL, NULL, NULL, NULL, '2026-03-01 10:02:01.5+00', 0.0000, 0.0000, false, false, true, '65d8cca3-9789-4548-9bfe-b074aed0d787', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 61440, 'fiserv:100004000100157:pb-request-4', 'FORCE', 'fiserv', 100004000100157, NULL, 'MREFD1', -1, 5.5000, 0.0000, 'USD', NULL, '{"type":"CANCEL","clientRequestId":"pb-request-4","origin":"ECOM","sourceType":"PaymentCard","bin":"40120000","last4":"0026","scheme":"VISA","expirationMonth":"12","expirationYear":"2025","approvalCode":"OK7244","merchantId":"100004000100157","terminalId":"10000001","merchantOrderId":"pb-order-1","merchantInvoiceNumber":"pb-invoice-1","reversalReasonCode":"VOID"}', 57344, NULL, NULL, NULL, '2026-03-01 10:02:01.5+00', 0.0000, 0.0000, false, false, true, 'bbea3031-7841-4f43-94a3-70f12647abc3', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 67584, 'bluefin:120000000001:000000049157', 'FORCE', 'bluefin', 120000000001, NULL, 'MREFD1', -1, 20.0000, 0.0000, 'USD', NULL, '{"reversal":"REFUNDED","authCode":"OK4956","posProfile":"ECOMMERCE","name":"Bob Present","last4":"1111","expiry":"1225","brand":"VISA","tokenHash":"78eVJgM/9CmaanVb2HeJCI+K4jY7HDcHB5in3wBo7TA=","transaction":{"action":"transaction","requestId":"d57bad1e-657f-44a3-b332-033e43680821","correlationId":"c1d9e8fa-a77b-4ed6-a556-d9de3aafa7af","timestamp":"2026-03-01T05:02:01-05:00"}}', 51200, NULL, NULL, NULL, '2026-03-01 10:02:01.5+00', 0.0000, 0.0000, true, false, true, 'c37fc92e-51b4-431e-984f-40ec17606e72', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 51200, 'bluefin:120000000001:000000049153', 'FORCE', 'bluefin', 120000000001, NULL, 'MSALE1', 1, 27.5000, 0.0000, 'USD', NULL, '{"authCode":"OK4956","posProfile":"ECOMMERCE","name":"Bob Present","last4":"1111","expiry":"1225","brand":"VISA","tokenHash":"78eVJgM/9CmaanVb2HeJCI+K4jY7HDcHB5in3wBo7TA=","description":"Two tickets","init":{"action":"init","requestId":"72bd2d65-7594-4873-8951-5668a003cb08","correlationId":"66753da8-3cfc-437a-8a77-4c17f265d0ef","timestamp":"2026-03-01T05:02:01-05:00"},"transaction":{"action":"transaction","requestId":"8cd785f8-2735-436d-bc61-f85efbbb7a72","correlationId":"777ae163-6028-4e9a-ac64-8222af739106","timestamp":"2026-03-01T05:02:01-05:00"}}', NULL, NULL, NULL, NULL, '2026-03-01 10:02:01.5+00', 27.5000, 0.0000, false, false, true, '29bfd8ce-db92-4616-b51f-3b6c135f9276', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 69632, 'fiserv:100004000100157:pb-request-5', 'FORCE', 'fiserv', 100004000100157, NULL, 'MREFD1', -1, 30.0000, 0.0000, 'USD', NULL, '{"type":"REFUND","clientRequestId":"pb-request-5","origin":"ECOM","sourceType":"PaymentCard","bin":"40120000","last4":"0026","scheme":"VISA","expirationMonth":"12","expirationYear":"2025","approvalCode":"OK7244","merchantId":"100004000100157","terminalId":"10000001","merchantOrderId":"pb-order-1","merchantInvoiceNumber":"pb-invoice-1"}', 57344, NULL, NULL, NULL, '2026-03-01 10:02:01.5+00', 0.0000, 0.0000, false, false, true, 'a84d8945-e6ff-4673-92df-cf53d5be991c', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 57344, 'fiserv:100004000100157:pb-request-1', 'FORCE', 'fiserv', 100004000100157, NULL, 'MSALE1', 1, 85.5000, 0.0000, 'USD', NULL, '{"type":"CHARGE_FORCED_POST","clientRequestId":"pb-request-1","origin":"ECOM","sourceType":"PaymentCard","bin":"40120000","last4":"0026","scheme":"VISA","expirationMonth":"12","expirationYear":"2025","approvalCode":"OK7244","merchantId":"100004000100157","terminalId":"10000001","merchantTransactionId":"pb-mine-1","merchantOrderId":"pb-order-1","merchantInvoiceNumber":"pb-invoice-1"}', NULL, NULL, NULL, NULL, '2026-03-01 10:02:01.5+00', 35.5000, 0.0000, false, false, true, 'b96de4ea-c89c-49c0-a366-cd61faa79673', NULL);
INSERT INTO public.books VALUES
	('00000000-0000-0000-0000-000000000001', '2026-11-28 05:39:50.120646+00', NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', '2026-11-28 05:39:50.752878+00', NULL),
	('01a220aa-c995-7f96-b693-f965ed33c344', '2026-11-28 05:39:53.363+00', NULL);
INSERT INTO public.delayed_operations VALUES
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 71680, 'pb000000-0000-4000-8000-000000000051', 5, NULL, '{"kind":"force","tracking_id":"pb000000-0000-4000-8000-000000000051","cid":"pb-cid-5","channel":"pismo","in_timeline":false,"descriptor":"Later","metadata":"{\"w\":1.0}","account_id":5,"amount":11.11,"processing_code":"PB0001","currency":"USD","original_id":79,"original_on_network":true,"value_date":"2026-02-26T00:00:00+00:00"}', '2026-03-01 10:02:01.5+00', '2026-03-01 10:02:02.5+00', 0, NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 73728, 'pb000000-0000-4000-8000-000000000052', 5, NULL, '{"kind":"cancel_force","tracking_id":"pb000000-0000-4000-8000-000000000052","cid":"pb-cid-6","channel":"pismo","in_timeline":true,"descriptor":"Back later","metadata":"{\"w\":2}","amount":50,"original_tracking_id":"pb000000-0000-4000-8000-000000000007","cancel_fees":true,"settlement":"any"}', '2026-03-01 10:02:01.5+00', '2026-03-01 10:02:02.5+00', 0, NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 75776, 'pb000000-0000-4000-8000-000000000053', 5, 500, '{"kind":"transfer","tracking_id":"pb000000-0000-4000-8000-000000000053","cid":"pb-cid-7","channel":"pismo","in_timeline":true,"descriptor":"Move later","metadata":"{\"w\":3}","amount":20,"currency":"USD","from":{"kind":"customer","id":5},"to":{"kind":"merchant","id":500},"debit_code":"100003","credit_code":"100004"}', '2026-03-01 10:02:01.5+00', '2026-03-01 10:02:02.5+00', 0, NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 77824, 'pb000000-0000-4000-8000-000000000054', 5, NULL, '{"kind":"transfer","tracking_id":"pb000000-0000-4000-8000-000000000054","cid":"2324a980-3abb-4d2f-8ff0-d4cce562fb4f","channel":"pismo","in_timeline":true,"amount":15,"from":{"kind":"outside","type":"DEPOSIT","external_id":"pb later"},"to":{"kind":"customer","id":5}}', '2026-03-01 10:02:01.5+00', '2026-03-01 10:02:02.5+00', 0, NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 79872, 'pb000000-0000-4000-8000-000000000055', 5, NULL, '{"kind":"transfer","tracking_id":"pb000000-0000-4000-8000-000000000055","cid":"3149d45d-9e50-477b-9621-957e4ac5bca5","channel":"pismo","in_timeline":true,"amount":16,"from":{"kind":"card","id":4105},"to":{"kind":"customer","id":5},"acquirer":"approved"}', '2026-03-01 10:02:01.5+00', '2026-03-01 10:02:02.5+00', 0, NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 81920, 'pb000000-0000-4000-8000-000000000056', 5, 2, '{"kind":"cancel_transfer","tracking_id":"pb000000-0000-4000-8000-000000000056","cid":"pb-cid-8","channel":"pismo","in_timeline":true,"descriptor":"Return later","metadata":"{\"w\":4}","amount":30,"authorization_id":32768,"credit_code":"100013"}', '2026-03-01 10:02:01.5+00', '2026-03-01 10:02:02.5+00', 0, NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 83968, 'pb000000-0000-4000-8000-000000000057', 5, 1, '{"kind":"transfer","tracking_id":"pb000000-0000-4000-8000-000000000057","cid":"507b18b5-a03f-4d5e-8dce-05c435da14da","channel":"pismo","in_timeline":true,"amount":3000,"from":{"kind":"customer","id":5},"to":{"kind":"customer","id":1}}', '2026-03-01 10:02:01.5+00', '2026-03-01 10:02:02.5+00', 0, NULL);
INSERT INTO public.denials VALUES
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 47104, 'pb000000-0000-4000-8000-000000000041', 4, '{"kind":"transfer","tracking_id":"pb000000-0000-4000-8000-000000000041","cid":"pb-cid-4","channel":"pismo","in_timeline":true,"descriptor":"Never","metadata":"{\"k\":1.50}","amount":10,"from":{"kind":"customer","id":4},"to":{"kind":"outside","type":"PIX","external_id":"pb key"}}', 'INSUFFICIENT_FUNDS', '2026-03-01 10:02:01.5+00', 'pb-cid-4'),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 47105, 'pb000000-0000-4000-8000-000000000042', 500, '{"kind":"transfer","tracking_id":"pb000000-0000-4000-8000-000000000042","cid":"2256669a-86c1-4461-97ae-d504997d21d9","channel":"pismo","in_timeline":true,"amount":6000,"from":{"kind":"merchant","id":500},"to":{"kind":"customer","id":4}}', 'INSUFFICIENT_FUNDS', '2026-03-01 10:02:01.5+00', '2256669a-86c1-4461-97ae-d504997d21d9');
INSERT INTO public.fault_rules VALUES
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 'third', '{"match":{"route":"/payments/v1/payments/force","method":"POST","account":999,"tracking_id_prefix":"pb","amount_from":1.5,"amount_to":900,"every":3,"times":4},"effect":{"status":503,"body":{"code":"GONE"},"headers":{"Retry-After":"2"},"latency":"10ms-20ms"}}', '3762f45f-8837-4da5-a97a-5dad6d582f93'),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 'unlikely', '{"match":{"account":998,"probability":0.1,"seed":7},"effect":{"drop":"after_commit"}}', '8a1d8776-c7e6-42e3-8ea9-82a12d89f959'),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 'twice', '{"match":{"account":998,"amount":5.5},"effect":{"webhooks":"duplicate"}}', 'e7abbd27-550d-4249-a265-3f98174caa53'),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 'acquirer', '{"match":{"account":998,"nth":2},"effect":{"delay":"2s","acquirer":"timed_out"}}', 'c492d622-e8eb-4dec-b14f-0f7b0d2f6e79');
INSERT INTO public.movements VALUES
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 2049, 2048, 'principal', -2, 2, 40.2500, NULL, 40.2500),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 4097, 4096, 'principal', -2, 1, 1000.5000, NULL, 1000.5000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 4098, 4096, 'fee', 1, -3, 6.2500, 994.2500, NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 6145, 6144, 'principal', 1, -2, 10.0000, 984.2500, NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 6146, 6144, 'fee', 1, -3, 0.2000, 984.0500, NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 10241, 10240, 'principal', -2, 3, 12.3400, NULL, 12.3400),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 12289, 12288, 'principal', -2, 6, 300.0000, NULL, 300.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 12290, 12288, 'fee', 6, -3, 1.5000, 298.5000, NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 14337, 14336, 'principal', -2, 5, 500.0000, NULL, 500.0000),
	('01a220aa-c995-7f96-b693-f965ed33c344', 2049, 2048, 'principal', -2, 2, 40.2500, NULL, 40.2500),
	('01a220aa-c995-7f96-b693-f965ed33c344', 4097, 4096, 'principal', -2, 1, 1000.5000, NULL, 1000.5000),
	('01a220aa-c995-7f96-b693-f965ed33c344', 4098, 4096, 'fee', 1, -3, 6.2500, 994.2500, NULL),
	('01a220aa-c995-7f96-b693-f965ed33c344', 6145, 6144, 'principal', 1, -2, 10.0000, 984.2500, NULL),
	('01a220aa-c995-7f96-b693-f965ed33c344', 6146, 6144, 'fee', 1, -3, 0.2000, 984.0500, NULL),
	('01a220aa-c995-7f96-b693-f965ed33c344', 10241, 10240, 'principal', -2, 3, 12.3400, NULL, 12.3400),
	('01a220aa-c995-7f96-b693-f965ed33c344', 12289, 12288, 'principal', -2, 6, 300.0000, NULL, 300.0000),
	('01a220aa-c995-7f96-b693-f965ed33c344', 12290, 12288, 'fee', 6, -3, 1.5000, 298.5000, NULL),
	('01a220aa-c995-7f96-b693-f965ed33c344', 14337, 14336, 'principal', -2, 5, 500.0000, NULL, 500.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 16385, 16384, 'reversal', 1, -2, 200.2500, 783.8000, NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 18433, 18432, 'reversal', 6, -2, 300.0000, -1.5000, NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 18434, 18432, 'fee_reversal', -3, 6, 1.5000, NULL, 0.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 22530, 22528, 'principal', 1, 2, 150.7500, 633.0500, 191.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 24577, 24576, 'principal', -1, 1, 100.0000, NULL, 733.0500),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 26625, 26624, 'principal', 1, -1, 9.9900, 723.0600, NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 28673, 28672, 'principal', -4, 1, 25.0000, NULL, 748.0600),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 30722, 30720, 'principal', 1, 500, 60.0000, 688.0600, 60.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 32770, 32768, 'principal', 5, 2, 80.0000, 420.0000, 271.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 34818, 34816, 'reversal', 2, 1, 50.2500, 220.7500, 738.3100),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 36865, 36864, 'reversal', 1, -4, 25.0000, 713.3100, NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 47107, 47106, 'principal', -2, 4, 5.0000, NULL, 5.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 51201, 51200, 'principal', -4, 120000000001, 27.5000, NULL, 27.5000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 53249, 53248, 'principal', -4, 120000000001, 30.0000, NULL, 57.5000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 55297, 55296, 'reversal', 120000000001, -4, 7.5000, 50.0000, NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 57345, 57344, 'principal', -4, 100004000100157, 85.5000, NULL, 85.5000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 59393, 59392, 'principal', -4, 4859549789422869138, 20.0000, NULL, 20.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 61441, 61440, 'reversal', 100004000100157, -4, 5.5000, 80.0000, NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 67585, 67584, 'reversal', 120000000001, -4, 20.0000, 30.0000, NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 69633, 69632, 'reversal', 100004000100157, -4, 30.0000, 50.0000, NULL);
INSERT INTO public.orgs VALUES
	('00000000-0000-0000-0000-000000000001', 'USD', 1, '2026-11-28 05:39:50.120646+00', 0, '00000000-0000-0000-0000-000000000001', NULL, NULL),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 'USD', 6, '2026-11-28 05:39:50.752878+00', 63488, '5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', '2026-03-01 10:02:01.5+00', NULL);
INSERT INTO public.processing_codes VALUES
	('00000000-0000-0000-0000-000000000001', '090907', 1, 'Forced credit', '090908', 0.0000, 0.0000),
	('00000000-0000-0000-0000-000000000001', '090908', -1, 'Forced debit', '090907', 0.0000, 0.0000),
	('00000000-0000-0000-0000-000000000001', '090910', 1, 'Forced credit with a fixed fee', '090908', 1.5000, 0.0000),
	('00000000-0000-0000-0000-000000000001', '090911', -1, 'Forced debit with a fee of 2 percent', '090907', 0.0000, 2.0000),
	('00000000-0000-0000-0000-000000000001', '090900', 0, 'Recorded only', NULL, 0.0000, 0.0000),
	('00000000-0000-0000-0000-000000000001', '100001', 1, 'Cash-in', '100011', 0.0000, 0.0000),
	('00000000-0000-0000-0000-000000000001', '100002', -1, 'Cash-out', '100012', 0.0000, 0.0000),
	('00000000-0000-0000-0000-000000000001', '100003', -1, 'Transfer debit', '100013', 0.0000, 0.0000),
	('00000000-0000-0000-0000-000000000001', '100004', 1, 'Transfer credit', '100014', 0.0000, 0.0000),
	('00000000-0000-0000-0000-000000000001', '100011', -1, 'Cash-in canceled', NULL, 0.0000, 0.0000),
	('00000000-0000-0000-0000-000000000001', '100012', 1, 'Cash-out canceled', NULL, 0.0000, 0.0000),
	('00000000-0000-0000-0000-000000000001', '100013', 1, 'Transfer debit canceled', NULL, 0.0000, 0.0000),
	('00000000-0000-0000-0000-000000000001', '100014', -1, 'Transfer credit canceled', NULL, 0.0000, 0.0000),
	('00000000-0000-0000-0000-000000000001', 'MSALE1', 1, 'Merchant sale', 'MREFD1', 0.0000, 0.0000),
	('00000000-0000-0000-0000-000000000001', 'MREFD1', -1, 'Merchant refund', 'MSALE1', 0.0000, 0.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', '090907', 1, 'Forced credit', '090908', 0.0000, 0.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', '090908', -1, 'Forced debit', '090907', 0.0000, 0.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', '090910', 1, 'Forced credit with a fixed fee', '090908', 1.5000, 0.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', '090911', -1, 'Forced debit with a fee of 2 percent', '090907', 0.0000, 2.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', '090900', 0, 'Recorded only', NULL, 0.0000, 0.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', '100001', 1, 'Cash-in', '100011', 0.0000, 0.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', '100002', -1, 'Cash-out', '100012', 0.0000, 0.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', '100003', -1, 'Transfer debit', '100013', 0.0000, 0.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', '100004', 1, 'Transfer credit', '100014', 0.0000, 0.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', '100011', -1, 'Cash-in canceled', NULL, 0.0000, 0.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', '100012', 1, 'Cash-out canceled', NULL, 0.0000, 0.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', '100013', 1, 'Transfer debit canceled', NULL, 0.0000, 0.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', '100014', -1, 'Transfer credit canceled', NULL, 0.0000, 0.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 'MSALE1', 1, 'Merchant sale', 'MREFD1', 0.0000, 0.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 'MREFD1', -1, 'Merchant refund', 'MSALE1', 0.0000, 0.0000),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 'PB0001', 1, 'Credit of the present build', '090908', 1.2500, 0.5000),
	('01a220aa-c995-7f96-b693-f965ed33c344', '090907', 1, 'Forced credit', '090908', 0.0000, 0.0000),
	('01a220aa-c995-7f96-b693-f965ed33c344', '090908', -1, 'Forced debit', '090907', 0.0000, 0.0000),
	('01a220aa-c995-7f96-b693-f965ed33c344', '090910', 1, 'Forced credit with a fixed fee', '090908', 1.5000, 0.0000),
	('01a220aa-c995-7f96-b693-f965ed33c344', '090911', -1, 'Forced debit with a fee of 2 percent', '090907', 0.0000, 2.0000),
	('01a220aa-c995-7f96-b693-f965ed33c344', '090900', 0, 'Recorded only', NULL, 0.0000, 0.0000),
	('01a220aa-c995-7f96-b693-f965ed33c344', '100001', 1, 'Cash-in', '100011', 0.0000, 0.0000),
	('01a220aa-c995-7f96-b693-f965ed33c344', '100002', -1, 'Cash-out', '100012', 0.0000, 0.0000),
	('01a220aa-c995-7f96-b693-f965ed33c344', '100003', -1, 'Transfer debit', '100013', 0.0000, 0.0000),
	('01a220aa-c995-7f96-b693-f965ed33c344', '100004', 1, 'Transfer credit', '100014', 0.0000, 0.0000),
	('01a220aa-c995-7f96-b693-f965ed33c344', '100011', -1, 'Cash-in canceled', NULL, 0.0000, 0.0000),
	('01a220aa-c995-7f96-b693-f965ed33c344', '100012', 1, 'Cash-out canceled', NULL, 0.0000, 0.0000),
	('01a220aa-c995-7f96-b693-f965ed33c344', '100013', 1, 'Transfer debit canceled', NULL, 0.0000, 0.0000),
	('01a220aa-c995-7f96-b693-f965ed33c344', '100014', -1, 'Transfer credit canceled', NULL, 0.0000, 0.0000),
	('01a220aa-c995-7f96-b693-f965ed33c344', 'MSALE1', 1, 'Merchant sale', 'MREFD1', 0.0000, 0.0000),
	('01a220aa-c995-7f96-b693-f965ed33c344', 'MREFD1', -1, 'Merchant refund', 'MSALE1', 0.0000, 0.0000),
	('01a220aa-c995-7f96-b693-f965ed33c344', 'PB0001', 1, 'Credit of the present build', '090908', 1.2500, 0.5000);
INSERT INTO public.snapshots VALUES
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 'early', '01a220aa-c995-7f96-b693-f965ed33c344', 'USD', 0, 7, 7, 9, '2026-11-28 05:39:53.363+00');
INSERT INTO public.webhook_deliveries VALUES
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 'denied', 47105, 0, 1, 1, '94c40317-fef2-80d3-9a6b-0048269c3822', 'authorization-denied-event', NULL, 'ConnectionError', '2026-11-28 05:39:54.746743+00', '2026-11-28 05:39:54.94584+00', false),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 'denied', 47104, 0, 1, 1, '8de58532-17a1-8b03-a00d-e045575406e7', 'authorization-denied-event', NULL, 'ConnectionError', '2026-11-28 05:39:54.711109+00', '2026-11-28 05:39:55.017483+00', false),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 'denied', 47105, 0, 1, 2, '94c40317-fef2-80d3-9a6b-0048269c3822', 'authorization-denied-event', NULL, 'ConnectionError', '2026-11-28 05:39:54.948233+00', NULL, true),
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 'denied', 47104, 0, 1, 2, '8de58532-17a1-8b03-a00d-e045575406e7', 'authorization-denied-event', NULL, 'ConnectionError', '2026-11-28 05:39:55.023644+00', NULL, true);
INSERT INTO public.webhooks VALUES
	('5b1d0c1e-2f5a-4d0f-9f67-0c1d2e3f4a5b', 'denied', 'http://127.0.0.1:9/', 'authorization-denied-event', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', '2026-11-28 05:39:52.165053+00', 1, 1, 69632, 9, '2026-11-28 05:39:54.746743+00');
SELECT pg_catalog.setval('public.ledger_ids', 83968, true);
ALTER TABLE ONLY public."__EFMigrationsHistory"
    ADD CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY ("MigrationId");
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (book, id);
ALTER TABLE ONLY public.attempts
    ADD CONSTRAINT attempts_pkey PRIMARY KEY (book, id);
ALTER TABLE ONLY public.attempts
    ADD CONSTRAINT attempts_tracking_id UNIQUE (book, tracking_id);
ALTER TABLE ONLY public.authorizations
    ADD CONSTRAINT authorizations_pkey PRIMARY KEY (book, id);
ALTER TABLE ONLY public.authorizations
    ADD CONSTRAINT authorizations_tracking_id UNIQUE (book, tracking_id);
ALTER TABLE ONLY public.books
    ADD CONSTRAINT books_pkey PRIMARY KEY (book);
ALTER TABLE ONLY public.delayed_operations
    ADD CONSTRAINT delayed_operations_pkey PRIMARY KEY (book, id);
ALTER TABLE ONLY public.delayed_operations
    ADD CONSTRAINT delayed_operations_tracking_id UNIQUE (book, tracking_id);
ALTER TABLE ONLY public.denials
    ADD CONSTRAINT denials_pkey PRIMARY KEY (book, id);
ALTER TABLE ONLY public.fault_rules
    ADD CONSTRAINT fault_rules_pkey PRIMARY KEY (org, name);
ALTER TABLE ONLY public.movements
    ADD CONSTRAINT movements_pkey PRIMARY KEY (book, id);
ALTER TABLE ONLY public.orgs
    ADD CONSTRAINT orgs_book_once UNIQUE (book);
ALTER TABLE ONLY public.orgs
    ADD CONSTRAINT orgs_pkey PRIMARY KEY (org);
ALTER TABLE ONLY public.processing_codes
    ADD CONSTRAINT processing_codes_pkey PRIMARY KEY (book, code);
ALTER TABLE ONLY public.snapshots
    ADD CONSTRAINT snapshots_book_once UNIQUE (book);
ALTER TABLE ONLY public.snapshots
    ADD CONSTRAINT snapshots_pkey PRIMARY KEY (org, name);
ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (org, name, authorization_id, part, run, attempt);
ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_pkey PRIMARY KEY (org, name);
CREATE INDEX authorizations_by_counterpart ON public.authorizations USING btree (book, counterpart_id) WHERE (counterpart_id IS NOT NULL);
CREATE INDEX authorizations_by_merchant_order ON public.authorizations USING btree (book, (((metadata)::jsonb ->> 'merchantOrderId'::text))) WHERE ((channel)::text = 'fiserv'::text);
CREATE INDEX authorizations_by_merchant_transaction ON public.authorizations USING btree (book, (((metadata)::jsonb ->> 'merchantTransactionId'::text))) WHERE ((channel)::text = 'fiserv'::text);
CREATE INDEX authorizations_by_parent ON public.authorizations USING btree (book, parent_id, id) WHERE (parent_id IS NOT NULL);
CREATE INDEX books_by_abandonment ON public.books USING btree (abandoned_at) WHERE (abandoned_at IS NOT NULL);
CREATE INDEX delayed_operations_by_due ON public.delayed_operations USING btree (book, due_at);
CREATE INDEX movements_by_credit ON public.movements USING btree (book, credit_account, id) WHERE (credit_account > 0);
CREATE INDEX movements_by_debit ON public.movements USING btree (book, debit_account, id) WHERE (debit_account > 0);
CREATE TRIGGER accounts_keep BEFORE UPDATE OF book, id OR TRUNCATE ON public.accounts FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER accounts_stay AFTER DELETE ON public.accounts REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_removal();
CREATE TRIGGER authorizations_keep BEFORE UPDATE OF book, id, tracking_id, type, channel, account_id, counterpart_id, processing_code, impact, amount, fee, currency, descriptor, metadata, parent_id, original_id, original_on_network, value_date, event_date, asked_all, asked_fees, in_timeline, cid, external OR TRUNCATE ON public.authorizations FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER authorizations_stay AFTER DELETE ON public.authorizations REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_removal();
CREATE TRIGGER denials_keep BEFORE UPDATE OR TRUNCATE ON public.denials FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER denials_stay AFTER DELETE ON public.denials REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_removal();
CREATE TRIGGER movements_keep BEFORE UPDATE OR TRUNCATE ON public.movements FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER movements_stay AFTER DELETE ON public.movements REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_removal();
CREATE TRIGGER orgs_stay BEFORE DELETE OR TRUNCATE ON public.orgs FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_org FOREIGN KEY (book) REFERENCES public.books(book);
ALTER TABLE ONLY public.attempts
    ADD CONSTRAINT attempts_org FOREIGN KEY (book) REFERENCES public.books(book);
ALTER TABLE ONLY public.authorizations
    ADD CONSTRAINT authorizations_counterpart FOREIGN KEY (book, counterpart_id) REFERENCES public.authorizations(book, id);
ALTER TABLE ONLY public.authorizations
    ADD CONSTRAINT authorizations_parent FOREIGN KEY (book, parent_id) REFERENCES public.authorizations(book, id);
ALTER TABLE ONLY public.delayed_operations
    ADD CONSTRAINT delayed_operations_book FOREIGN KEY (book) REFERENCES public.books(book);
ALTER TABLE ONLY public.denials
    ADD CONSTRAINT denials_book FOREIGN KEY (book) REFERENCES public.books(book);
ALTER TABLE ONLY public.fault_rules
    ADD CONSTRAINT fault_rules_org FOREIGN KEY (org) REFERENCES public.orgs(org);
ALTER TABLE ONLY public.orgs
    ADD CONSTRAINT orgs_book FOREIGN KEY (book) REFERENCES public.books(book);
ALTER TABLE ONLY public.processing_codes
    ADD CONSTRAINT processing_codes_org FOREIGN KEY (book) REFERENCES public.books(book);
ALTER TABLE ONLY public.snapshots
    ADD CONSTRAINT snapshots_book FOREIGN KEY (book) REFERENCES public.books(book);
ALTER TABLE ONLY public.snapshots
    ADD CONSTRAINT snapshots_org FOREIGN KEY (org) REFERENCES public.orgs(org);
ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_webhook FOREIGN KEY (org, name) REFERENCES public.webhooks(org, name) ON DELETE CASCADE;
ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_org FOREIGN KEY (org) REFERENCES public.orgs(org);
