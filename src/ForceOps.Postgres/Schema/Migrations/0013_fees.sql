-- How the two parts of a fee make one: their sum, or the larger one.
CREATE DOMAIN fee_method AS text COLLATE "C" CONSTRAINT fee_method CHECK (VALUE IN ('sum', 'greater'));
ALTER TABLE processing_codes ADD fee_method fee_method NOT NULL DEFAULT 'sum';
-- The account's own fees by processing code, as JSON (AccountFees): the writer reads them with the account, and nobody looks for one.
ALTER TABLE accounts ADD fees text;
