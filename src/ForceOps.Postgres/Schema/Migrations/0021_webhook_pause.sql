-- Since when somebody lets the webhook rest. Its position stays, so that nothing is lost; null while it delivers.
ALTER TABLE webhooks ADD paused_since timestamptz;
