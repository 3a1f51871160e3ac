-- What an org wants to go wrong. Of the org and not of its book: a restored snapshot does not bring old faults back.
CREATE TABLE fault_rules (
    org uuid NOT NULL CONSTRAINT fault_rules_org REFERENCES orgs (org),
    -- Rules are tried in the order of their names.
    name text COLLATE "C" NOT NULL,
    -- As it was set, in the words of the sandbox: the service alone reads it.
    definition text NOT NULL,
    -- Anew with every change: a process counts from the beginning when it sees another one.
    stamp uuid NOT NULL,
    CONSTRAINT fault_rules_pkey PRIMARY KEY (org, name),
    CONSTRAINT fault_rules_name CHECK (name ~ '^[A-Za-z0-9_-]{1,64}$')
);
