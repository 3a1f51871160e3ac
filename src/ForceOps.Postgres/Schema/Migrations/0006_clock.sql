-- An org's own clock: it stands still at a moment, or runs at a distance from the real one, or is the real one (both null). A change
-- of it raises rules_version, which every batch reads: so the clock costs a posting nothing and counts in every process at once.
ALTER TABLE orgs ADD COLUMN clock_frozen_at timestamptz, ADD COLUMN clock_offset interval,
    ADD CONSTRAINT orgs_clock CHECK (clock_frozen_at IS NULL OR clock_offset IS NULL);
