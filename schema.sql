-- The whole database of one register on one page. `amtskasse` creates it with this file and nothing else;
-- src/ledger/migration.rs brings a database of an earlier version here, step by step.
--
-- Conventions
--   * Amounts are integer cents, column names end in _cents. Rates and quantities are decimal text.
--   * Moments are integer milliseconds since 1970-01-01 UTC, column names end in _at.
--   * Tables come in three sorts:
--       master   what an administrator keeps; may change, every change is an event
--       working  what is going on right now; may change and go away
--       ledger   what happened; append-only by trigger, chained by SHA-256 (table chain)

PRAGMA application_id = 1097692235; -- 'AmtK'
PRAGMA user_version = 4;

----------------------------------------------------------------------------------------------- master --

-- Name/value pairs that have no table of their own: municipality, register, demo mark, language …
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL               -- JSON
) STRICT;

CREATE TABLE office (
    name     TEXT PRIMARY KEY,
    position INTEGER NOT NULL,        -- order of the tabs
    stripe   TEXT NOT NULL            -- colour of its tiles, #RRGGBB
) STRICT;

CREATE TABLE pay_point (
    id               TEXT PRIMARY KEY,
    name             TEXT NOT NULL,
    responsible      TEXT NOT NULL,
    float_cents      INTEGER NOT NULL CHECK (float_cents >= 0),
    note_limit_cents INTEGER NOT NULL CHECK (note_limit_cents >= 0), -- DGUV Regel 115-005
    street           TEXT NOT NULL DEFAULT '',  -- empty: it stands at the municipality's address
    postal_code      TEXT NOT NULL DEFAULT '',
    city             TEXT NOT NULL DEFAULT ''
) STRICT;

-- In whose name money is taken (DSFinV-K, pa.csv): item.principal names them. The number is AGENTUR_ID, for good.
CREATE TABLE principal (
    number      INTEGER PRIMARY KEY CHECK (number > 0),
    name        TEXT NOT NULL UNIQUE,
    street      TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    city        TEXT NOT NULL,
    tax_number  TEXT NOT NULL,
    vat_id      TEXT NOT NULL,
    CHECK (tax_number <> '' OR vat_id <> '')
) STRICT;

CREATE TABLE person (
    id           TEXT PRIMARY KEY,    -- BEDIENER_ID
    name         TEXT NOT NULL,
    role         TEXT NOT NULL CHECK (role IN ('clerk', 'manager', 'auditor', 'administrator')),
    pin_hash     TEXT NOT NULL CHECK (pin_hash LIKE '$argon2id$%'),
    active       INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    wrong_pins   INTEGER NOT NULL DEFAULT 0,
    locked_until_at INTEGER
) STRICT;

-- Keys of the taxpayer's own, from 1000 (DSFinV-K, Annex 2); the others are known to the program.
CREATE TABLE tax_key (
    tax_key INTEGER PRIMARY KEY CHECK (tax_key BETWEEN 1000 AND 5999),
    text    TEXT NOT NULL             -- what it is for; the procedural documentation repeats it
) STRICT;

-- Tax keys with dated rates; a new rate is a new row, no item is touched.
CREATE TABLE tax_rate (
    tax_key  INTEGER NOT NULL CHECK (tax_key BETWEEN 1 AND 5999),
    from_day TEXT NOT NULL,           -- YYYY-MM-DD
    percent  TEXT NOT NULL,
    PRIMARY KEY (tax_key, from_day)
) STRICT, WITHOUT ROWID;

-- From which day the municipality as a whole is under which law (§27(22a) UStG).
CREATE TABLE tax_regime (
    from_day TEXT PRIMARY KEY,
    regime   TEXT NOT NULL CHECK (regime IN ('old', '2b'))
) STRICT, WITHOUT ROWID;

