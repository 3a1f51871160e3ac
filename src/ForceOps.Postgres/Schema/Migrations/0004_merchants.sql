-- The batch of the card dialects: what has a smaller id is settled. Read with the org's row, so it costs a posting nothing.
ALTER TABLE orgs ADD COLUMN settled_below bigint NOT NULL DEFAULT 0;

-- Orgs of before begin with the same codes as fresh ones. An owner may delete or change them afterwards.
INSERT INTO processing_codes (org, code, impact, description, reversal_code)
SELECT org, code, impact, description, reversal_code
FROM orgs, (VALUES ('MSALE1', 1::smallint, 'Merchant sale', 'MREFD1'), ('MREFD1', -1::smallint, 'Merchant refund', 'MSALE1'))
    AS codes (code, impact, description, reversal_code)
ON CONFLICT DO NOTHING;
UPDATE orgs SET rules_version = rules_version + 1;

-- What a card dialect must remember although it posted nothing: a transaction that was only initialised, or one that was declined.
CREATE TABLE attempts (
    org uuid NOT NULL CONSTRAINT attempts_org REFERENCES orgs (org),
    id bigint NOT NULL,
    tracking_id text COLLATE "C" NOT NULL,
    channel text COLLATE "C" NOT NULL,
    account_id bigint NOT NULL,
    declined boolean NOT NULL,
    amount numeric(19,4),
    currency text COLLATE "C",
    metadata text,
    created_at timestamptz NOT NULL,
    CONSTRAINT attempts_pkey PRIMARY KEY (org, id),
    CONSTRAINT attempts_tracking_id UNIQUE (org, tracking_id),
    CONSTRAINT attempts_channel CHECK (channel IN ('bluefin', 'fiserv')),
    CONSTRAINT attempts_metadata CHECK (octet_length(metadata) <= 8192)
);

-- Fiserv's clients name earlier transactions by ids of their own. Only rows of that channel are in these indexes, and their metadata
-- is written by the service, so that it is always JSON.
CREATE INDEX authorizations_by_merchant_transaction ON authorizations (org, (metadata::jsonb ->> 'merchantTransactionId'))
    WHERE channel = 'fiserv';
CREATE INDEX authorizations_by_merchant_order ON authorizations (org, (metadata::jsonb ->> 'merchantOrderId'))
    WHERE channel = 'fiserv';
