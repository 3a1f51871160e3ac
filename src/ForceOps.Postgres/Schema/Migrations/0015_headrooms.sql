-- What each side of a movement could spend beyond its balance at that moment: events say what was available then, whatever the limit is
-- later. Null means 0, which nearly every account has, and also an account of the ledger's own. What was posted before stays without it,
-- as its events were delivered.
ALTER TABLE movements ADD COLUMN debit_headroom numeric(23,4), ADD COLUMN credit_headroom numeric(23,4);