CREATE TABLE item (
    id              TEXT PRIMARY KEY,
    position        INTEGER NOT NULL,
    name            TEXT NOT NULL,
    short_name      TEXT NOT NULL,
    office          TEXT NOT NULL REFERENCES office (name),
    item_group      TEXT NOT NULL,    -- inside the office; empty for none
    kind            TEXT NOT NULL CHECK (kind IN ('fee', 'article', 'service', 'transit')),
    business_case   TEXT NOT NULL,    -- GV_TYP
    unit            TEXT NOT NULL,
    legal_basis     TEXT NOT NULL,
    principal       TEXT,             -- whose money the third-party part is
    third_party_account TEXT,         -- where that part is booked; NULL: to the item's own account
    stock           TEXT NOT NULL CHECK (stock IN ('no', 'yes', 'numbered')),
    minimum         TEXT,             -- stock level that calls for an order
    product         TEXT NOT NULL,
    account         TEXT NOT NULL,
    ean             TEXT UNIQUE,
    code            TEXT UNIQUE,      -- what a clerk types
    needs_reference INTEGER NOT NULL CHECK (needs_reference IN (0, 1)),
    archived_from   TEXT,             -- first day it is not offered any more; items are never deleted
    note            TEXT NOT NULL
) STRICT;

-- What an item costs from which day on; a range has its limits.
CREATE TABLE item_price (
    item_id           TEXT NOT NULL REFERENCES item (id),
    from_day          TEXT NOT NULL,
    price_cents       INTEGER NOT NULL,  -- of the list or ordinance: gross, or net where VAT comes on top
    price_mode        TEXT NOT NULL CHECK (price_mode IN ('fixed', 'quantity', 'range')),
    min_cents         INTEGER,
    max_cents         INTEGER,
    third_party_cents INTEGER NOT NULL,
    PRIMARY KEY (item_id, from_day),
    CHECK ((price_mode = 'range') = (min_cents IS NOT NULL AND max_cents IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- Accounts an item's own money is split over; without rows all of it goes to item.account.
CREATE TABLE item_split (
    item_id  TEXT NOT NULL REFERENCES item (id),
    position INTEGER NOT NULL,
    account  TEXT NOT NULL,
    product  TEXT NOT NULL,
    share    TEXT NOT NULL,           -- a weight
    PRIMARY KEY (item_id, position)
) STRICT, WITHOUT ROWID;

-- How an item is taxed under which law from which day on: decided, and without effect until a second person
-- agreed. Rows are the history; they are marked, never changed.
CREATE TABLE item_tax (
    id          INTEGER PRIMARY KEY,
    item_id     TEXT NOT NULL REFERENCES item (id),
    regime      TEXT NOT NULL CHECK (regime IN ('old', '2b')),
    from_day    TEXT NOT NULL,
    text        TEXT,                 -- words for the receipt, e.g. steuerfrei nach § 4 Nr. 20a UStG
    price_rule  TEXT NOT NULL CHECK (price_rule IN ('gross', 'net')),
    reason      TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    proposed_by TEXT NOT NULL,        -- person; empty: the set-up of the register
    proposed_at INTEGER NOT NULL,
    approved_by TEXT,
    approved_at INTEGER,
    refused_by  TEXT,
    refused_at  INTEGER,
    CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    CHECK ((refused_by IS NULL) = (refused_at IS NULL)),
    CHECK (approved_by IS NULL OR refused_by IS NULL),
    CHECK (approved_by <> proposed_by OR proposed_by = '')
) STRICT;
CREATE INDEX item_tax_by_item ON item_tax (item_id);

-- The keys of a decision; several share the price (a menu: 70 % food, 30 % drink).
CREATE TABLE item_tax_share (
    item_tax INTEGER NOT NULL REFERENCES item_tax (id),
    position INTEGER NOT NULL,
    tax_key  INTEGER NOT NULL,
    share    TEXT NOT NULL,
    PRIMARY KEY (item_tax, position)
) STRICT, WITHOUT ROWID;

-- Tiles shown first, per pay point or user; a user's own win.
CREATE TABLE tile (
    scope    TEXT NOT NULL CHECK (scope IN ('pay-point', 'user')),
    owner    TEXT NOT NULL,
    position INTEGER NOT NULL,
    item_id  TEXT NOT NULL REFERENCES item (id),
    PRIMARY KEY (scope, owner, position)
) STRICT, WITHOUT ROWID;

-- Offices whose tabs a pay point shows; without rows it shows all.
CREATE TABLE pay_point_office (
    pay_point TEXT NOT NULL REFERENCES pay_point (id),
    office    TEXT NOT NULL REFERENCES office (name),
    PRIMARY KEY (pay_point, office)
) STRICT, WITHOUT ROWID;

-- A decided treatment is history: only its approval or refusal is added, once.
CREATE TRIGGER item_tax_stays BEFORE UPDATE ON item_tax
WHEN old.approved_by IS NOT NULL OR old.refused_by IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a decided tax treatment never changes'); END;
CREATE TRIGGER item_tax_no_delete BEFORE DELETE ON item_tax BEGIN SELECT RAISE(ABORT, 'a tax treatment is never deleted'); END;
CREATE TRIGGER item_tax_share_no_update BEFORE UPDATE ON item_tax_share BEGIN SELECT RAISE(ABORT, 'a tax treatment never changes'); END;
CREATE TRIGGER item_tax_share_no_delete BEFORE DELETE ON item_tax_share BEGIN SELECT RAISE(ABORT, 'a tax treatment never changes'); END;
CREATE TRIGGER item_no_delete BEFORE DELETE ON item BEGIN SELECT RAISE(ABORT, 'an item is archived, never deleted'); END;

-- Every TSE this register ever signed with. An event `tse` repeats each row in the chain.
CREATE TABLE tse (
    id           INTEGER PRIMARY KEY,
    serial       TEXT NOT NULL UNIQUE,      -- SHA-256 of the public key point, lower-case hex
    description  TEXT NOT NULL,
    certification_id TEXT,                  -- NULL: not certified
    algorithm    TEXT NOT NULL,
    time_format  TEXT NOT NULL,
    public_key   BLOB NOT NULL,
    certificates TEXT NOT NULL,             -- JSON array of base64 DER, leaf first
    first_used_at INTEGER NOT NULL
) STRICT;

---------------------------------------------------------------------------------------------- working --

-- A sale that is not finished yet, parked or on the screen. `body` is the sale as JSON.
CREATE TABLE draft (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    body            TEXT NOT NULL,
    clerk_id        TEXT NOT NULL REFERENCES person (id),
    started_at      INTEGER NOT NULL,
    parked          TEXT,                   -- name it was parked under; NULL: on the screen
    tse_transaction INTEGER,                -- NULL until the TSE answered the start
    tse_start_at    INTEGER
) STRICT;

-- A payment inside a draft. A card payment is written as `requested` before the terminal is asked, and is
-- `unknown` after a crash or a lost line until the terminal or a manager resolves it.
CREATE TABLE payment (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    draft_id     INTEGER NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    kind         TEXT NOT NULL CHECK (kind IN ('cash', 'card')),
    amount_cents INTEGER NOT NULL CHECK (amount_cents <> 0),
    given_cents  INTEGER,
    reference    TEXT NOT NULL UNIQUE,      -- ours; the terminal repeats it where it can
    state        TEXT NOT NULL CHECK (state IN ('requested', 'unknown', 'approved', 'declined')),
    requested_at INTEGER NOT NULL,
    body         TEXT,                      -- JSON: payment as it goes on the receipt
    terminal     TEXT,                      -- name of the card terminal that was asked
    operation    TEXT CHECK (operation IN ('payment', 'refund', 'reversal')),
    mark         TEXT                       -- what its driver noted before it sent anything; NULL: nothing was sent
) STRICT;
CREATE INDEX payment_by_draft ON payment (draft_id);

-- How much of an item is there: the sum of its moves, kept at hand. An item without a row was never delivered or
-- counted; its stock is not kept yet.
CREATE TABLE stock_level (
    item_id  TEXT PRIMARY KEY REFERENCES item (id),
    quantity TEXT NOT NULL,
    numbers  TEXT                     -- numbered forms that are there: 1001-1050,1060
) STRICT, WITHOUT ROWID;

-- What a voucher is still worth: the sum of its lines on receipts, kept at hand.
CREATE TABLE voucher (
    number        TEXT PRIMARY KEY,
    kind          TEXT NOT NULL CHECK (kind IN ('single', 'multi')),
    item_id       TEXT NOT NULL,
    receipt       INTEGER NOT NULL,   -- that sold it
    issued_day    TEXT NOT NULL,
    value_cents   INTEGER NOT NULL,
    balance_cents INTEGER NOT NULL CHECK (balance_cents BETWEEN 0 AND value_cents),
    tax           TEXT NOT NULL,      -- JSON: gross amount per key and rate as sold
    blocked       TEXT                -- why it is not accepted
) STRICT, WITHOUT ROWID;

-- An approved payment is money that moved: it leaves this table only with its draft, and never changes.
CREATE TRIGGER payment_approved_stays BEFORE UPDATE ON payment WHEN old.state = 'approved'
BEGIN SELECT RAISE(ABORT, 'an approved payment never changes'); END;

----------------------------------------------------------------------------------------------- ledger --

-- One row per recorded fact, in order. `hash` covers `previous` and every column of the fact's own rows, so
-- that a changed, inserted or removed row anywhere below is found (src/ledger/chain.rs has the layout).
CREATE TABLE chain (
    seq      INTEGER PRIMARY KEY CHECK (seq > 0),
    kind     TEXT NOT NULL CHECK (kind IN ('receipt', 'signature', 'count', 'closing', 'event', 'stock', 'period', 'slip', 'terminal')),
    fact     INTEGER NOT NULL,              -- key of the fact in its own table
    at       INTEGER NOT NULL,
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    hash     BLOB NOT NULL CHECK (length(hash) = 32),
    UNIQUE (kind, fact)
) STRICT;

-- The master data a period began under, written with its first receipt: municipality, pay point, register, program,
-- principals, tax keys (DSFinV-K keeps them per closing). While it is open they do not change.
CREATE TABLE period_master (
    z_number INTEGER PRIMARY KEY CHECK (z_number > 0),
    body     TEXT NOT NULL                  -- JSON
) STRICT;

-- Every Vorgang: sales, voids, refunds, aborts, training and cash movements (Kind in src/receipt.rs).
CREATE TABLE receipt (
    number      INTEGER PRIMARY KEY CHECK (number > 0),   -- BON_ID, BON_NR: gapless
    z_number    INTEGER NOT NULL CHECK (z_number > 0),    -- Z_NR it belongs to
    kind        TEXT NOT NULL,
    started_at  INTEGER NOT NULL,
    finished_at INTEGER NOT NULL,
    clerk_id    TEXT NOT NULL,
    clerk_name  TEXT NOT NULL,
    second_id   TEXT,
    second_name TEXT,
    refers_to   INTEGER REFERENCES receipt (number),
    reason      TEXT,
    gross_cents INTEGER NOT NULL,
    tse_transaction INTEGER,                -- started before it was finished; NULL: the TSE was out
    tse_start_at    INTEGER,
    supplied_day    TEXT                    -- day of the supply where it is not the day of the receipt (§14(4) no. 6 UStG)
) STRICT;
CREATE INDEX receipt_by_origin ON receipt (refers_to) WHERE refers_to IS NOT NULL;

CREATE TABLE receipt_line (
    receipt           INTEGER NOT NULL REFERENCES receipt (number),
    position          INTEGER NOT NULL CHECK (position > 0),
    item_id           TEXT NOT NULL,
    text              TEXT NOT NULL,
    quantity          TEXT NOT NULL,
    unit              TEXT NOT NULL,
    price_cents       INTEGER NOT NULL,
    discount_cents    INTEGER NOT NULL,
    gross_cents       INTEGER NOT NULL,
    business_case     TEXT NOT NULL,        -- GV_TYP
    voided            INTEGER NOT NULL CHECK (voided IN (0, 1)),  -- P_STORNO
    tax_text          TEXT,
    legal_basis       TEXT NOT NULL,
    third_party_cents INTEGER NOT NULL,
    principal         TEXT,
    account           TEXT NOT NULL,
    product           TEXT NOT NULL,
    reference         TEXT,                 -- Kassenzeichen
    origin_line       INTEGER,              -- void, refund: position of the original's line, from 0
    voucher           TEXT,                 -- GUTSCHEIN_NR
    numbers           TEXT,                 -- of numbered forms: 1001-1002
    item_group        TEXT,                 -- WARENGR: office and group of the item
    ean               TEXT,                 -- GTIN
    PRIMARY KEY (receipt, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_line_by_reference ON receipt_line (reference) WHERE reference IS NOT NULL;
CREATE INDEX receipt_line_by_voucher ON receipt_line (voucher) WHERE voucher IS NOT NULL;

-- Accounts a line is split over to the cent, its third-party part included; without rows all of it goes to
-- receipt_line.account.
CREATE TABLE receipt_line_account (
    receipt     INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    part        INTEGER NOT NULL,
    account     TEXT NOT NULL,
    product     TEXT NOT NULL,
    gross_cents INTEGER NOT NULL,
    PRIMARY KEY (receipt, position, part),
    FOREIGN KEY (receipt, position) REFERENCES receipt_line (receipt, position)
) STRICT, WITHOUT ROWID;

-- What a receipt took from the stock, or put back.
CREATE TABLE receipt_stock (
    receipt  INTEGER NOT NULL,
    position INTEGER NOT NULL,
    item_id  TEXT NOT NULL,
    quantity TEXT NOT NULL,                 -- change of the level, below zero for a sale
    level    TEXT NOT NULL,                 -- level after it
    numbers  TEXT,
    PRIMARY KEY (receipt, position),
    FOREIGN KEY (receipt, position) REFERENCES receipt_line (receipt, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_stock_by_item ON receipt_stock (item_id, receipt);

-- A line's gross amount per tax key; the rate is the one of that day, for good.
CREATE TABLE receipt_line_tax (
    receipt     INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    part        INTEGER NOT NULL,
    tax_key     INTEGER NOT NULL,
    percent     TEXT NOT NULL,
    gross_cents INTEGER NOT NULL,
    PRIMARY KEY (receipt, position, part),
    FOREIGN KEY (receipt, position) REFERENCES receipt_line (receipt, position)
) STRICT, WITHOUT ROWID;

-- Totals per tax key as printed; never recomputed.
CREATE TABLE receipt_total (
    receipt     INTEGER NOT NULL REFERENCES receipt (number),
    tax_key     INTEGER NOT NULL,
    percent     TEXT NOT NULL,
    gross_cents INTEGER NOT NULL,
    net_cents   INTEGER NOT NULL,
    vat_cents   INTEGER NOT NULL,
    PRIMARY KEY (receipt, tax_key, percent),
    CHECK (gross_cents = net_cents + vat_cents)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipt_payment (
    receipt      INTEGER NOT NULL REFERENCES receipt (number),
    position     INTEGER NOT NULL,
    kind         TEXT NOT NULL,             -- ZAHLART_TYP
    amount_cents INTEGER NOT NULL,
    given_cents  INTEGER,
    card         TEXT,                      -- JSON; the number is masked
    reference    TEXT,                      -- of the payment it came from
    PRIMARY KEY (receipt, position)
) STRICT, WITHOUT ROWID;
-- No payment is ever used by two receipts.
CREATE UNIQUE INDEX receipt_payment_once ON receipt_payment (reference) WHERE reference IS NOT NULL;

-- The TSE's answer. A receipt without a row here is being signed; one row makes it final.
CREATE TABLE receipt_signature (
    receipt      INTEGER PRIMARY KEY REFERENCES receipt (number),
    tse_id       INTEGER REFERENCES tse (id),
    client_id    TEXT,                      -- serial number of the register, as the TSE signed it
    transaction_number INTEGER,
    counter      INTEGER,
    start_at     INTEGER,
    log_at       INTEGER,
    process_type TEXT NOT NULL,
    process_data TEXT NOT NULL,
    signature    BLOB,
    failure      TEXT,                      -- TSE_TA_FEHLER
    CHECK ((failure IS NULL) = (signature IS NOT NULL)),
    CHECK ((signature IS NULL) = (tse_id IS NULL)),
    CHECK ((signature IS NULL) = (client_id IS NULL)),
    UNIQUE (tse_id, transaction_number)
) STRICT;
CREATE INDEX receipt_signature_failed ON receipt_signature (receipt) WHERE failure IS NOT NULL;

CREATE TABLE cash_count (
    number         INTEGER PRIMARY KEY CHECK (number > 0),
    z_number       INTEGER NOT NULL,
    occasion       TEXT NOT NULL CHECK (occasion IN ('closing', 'check')),
    at             INTEGER NOT NULL,
    person_id      TEXT NOT NULL,
    person_name    TEXT NOT NULL,
    expected_cents INTEGER NOT NULL,
    counted_cents  INTEGER NOT NULL,
    reason         TEXT
) STRICT;

CREATE TABLE cash_count_piece (
    count  INTEGER NOT NULL REFERENCES cash_count (number),
    cents  INTEGER NOT NULL,                -- face value
    pieces INTEGER NOT NULL CHECK (pieces > 0),
    PRIMARY KEY (count, cents)
) STRICT, WITHOUT ROWID;

CREATE TABLE closing (
    number         INTEGER PRIMARY KEY CHECK (number > 0),   -- Z_NR: gapless
    at             INTEGER NOT NULL,
    first_receipt  INTEGER REFERENCES receipt (number),
    last_receipt   INTEGER REFERENCES receipt (number),
    clerk_id       TEXT NOT NULL,
    clerk_name     TEXT NOT NULL,
    second_id      TEXT NOT NULL,
    second_name    TEXT NOT NULL,
    expected_cents INTEGER NOT NULL,
    counted_cents  INTEGER NOT NULL,
    count_number   INTEGER NOT NULL REFERENCES cash_count (number),
    reason         TEXT,
    carried_cents  INTEGER NOT NULL CHECK (carried_cents >= 0),
    CHECK (second_id <> clerk_id)
) STRICT;

CREATE TABLE closing_case (
    closing       INTEGER NOT NULL REFERENCES closing (number),
    business_case TEXT NOT NULL,
    principal     TEXT NOT NULL,
    tax_key       INTEGER NOT NULL,
    percent       TEXT NOT NULL,
    gross_cents   INTEGER NOT NULL,
    net_cents     INTEGER NOT NULL,
    vat_cents     INTEGER NOT NULL,
    PRIMARY KEY (closing, business_case, principal, tax_key, percent),
    CHECK (gross_cents = net_cents + vat_cents)
) STRICT, WITHOUT ROWID;

CREATE TABLE closing_payment (
    closing      INTEGER NOT NULL REFERENCES closing (number),
    kind         TEXT NOT NULL,
    pieces       INTEGER NOT NULL,
    amount_cents INTEGER NOT NULL,
    PRIMARY KEY (closing, kind)
) STRICT, WITHOUT ROWID;

-- Card payments nobody knew the outcome of when the day was closed.
CREATE TABLE closing_unknown (
    closing      INTEGER NOT NULL REFERENCES closing (number),
    reference    TEXT NOT NULL,             -- of the payment
    terminal     TEXT NOT NULL,             -- name of the terminal that was asked
    amount_cents INTEGER NOT NULL,
    requested_at INTEGER NOT NULL,
    PRIMARY KEY (closing, reference)
) STRICT, WITHOUT ROWID;

-- Slips of card terminals as they came: the merchant's copy is kept here, the customer's goes with the receipt.
CREATE TABLE card_slip (
    id        INTEGER PRIMARY KEY CHECK (id > 0),
    at        INTEGER NOT NULL,
    terminal  TEXT NOT NULL,                -- name of the terminal
    reference TEXT,                         -- of the payment it belongs to; NULL: reports of the terminal
    kind      TEXT NOT NULL CHECK (kind IN ('merchant', 'customer', 'administration')),
    signature INTEGER NOT NULL CHECK (signature IN (0, 1)),  -- it has a line for the customer's signature
    body      TEXT NOT NULL                 -- JSON: lines; card numbers are masked
) STRICT;
CREATE INDEX card_slip_by_reference ON card_slip (reference) WHERE reference IS NOT NULL;

-- The end of day (Kassenschnitt) of a card terminal, held against our payments.
CREATE TABLE terminal_closing (
    id          INTEGER PRIMARY KEY CHECK (id > 0),
    at          INTEGER NOT NULL,
    z_number    INTEGER NOT NULL CHECK (z_number > 0),       -- period it was made in
    terminal    TEXT NOT NULL,                               -- name of the terminal
    body        TEXT NOT NULL                                -- JSON: its totals or why there are none, ours, differences
) STRICT;
CREATE INDEX terminal_closing_by_period ON terminal_closing (z_number);

-- What changed the stock without a receipt: deliveries, losses, inventory counts.
CREATE TABLE stock_move (
    id          INTEGER PRIMARY KEY CHECK (id > 0),
    at          INTEGER NOT NULL,
    item_id     TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('delivery', 'loss', 'count')),
    quantity    TEXT NOT NULL,              -- change of the level
    level       TEXT NOT NULL,              -- level after it; of a count: what was counted
    numbers     TEXT,                       -- delivery, loss: the numbers moved; count: those that are there
    person_id   TEXT NOT NULL,
    person_name TEXT NOT NULL,
    second_id   TEXT,                       -- where numbered forms are missing
    second_name TEXT,
    reason      TEXT,
    sheet       INTEGER,                    -- count: number of its sheet (Inventurprotokoll), gapless
    CHECK ((kind = 'count') = (sheet IS NOT NULL))
) STRICT;
CREATE INDEX stock_move_by_sheet ON stock_move (sheet) WHERE sheet IS NOT NULL;
CREATE INDEX stock_move_by_item ON stock_move (item_id, id);

-- Everything else worth remembering: log-ins, TSE outages, resolved payments, a clock that was set back …
CREATE TABLE event (
    id        INTEGER PRIMARY KEY CHECK (id > 0),
    at        INTEGER NOT NULL,
    kind      TEXT NOT NULL,
    person_id TEXT,
    receipt   INTEGER,
    text      TEXT NOT NULL
) STRICT;
CREATE INDEX event_by_kind ON event (kind, id);

-------------------------------------------------------------------------------------------- append-only --

-- A row of the ledger is written once. These triggers stop mistakes; the chain finds intent.
CREATE TRIGGER chain_no_update BEFORE UPDATE ON chain BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: chain'); END;
CREATE TRIGGER chain_no_delete BEFORE DELETE ON chain BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: chain'); END;
CREATE TRIGGER receipt_no_update BEFORE UPDATE ON receipt BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt'); END;
CREATE TRIGGER receipt_no_delete BEFORE DELETE ON receipt BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt'); END;
CREATE TRIGGER receipt_line_no_update BEFORE UPDATE ON receipt_line BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt_line'); END;
CREATE TRIGGER receipt_line_no_delete BEFORE DELETE ON receipt_line BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt_line'); END;
CREATE TRIGGER receipt_line_tax_no_update BEFORE UPDATE ON receipt_line_tax BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt_line_tax'); END;
CREATE TRIGGER receipt_line_tax_no_delete BEFORE DELETE ON receipt_line_tax BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt_line_tax'); END;
CREATE TRIGGER receipt_line_account_no_update BEFORE UPDATE ON receipt_line_account BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt_line_account'); END;
CREATE TRIGGER receipt_line_account_no_delete BEFORE DELETE ON receipt_line_account BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt_line_account'); END;
CREATE TRIGGER receipt_stock_no_update BEFORE UPDATE ON receipt_stock BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt_stock'); END;
CREATE TRIGGER receipt_stock_no_delete BEFORE DELETE ON receipt_stock BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt_stock'); END;
CREATE TRIGGER receipt_total_no_update BEFORE UPDATE ON receipt_total BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt_total'); END;
CREATE TRIGGER receipt_total_no_delete BEFORE DELETE ON receipt_total BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt_total'); END;
CREATE TRIGGER receipt_payment_no_update BEFORE UPDATE ON receipt_payment BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt_payment'); END;
CREATE TRIGGER receipt_payment_no_delete BEFORE DELETE ON receipt_payment BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt_payment'); END;
CREATE TRIGGER receipt_signature_no_update BEFORE UPDATE ON receipt_signature BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt_signature'); END;
CREATE TRIGGER receipt_signature_no_delete BEFORE DELETE ON receipt_signature BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt_signature'); END;
CREATE TRIGGER cash_count_no_update BEFORE UPDATE ON cash_count BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: cash_count'); END;
CREATE TRIGGER cash_count_no_delete BEFORE DELETE ON cash_count BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: cash_count'); END;
CREATE TRIGGER cash_count_piece_no_update BEFORE UPDATE ON cash_count_piece BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: cash_count_piece'); END;
CREATE TRIGGER cash_count_piece_no_delete BEFORE DELETE ON cash_count_piece BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: cash_count_piece'); END;
CREATE TRIGGER closing_no_update BEFORE UPDATE ON closing BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: closing'); END;
CREATE TRIGGER closing_no_delete BEFORE DELETE ON closing BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: closing'); END;
CREATE TRIGGER closing_case_no_update BEFORE UPDATE ON closing_case BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: closing_case'); END;
CREATE TRIGGER closing_case_no_delete BEFORE DELETE ON closing_case BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: closing_case'); END;
CREATE TRIGGER closing_payment_no_update BEFORE UPDATE ON closing_payment BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: closing_payment'); END;
CREATE TRIGGER closing_payment_no_delete BEFORE DELETE ON closing_payment BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: closing_payment'); END;
CREATE TRIGGER closing_unknown_no_update BEFORE UPDATE ON closing_unknown BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: closing_unknown'); END;
CREATE TRIGGER closing_unknown_no_delete BEFORE DELETE ON closing_unknown BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: closing_unknown'); END;
CREATE TRIGGER card_slip_no_update BEFORE UPDATE ON card_slip BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: card_slip'); END;
CREATE TRIGGER card_slip_no_delete BEFORE DELETE ON card_slip BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: card_slip'); END;
CREATE TRIGGER terminal_closing_no_update BEFORE UPDATE ON terminal_closing BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: terminal_closing'); END;
CREATE TRIGGER terminal_closing_no_delete BEFORE DELETE ON terminal_closing BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: terminal_closing'); END;
CREATE TRIGGER stock_move_no_update BEFORE UPDATE ON stock_move BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: stock_move'); END;
CREATE TRIGGER stock_move_no_delete BEFORE DELETE ON stock_move BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: stock_move'); END;
CREATE TRIGGER period_master_no_update BEFORE UPDATE ON period_master BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: period_master'); END;
CREATE TRIGGER period_master_no_delete BEFORE DELETE ON period_master BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: period_master'); END;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: event'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: event'); END;

-- Details may only be added together with their head: to the newest receipt, or to a fact that is not in the chain
-- yet. (What is added to the newest receipt after it was chained is found by the chain.)
CREATE TRIGGER receipt_line_only_with_head BEFORE INSERT ON receipt_line WHEN new.receipt <> (SELECT max(number) FROM receipt)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt_line'); END;
CREATE TRIGGER receipt_line_tax_only_with_head BEFORE INSERT ON receipt_line_tax WHEN new.receipt <> (SELECT max(number) FROM receipt)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt_line_tax'); END;
CREATE TRIGGER receipt_line_account_only_with_head BEFORE INSERT ON receipt_line_account WHEN new.receipt <> (SELECT max(number) FROM receipt)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt_line_account'); END;
CREATE TRIGGER receipt_stock_only_with_head BEFORE INSERT ON receipt_stock WHEN new.receipt <> (SELECT max(number) FROM receipt)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt_stock'); END;
CREATE TRIGGER receipt_total_only_with_head BEFORE INSERT ON receipt_total WHEN new.receipt <> (SELECT max(number) FROM receipt)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt_total'); END;
CREATE TRIGGER receipt_payment_only_with_head BEFORE INSERT ON receipt_payment WHEN new.receipt <> (SELECT max(number) FROM receipt)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: receipt_payment'); END;
CREATE TRIGGER cash_count_piece_only_with_head BEFORE INSERT ON cash_count_piece WHEN EXISTS (SELECT 1 FROM chain WHERE kind = 'count' AND fact = new.count)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: cash_count_piece'); END;
CREATE TRIGGER closing_case_only_with_head BEFORE INSERT ON closing_case WHEN EXISTS (SELECT 1 FROM chain WHERE kind = 'closing' AND fact = new.closing)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: closing_case'); END;
CREATE TRIGGER closing_payment_only_with_head BEFORE INSERT ON closing_payment WHEN EXISTS (SELECT 1 FROM chain WHERE kind = 'closing' AND fact = new.closing)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: closing_payment'); END;
CREATE TRIGGER closing_unknown_only_with_head BEFORE INSERT ON closing_unknown WHEN EXISTS (SELECT 1 FROM chain WHERE kind = 'closing' AND fact = new.closing)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: closing_unknown'); END;

-- The newest entry of the chain, so that entries cut off at the end are missed at once. Whoever sets this row
-- back together with the chain's end leaves nothing inside this file that tells: that is what anchors outside
-- are for. Every closing prints the hash it was made on, and the TSE's archive has the receipts cut off.
CREATE TABLE chain_head (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    seq  INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;
INSERT INTO chain_head VALUES (1, 0, zeroblob(32));
