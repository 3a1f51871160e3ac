-- Who wants to be told of events. Events themselves have no table: they are told from authorizations and movements.
CREATE TABLE webhooks (
    org uuid NOT NULL CONSTRAINT webhooks_org REFERENCES orgs (org),
    name text COLLATE "C" NOT NULL,
    url text NOT NULL,
    -- With spaces between them; empty: all types.
    types text COLLATE "C" NOT NULL,
    secret text NOT NULL,
    created_at timestamptz NOT NULL,
    -- Grows when somebody changes or replays the webhook: whoever delivers for it begins again.
    version bigint NOT NULL DEFAULT 1,
    -- Grows with every replay, so that the tries of the one before do not count.
    run integer NOT NULL DEFAULT 1,
    -- Everything up to here is delivered or dead.
    position_id bigint NOT NULL,
    position_part integer NOT NULL,
    failing_since timestamptz,
    CONSTRAINT webhooks_pkey PRIMARY KEY (org, name),
    CONSTRAINT webhooks_name CHECK (name ~ '^[A-Za-z0-9_-]{1,64}$'),
    CONSTRAINT webhooks_position CHECK (position_id >= 0 AND position_part BETWEEN 0 AND 9)
);

-- One row a try. Bounded: the service keeps the newest and removes the rest, but for dead ones.
CREATE TABLE webhook_deliveries (
    org uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    authorization_id bigint NOT NULL,
    part integer NOT NULL,
    run integer NOT NULL,
    attempt integer NOT NULL,
    event_id uuid NOT NULL,
    event_type text COLLATE "C" NOT NULL,
    -- The receiver's answer; null when there was none.
    status integer,
    error text,
    at timestamptz NOT NULL,
    -- When it is tried again; null when it is delivered or dead.
    next_at timestamptz,
    dead boolean NOT NULL,
    CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (org, name, authorization_id, part, run, attempt),
    CONSTRAINT webhook_deliveries_webhook FOREIGN KEY (org, name) REFERENCES webhooks (org, name) ON DELETE CASCADE
);
