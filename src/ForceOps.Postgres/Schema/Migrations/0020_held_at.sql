-- What an account held at a moment: the newest of its changes until then. Only what changes held money writes this index.
CREATE INDEX hold_changes_by_holder ON hold_changes (book, account_id, authorization_id);
