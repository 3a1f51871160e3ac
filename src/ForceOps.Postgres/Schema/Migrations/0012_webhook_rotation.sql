-- For some time after a change of the secret, requests carry the signature of the one before too.
ALTER TABLE webhooks ADD previous_secret text;
ALTER TABLE webhooks ADD previous_secret_until timestamptz;
-- The receiver answered 410: nothing is delivered until somebody sets the webhook or replays it.
ALTER TABLE webhooks ADD off_since timestamptz;
-- A text without the prefix was its own key. The same key in the form that the libraries read: it signs as before.
UPDATE webhooks SET secret = 'whsec_' || replace(encode(convert_to(secret, 'UTF8'), 'base64'), E'\n', '')
WHERE NOT starts_with(secret, 'whsec_');
