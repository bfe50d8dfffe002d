# The texts of the register in English; key for key as de.ftl.

## Weekdays before a date

weekday-mon = Mon
weekday-tue = Tue
weekday-wed = Wed
weekday-thu = Thu
weekday-fri = Fri
weekday-sat = Sat
weekday-sun = Sun

## Everywhere

ok = OK
back = Back
apply = Apply
wait = One moment …
opening = Opening the register …
print = Print
copy = Copy
copied = Copied.
print-copy = Copy
save-pdf = Save as PDF
pdf = PDF
printed = The receipt is in the printer.
saved = Saved: { $path }
mark-training = TRAINING
mark-demo = DEMO
training-strip = TRAINING – no sale, no money

## Devices

tse = TSE
tse-test = TEST TSE
tse-failing = TSE failing
tse-failing-since = TSE out since { $since }
tse-stands-in = Spare TSE signs
tse-look = TSE: please look
tse-absent = No TSE
terminal = Terminal
terminal-failing = { $name } faulty
terminal-test = TEST terminal
terminal-lamp-blocked = { $name }: payment unsettled
terminal-lamp-wants = Look at { $name }
terminal-asked = Being asked …
terminal-ready = Ready
terminal-ready-test = Ready (test terminal, nothing is charged)
terminal-silent = Does not answer
terminal-blocked = A payment is unsettled
terminal-wait = Still at work
terminal-initialise = Has to be initialised
terminal-diagnose = Needs a diagnosis
terminal-close-day = Needs its end of day
terminal-log-in = Wants a log-in
terminal-paper = No paper in the printer
terminal-service = Needs somebody to look after it
printer-failing = Printer failing
limit-lamp = { $cash } in cash, limit { $limit }
health-good = ready
health-test = ready, not certified
health-absent = not set up
health-failing = failing: { $reason }

## Log-in

login-where = { $place } · { $register }
login-choose = Choose your name
login-go = Log in
login-checking = Checking the PIN …
login-name-first = Please choose a name first, then the PIN.
login-demo = Demo municipality: PIN 1111 for A. Yilmaz, 3333 for the manager. The data are for trying out.
role-clerk = Clerk
role-manager = Manager
role-auditor = Auditor
role-administrator = Administrator

## Sale

sale-search = Search or bar code
sale-number = Receipt { $n }
sale-void-of = Void of receipt { $n }
sale-refund-of = Refund of receipt { $n }
sale-lines = { $n ->
    [one] { $n } line
   *[other] { $n } lines
}
sale-empty = Nothing rung up yet
sale-no-hits = Nothing found
sale-no-favourites = Nothing here yet
sale-sum = Total
sale-rest = Rest
sale-paid-cash = paid in cash
sale-paid-card = paid by card
sale-paid-back-card = given back on the card
sale-finish = Finish
sale-strike = Strike line
sale-take-back = Undo part payment
sale-abort = Abort …
sale-voucher = Voucher …
sale-voucher-card = Card no. …
sale-midnight = New prices or taxes apply since midnight. Total: { $sum }.
sale-supplied = Supplied { $day }
sale-supplied-today = Supplied today
voucher-redeem = Redeem a voucher
voucher-redeem-hint = Scan or type its number
voucher-card = Number of the voucher card
voucher-card-hint = Scan the printed card or type its number
supplied-title = Day of supply
supplied-hint = Day, month, year – tax and price of that day apply
supplied-today = Today
invoice = Invoice
invoice-title = Invoice to receipt { $n }
invoice-text = Receipt and invoice bear the same number; the tax is owed only once.
invoice-name = Name or company
invoice-name-hint = Sample Ltd
invoice-addition = Addition (optional)
invoice-addition-hint = Department, attn.
invoice-street = Street and number
invoice-street-hint = 1 Main Street
invoice-town = Postal code and town
invoice-town-hint = 12345 Sampletown
invoice-reason = Reason of the change
invoice-reason-hint = only where the recipient changes
invoice-go = Save the invoice
invoice-above = Above 250 € with VAT: make out an invoice for businesses.
vouchers-open = Open vouchers
sale-quantity = Quantity
sale-price = Price
sale-price-is-fixed = The price of this line is fixed.
sale-reference = Payment reference
sale-reference-hint = Reference on the notice
group-favourites = Frequent
group-all = All
group-none = no group
group-more = More …
groups-title = All offices
key-times = Quantity ×
key-price = Price
key-discount = Discount
tile-stock = { $n } left
tile-sold-out = sold out
tile-transit = for others
tile-unit = per { $unit }
line-struck = struck
line-redeemed = redeemed
line-numbers = No. { $numbers }
line-third-party = { $part } of it for { $whom }
tax-none = outside VAT
tax-exempt = VAT exempt
tax-within = incl. { $percent } % VAT on { $gross }

## Parking and aborting

park = Park
park-show = Parked
park-title = Park this sale
park-text = The sale waits until it is called up again.
park-hint = Name or keyword
waiting-title = Parked sales
waiting-text = Which sale shall go on?
waiting-busy = Finish or park the open sale first.
waiting-recovered = The register was interrupted. These sales are still open; nothing is lost. Please go on with them or abort them.
waiting-not-charged = Card not charged
waiting-charged = Card charged, sale not finished yet
waiting-unknown = Card payment unresolved: ask the terminal first
abort-title = Abort this sale?
abort-text = The abort is recorded with its reason and signed by the TSE.
abort-customer-left = Customer changed their mind
abort-wrong = Rung up by mistake
abort-no-means = Payment not possible

## Discount

discount-title = Discount
discount-line = This line
discount-whole = Whole receipt
discount-percent = Per cent
discount-amount = Amount
discount-remove = Remove discount
discount-in-force = In force: { $what }
discount-child = Family
discount-pass = Volunteer card
discount-damage = Flaw
discount-staff = Staff

## Payment

pay-cash = Cash
pay-card = Card
pay-cash-back = Pay out cash
pay-card-back = Card back
pay-due = To pay
pay-out = To pay out
pay-given = Given
pay-change = Change
pay-missing = Missing
pay-exact = Exact
pay-go = Paid, open drawer
pay-go-out = Pay out, open drawer
pay-split = Part payment
pay-split-how = Type the part first, then “Part payment”.
pay-too-much = This is far more than is due. Please check the amount.
pay-mixed-text = { $part } cash + { $rest } card, { $due } altogether.
pay-mixed-go = Take cash, rest by card
pay-other-way = Pay back another way?
pay-other-way-cash = It was paid by card. Pay out cash only if the card cannot be used.
pay-other-way-card = It was paid in cash; the money usually goes back in cash, not to a card.
scan-pay-first = Pay first. The scan was not rung up.
scan-log-in = Log in first. The scan was not rung up.
scan-not-here = No scanning here. The scan was not rung up.
pay-split-text = Pay { $part } of { $due } now, { $rest } remain. How?
pay-kind-cash = Cash
pay-kind-debit = Debit card
pay-kind-credit = Credit card
pay-kind-service = Payment service
pay-kind-prepaid = Stored-value card
pay-kind-none = No payment

## Card payment

card-title = Card payment
card-title-back = Back to the card
card-step-sent = Sent to terminal
card-step-card = Present card
card-step-bank = Authorisation
card-step-booked = Booked
card-display-requested = Connecting to the terminal …
card-display-card = Tap, insert
    or swipe the card
card-display-pin = Enter the PIN at the terminal
card-display-recovering = The line broke. The register asks
    the terminal whether it was paid …
card-display-bank = Authorising …
card-display-approved = Payment approved
card-note = This only ends with the terminal’s answer. If the line breaks, the register asks the terminal what became of it.
card-recovering-note = Please wait and do not charge again. If you cannot wait, settle it later; the sale is kept.
card-recovering-stops = The register stops waiting after this question.
card-stop-waiting = Stop waiting
card-at = Paid at: { $name }
card-choose = At which terminal?
card-others = Another terminal
terminal-is-blocked = The terminal cannot take a payment now
terminal-blocked-text = It is still open whether a payment at “{ $name }” went through. The register is asking the terminal; a new payment would overwrite that answer.
terminal-try-anyway = A try does no harm: without a connection nothing is charged.
card-abort = Request abort
card-abort-asked = The abort is requested. The terminal decides whether it is still possible.
card-cash-instead = Cash instead
card-retry = Try again
card-declined = The card was not charged
card-declined-text = Declined: { $reason }. Try again, use another card or pay in cash.
card-declined-back = Declined: { $reason }. The money is not back on the card yet.
card-not-back = It could not be given back
card-aborted = Aborted, the card was not charged
card-aborted-text = Try again or settle the amount another way.
card-unreachable = The terminal cannot be reached
card-unreachable-text = Nothing was sent and nothing charged.
card-unknown = Outcome unknown – do not charge again
card-unknown-text = The line to the terminal broke. The card may have been charged. The register has to ask the terminal before this can go on.
card-ask = Ask terminal
card-asking = Asking the terminal …
card-resolve-charged = Paid …
card-resolve-charged-text = The card was charged; the terminal printed a slip with an authorisation.
card-resolve-not = Not paid …
card-resolve-not-text = The card was not charged; the terminal or the bank confirmed it.
card-reason-slip = The terminal’s slip is here
card-reason-bank = The network operator says so
card-reason-no-slip = The terminal shows no payment
card-later = Settle later
card-set-aside = The sale is set aside. It is in the menu under “Unsettled cards”.
unknown-may-be-charged = The card may have been charged.
unknown-undecided = The terminal’s answer does not settle it.
unknown-manager = Only if the terminal can no longer tell – with a manager’s approval:
unknown-asked = Asked for
unknown-at = Time
unknown-terminal = Terminal
unknown-last = Last transaction according to the terminal
unknown-last-paid = Paid
unknown-last-not = Not paid
unknown-number = Receipt number
unknown-card = Card
unknown-number-text = What does the terminal’s receipt say?
unknown-kind = Kind of card
unknown-next = Next
held-signature = Paid – the customer has to sign
held-signature-text = Compare the signature on the merchant’s copy with the one on the card. Only then is the sale finished.
held-signature-right = Signature is right
held-signature-wrong = It is not
held-amount = The terminal took another amount
held-asked = Asked for
held-taken = Taken
held-due = Still due
held-too-much = Taken too much
held-kind = Paid with: { $kind }. That is not allowed here.
held-kind-text = Give it back and have it paid otherwise – or accept it as an exception.
held-found = The terminal has answered: it is paid.
held-accept = Accept
held-go-on = Accept, settle the rest
held-take-back = Give back
question-signature = Compare the signature with the card
question-signature-text = Does the signature on the receipt match the one on the card?
question-title = The terminal asks
question-text = Please answer; the terminal is waiting for it.
yes = Yes
no = No
terminals-tab = Card terminals
terminals-untried = This driver was never tried on a real terminal. Make a test payment and take it back before using it.
terminals-driver-test = Built-in test terminal
terminals-chosen = in use
terminals-shared = also for other registers
terminals-test = Test payment 0.01 €
terminals-test-back = Take back
terminals-testing = The terminal is tried out with 0.01 € …
terminals-tested = 0.01 € paid, terminal receipt { $receipt }. Please take it back now.
terminals-tested-back = The test payment is taken back, terminal receipt { $receipt }.
terminals-test-unknown = Whether 0.01 € was paid is not settled. { $why }
terminals-none = No card terminal is set up.
terminals-remove = Remove …
terminals-change = Change …
terminals-add = New terminal …
terminals-removed = The terminal no longer belongs to this register.
terminals-stored = Saved. The terminal is in use; a test payment makes sure.
terminals-stored-unchecked = Saved, but not checked: nobody knows yet whether a terminal answers there.
terminals-remove-title = Remove “{ $name }”?
terminals-remove-text = The register takes no more payments at this terminal. Earlier payments stay in the journal. Nothing changes at the terminal itself.
terminals-remove-go = Remove
terminals-service = At the terminal
terminals-log-in = Log in
terminals-diagnose = Diagnosis
terminals-initialise = Initialise
terminals-try = Test payment, belongs to no sale
terminals-sale-first = Finish or park the open sale first.
terminals-serving = The terminal is at work …
terminals-logged-in = “{ $name }” is logged in.
terminals-diagnosed = “{ $name }” has finished its diagnosis.
terminals-initialised = “{ $name }” is initialised.
terminals-test-hangs = The test payment at “{ $name }” is unresolved: €0.01 may be booked. No new one begins before that.
terminals-test-ask = Ask the terminal
terminals-test-drop = Stop asking …
terminals-test-dropped = The test payment was given up, with the reason on record. Please check the terminal’s slip.
terminals-drop-title = Leave the test payment unresolved?
terminals-drop-text = The register stops asking. €0.01 may be booked; it can be reversed at the terminal. This goes on record.
terminals-drop-reason = Why?
terminals-drop-example = e.g. terminal was replaced
terminals-drop-go = Stop asking
terminals-form-add = New card terminal
terminals-form-change = Change card terminal
terminals-name = Name
terminals-kind = Connection
terminals-kind-zvt = ZVT, network
terminals-about-zvt = Usual in Germany: Ingenico, CCV, Verifone, Worldline, PAX
terminals-kind-serial = ZVT, serial
terminals-about-serial = By RS-232 or USB cable at this register
terminals-kind-opi = OPI, network
terminals-about-opi = If the provider asks for OPI or O.P.I.
terminals-about-test = For practice; charges no card
terminals-test-warning = The test terminal never charges anything. Do not use it for real payments.
terminals-host = IP address or name
terminals-port = Port
terminals-device = Device
terminals-device-help = On Linux mostly /dev/ttyUSB0 or /dev/ttyACM0, on Windows COM3
terminals-baud = Speed (baud)
terminals-stop = Stop bits
terminals-password = Register password of the terminal
terminals-password-help = Six digits; empty means 000000
terminals-dialect = Dialect
terminals-dialect-de = German (Wincor, CCV, JTL)
terminals-dialect-ingenico = Ingenico
terminals-dialect-ccv = CCV NL/BE
terminals-dialect-nexi = Nexi/CCV Switzerland
terminals-listen = Port of the register
terminals-listen-help = The terminal calls here: enter it there, open the firewall
terminals-workstation = Register number
terminals-workstation-help = WorkstationID; another one for each register
terminals-slips = Slips
terminals-slips-register = Register prints
terminals-slips-terminal = Terminal prints
terminals-day = End of day
terminals-closes-here = made by this register
terminals-closes-elsewhere = made by somebody else
terminals-habits = Special
terminals-switch-closes = This register makes the end of day
terminals-switch-shared = Other registers use it too
terminals-switch-partial = Accept partial amounts
terminals-switch-last = Reverses only the last payment
terminals-probe = Check connection
terminals-asking = Who answers there? This can take half a minute …
terminals-answers = A terminal answers ({ $protocol }).
terminals-answers-version = Software { $value }.
terminals-answers-id = Terminal id { $value }.
terminals-answers-state = State: { $state }.
terminals-elsewhere = Instead, { $protocol } answers at { $address }.
terminals-follow = Use this and check
terminals-save = Save
terminals-save-unchecked = Save unchecked
terminals-wrong-name = Please enter a name of 1 to 40 characters.
terminals-wrong-twice = A terminal has this name already.
terminals-wrong-host-empty = Please enter the terminal’s address.
terminals-wrong-host = Only address or name, without the port.
terminals-wrong-port = Number from 1 to 65535
terminals-wrong-device = Please enter the device, e.g. /dev/ttyUSB0.
terminals-wrong-password = The password has exactly six digits.
terminals-wrong-listen-taken = Another OPI terminal uses this port already.
terminals-wrong-workstation = Please enter a register number.
unsettled-title = Unsettled card payments
unsettled-text = For these payments it is open whether the card was charged. Choose one to settle it.
unsettled-answered = Terminal has answered, a manager decides
unsettled-silent = Terminal has not answered yet
menu-unsettled = Unsettled cards
closing-unknown = { $n ->
    [one] A card payment was unsettled at the closing; the report names it.
   *[other] { $n } card payments were unsettled at the closing; the report names them.
}
closing-sign-terminals = With their PIN the second person confirms count, difference and skim. Then the card terminals end their day; that may take a minute.
closing-working-title = Closing
closing-working = The card terminals end their day, then the closing is written. That may take a minute; do not switch off.
closing-terminal = End of day { $name }
closing-terminal-ours = Register
closing-terminal-theirs = Terminal
closing-terminal-failed = No end of day: { $reason }
closing-terminal-again = Try again
closing-terminal-asked = Asking the terminal …
closing-terminal-shared = Other registers use this terminal too; its sum includes their payments.
closing-terminal-differs = The sums differ. Please find out why before filing it.
closing-terminal-not-ours-one = Receipt { $n } of the terminal belongs to no payment of the register.
closing-terminal-not-ours = Receipts { $from } to { $to } of the terminal belong to no payment of the register.
closing-terminal-not-theirs = { $amount }, receipt { $receipt }: the terminal does not count its slip { $slip }.
closing-terminal-twice = { $amount }, receipt { $receipt }: the terminal’s slip { $slip } occurs twice.
closing-terminal-explains = { $amount }, receipt { $receipt }: the difference is exactly as large.
closing-terminal-impossible = What the terminal says does not add up.
closing-unsettled = { $n ->
    [one] A card payment is unsettled.
   *[other] { $n } card payments are unsettled.
}
card-taken-back = The card payment has been taken back.

## Paid

done-paid = Paid
done-paid-back = Paid back
done-sale = Receipt { $n } is paid
done-void = Void, receipt { $n }
done-refund = Refund, receipt { $n }
done-training = Training receipt { $n }
done-not-paid = Training: not paid
done-sum = Total
done-signed = TSE transaction { $n } signed
done-unsigned = The TSE is out. The receipt is valid and says so.
done-not-printed = Printer or drawer did not respond. The receipt is valid and can be printed again.
done-code = Verification code
done-voucher = Voucher no. { $n }
done-voucher-rest = { $rest } left on the voucher
done-next = Next customer

## Receipts

receipts-title = Receipts
receipts-search = Number, item, reference or name
receipts-none = No receipt found
receipts-choose = Choose a receipt on the left
receipt-number = Receipt { $n }
receipt-refers = For receipt { $n }
receipt-back = Taken back by receipt { $n }
receipt-second = Approved by
receipt-signing = Being signed
receipt-voided = voided
kind-sale = Sale
kind-void = Void
kind-refund = Refund
kind-abort = Abort
kind-training = Training
kind-opening = Opening balance
kind-float = Change money
kind-skim = Skim
kind-delivery = Delivery
kind-pay-in = Pay-in
kind-pay-out = Pay-out
kind-difference = Difference
void = Void …
void-title = Void receipt
void-text = The whole receipt is taken back. Then give the money back.
void-go = Begin void
void-mistake = Rung up by mistake
void-double = Rung up twice
void-customer = Application withdrawn
refund = Refund …
refund-title = Refund
refund-text = The chosen lines are taken back. Then give the money back.
refund-go = Begin refund
refund-amount = Refund { $amount }
refund-faulty = Faulty
refund-wrong = Wrong item
refund-not-needed = Not needed any more

## Approval by a second person

clock-title = The clock is behind
clock-reason-fast = Clock was fast and has been set
clock-reason-right = Clock was checked and is right
clock-accept = Accept the clock
clock-accepted = The clock is accepted. The reason is in the ledger.

approval-who = Second person
approval-reason = Reason
approval-reason-hint = Another reason
approval-needs-reason = Please choose a reason.
approval-needs-person = Please choose the second person.
approval-needs-pin = Please enter the second person’s PIN.
approval-nobody = Nobody else may approve this.

## Cash

count-next = Next
drawer-title = Cash
drawer-expected = In the drawer (expected)
drawer-amount = Amount
drawer-done = Recorded on receipt { $n }.
drawer-sure = { $amount } – is that right?
drawer-sure-go = Yes, book it
drawer-float-hint = Put change money into the drawer
drawer-float-from = Where from? (e.g. safe)
drawer-skim-hint = Surplus to the safe
drawer-skim-to = Where to? (e.g. safe, bag 12)
drawer-delivery-hint = To main cash or bank
drawer-delivery-to = Where to? (e.g. bank, bag 12)
drawer-pay-in-hint = Other money into the drawer
drawer-pay-out-hint = Other money out of the drawer
drawer-reason = What for?
drawer-pay-out-text = A pay-out needs a second person.
drawer-count = Count
drawer-count-hint = Count without closing
drawer-count-reason = Explanation if something is missing
drawer-count-right = Counted: the drawer is right.
drawer-count-difference = Counted: difference { $difference }. It is on record.

## Closing

closing-title = Closing
closing-step-look = Check
closing-step-count = Count
closing-step-skim = Skim
closing-step-sign = Sign
closing-receipts = Receipts
closing-turnover = Turnover
closing-voids = Voids ({ $n })
closing-refunds = Refunds ({ $n })
closing-aborts = Aborts ({ $n })
closing-struck = Struck lines ({ $n })
closing-discounts = Discounts ({ $n })
closing-third-party = of it for { $whom }
closing-sales-waiting = { $n ->
    [one] One sale is still open. Finish or abort it first.
   *[other] { $n } sales are still open. Finish or abort them first.
}
closing-unsigned = { $n ->
    [one] One receipt without a signature (TSE outage).
   *[other] { $n } receipts without a signature (TSE outage).
}
closing-opening = Opening balance
closing-cash-in = { $n ->
    [one] Cash takings ({ $n } receipt)
   *[other] Cash takings ({ $n } receipts)
}
closing-cash-out = Pay-outs and money given back
closing-put-in = Change money and pay-ins
closing-taken-out = Skims and deliveries
closing-expected = Expected
closing-counted = Counted
closing-difference = Difference
closing-card = Cards ({ $n })
closing-signatures = TSE signatures
closing-signed = { $signed } of { $all }
difference-why = Reason for the difference:
difference-change = Wrong change
difference-note = Counterfeit
difference-unknown = Unexplained
closing-needs-reason = Choose the reason for the difference first.
closing-open-sales = To the open sales
closing-skim-text = How much stays in the drawer as change? The rest goes to the safe.
closing-keep-float = Change money: { $amount }
closing-keep-all = Everything: { $amount }
closing-keep-nothing = Nothing, empty the drawer
closing-keep-other = Another amount …
closing-carry = Stays in the drawer
closing-carry-hint = Change money for the next day
closing-carry-too-much = There is not that much in the drawer.
closing-skimmed = To the safe
closing-counter = Counted by
closing-sign-explain = A second person checks the figures and signs with their PIN. Then the day is closed and cannot be changed.
closing-sign-title = Sign the closing
closing-sign-text = With their PIN the second person confirms count, difference and skim.
closing-next-count = Next: count
closing-next-skim = Next: skim
closing-next-sign = Next: sign
closing-go = Close
closing-print-x = X report
closing-done = Closing Z { $n } is done
closing-finish = Done
closings-none = No closing yet
closings-difference = difference { $amount }

## Menu and settings

# Cash inspection (§ 146b AO)
menu-inspection = Cash inspection
audit-step-period = Period
audit-step-export = Export
audit-step-proof = Check
audit-step-count = Cash count
audit-step-records = Records
audit-step-protocol = Protocol
audit-open = still open
audit-none = no closings
audit-runs = running …
audit-fine = in order
audit-to-look = to look at
audit-to-sign = to sign
audit-n-closings = { $n ->
    [one] one closing
   *[other] { $n } closings
}
audit-n-files = { $n ->
    [one] one file
   *[other] { $n } files
}
audit-n-faults = { $n ->
    [one] one deviation
   *[other] { $n } deviations
}
audit-period-title = Which period?
audit-period-text = Ask the official which days are wanted.
audit-today = Today
audit-month = This month
audit-last-month = Last month
audit-year = This year
audit-all = Everything
audit-span = From – to
audit-from = From
audit-to = To
audit-day-wrong = Please as DD.MM.YYYY
audit-type-days = Please type the first and the last day.
audit-closings = { $n ->
    [one] One closing: Z { $first }, for { $days }
   *[other] { $n } closings: Z { $first } to Z { $last }, for { $days }
}
audit-no-closing = No closing lies in this period; only closed days are exported.
audit-nothing-open = Every receipt is closed; nothing is outstanding.
audit-open-day = { $n ->
    [one] Not closed yet: one receipt since { $since }. The export holds closed days only.
   *[other] Not closed yet: { $n } receipts since { $since }. The export holds closed days only.
}
audit-open-sales = { $n ->
    [one] One sale waits besides that is not paid yet.
   *[other] { $n } sales wait besides that are not paid yet.
}
audit-open-x = An interim report shows how the open day stands.
audit-x = X report (PDF)
audit-closing-span = { $from } to { $to }
audit-closing-at = closed { $at }
audit-next-export = Next: export
audit-export-title = Hand the data over
audit-export-text = DSFinV-K and TSE archives together in one folder, with checksums.
audit-no-medium = No medium found. Please plug in a USB stick; it appears here by itself.
audit-read-only = write-protected
audit-folder = Or a folder
audit-folder-hint = e.g. /mnt/audit
audit-export = Export
audit-export-again = Once more
audit-once-more = To another medium
audit-stop = Break off
audit-goes-on = The register can be used meanwhile; it goes on to its end even after logging out.
audit-do-archive = TSE archive
audit-do-package = DSFinV-K
audit-do-copy = Copying
audit-do-ledger = Ledger
audit-do-compare = TSE comparison
audit-do-read-back = Reading back
audit-do-check = DSFinV-K
audit-wait = One moment …
audit-exported = { $n ->
    [one] Done: Z { $first } is on the medium.
   *[other] Done: { $n } closings, Z { $first } to Z { $last }, are on the medium.
}
audit-behind = The TSE archive reaches signature { $reaches }, signed was up to { $signed }. The next export holds the rest.
audit-where = Folder
audit-next-proof = Next: check
audit-proof-title = Is everything unchanged?
audit-proof-text = The register computes everything anew that it ever recorded.
audit-what-ledger = Ledger: chain of checksums, numbers without gaps, all sums
audit-what-signatures = Every signature with the key of its TSE
audit-what-archive = Ledger and TSE archive, signature by signature in both directions
audit-what-medium = What was handed over, read back from the medium, and the DSFinV-K by its rules
audit-nothing-to-read = Nothing was exported yet; ledger and TSE archives are checked.
audit-export-first = The export is still running; the check comes after it.
audit-prove = Check
audit-prove-again = Once more
audit-holds = Checked on { $at }: no deviation.
audit-fails = { $n ->
    [one] Checked on { $at }: one deviation.
   *[other] Checked on { $at }: { $n } deviations.
}
audit-check-ledger = Ledger
audit-check-ledger-text = Entries: { $entries } · receipts: { $receipts } · closings: { $closings }
audit-check-signatures = Signatures
audit-check-signatures-text = { $genuine } of { $signatures } genuine · receipts during an outage: { $unsigned }
audit-check-archive = TSE archive
audit-check-archive-text = { $matched } receipts agree · archives: { $archives } · not archived yet: { $beyond }
audit-no-archive = There is no archive yet.
audit-check-medium = Medium
audit-check-medium-text = Files read back with the right checksum: { $n }
audit-check-package = DSFinV-K
audit-check-package-text = Closings: { $closings } · transactions: { $transactions } · errors: { $errors } · remarks: { $warnings }
audit-next-count = Next: cash count
audit-count-title = Cash count
audit-count-text = Count together what is in the drawer. The day is not closed by it.
audit-compare = Compare with the ledger
audit-counted = Counted
audit-difference = Difference
audit-count-number = Count sheet { $n }
audit-count-at = Counted on
audit-count-by = Counted by
audit-count-again = Count anew
audit-count-sheet = Count sheet
audit-next-records = Next: records
audit-page-tse = TSE
audit-page-outages = Outages
audit-page-users = Users and rights
audit-page-program = Program
audit-nobody = nobody
audit-right = May
audit-may = yes
audit-program = Program
audit-file = File
audit-size = Size
audit-program-sum = Checksum of the program (SHA-256)
audit-entry = Newest entry
audit-head = Checksum of the ledger up to there (SHA-256)
audit-next-protocol = Next: protocol
audit-paper-title = Protocol
audit-paper-text = Cash inspection, begun on { $at }
audit-paper-how = The protocol names everything that was done here, besides TSE, outages, users, program and the state of the ledger. It lies on the medium afterwards, too. Please print it twice, and both sign.
audit-done-export = Z { $first } to Z { $last }, for { $days }
audit-done-count = Counted { $counted }, difference { $difference }
audit-not-done = not done
audit-protocol = Protocol as PDF

menu-title = Menu
menu-waiting = Parked sales
menu-receipts = Receipts
menu-drawer = Cash
menu-closing = Closing
menu-closings = Closings
menu-training = Begin training
menu-training-end = End training
menu-catalogue = Catalogue
menu-devices = Devices
menu-devices-look = Devices – please look
menu-settings = Settings
menu-log-out = Log out
settings-language = Language
settings-look = Colours
settings-scale = Size
settings-scale-limit = At a larger size not everything fits on this screen.
settings-lock = Log out automatically
settings-print = Print receipts
print-always = Always
print-asked = When asked
settings-devices = Devices
settings-devices-hint = Devices are set up by an administrator on the command line.
look-light = Light
look-dark = Dark
look-contrast = High contrast
lock-never = Never
lock-minutes = after { $n } min

## Keys

help-title = Keys
help-search = Search
help-times = Quantity
help-price = Price
help-discount = Discount
help-park = Park, parked sales
help-cash = Pay in cash
help-card = Pay by card
help-next = Go on, pay
help-strike = Strike line
help-back = Back
help-tab = Next field, Enter presses it
help-scanner = Letters begin a search, digits a quantity or an amount. A scanner needs no cursor in the search field.

## Catalogue

tax-undecided = undecided
cat-search = Name, number, bar code
cat-new = New
cat-tiles = Tiles
cat-file = File
cat-any = all
cat-none = No item fits
cat-read-only = Read only: the catalogue is changed by administrators alone.
cat-office = Office
cat-group = Group
cat-no-group = no group
cat-kind = Kind
cat-kind-fee = Fee
cat-kind-article = Article
cat-kind-service = Service
cat-kind-transit = Transit item
cat-shown = Show
cat-shown-kept = on offer
cat-shown-waiting = waits for approval
cat-shown-undecided = no decision on tax
cat-shown-archived = archived
cat-shown-all = all, archived too
cat-archived-since = { $office } · archived since { $day }
cat-archived-from = { $office } · until { $day }
cat-number = Number
cat-name = Name
cat-price = Price
cat-tax = Tax
cat-stock = Stock
cat-account = Account
cat-from = from { $day }: { $what }
cat-count = { $n ->
    [one] { $n } item
   *[other] { $n } items
}{ $ticked ->
    [0] { "" }
   *[other] , { $ticked } ticked
}
cat-form-new = New item
cat-tab-general = General
cat-tab-price = Price
cat-tab-tax = Tax
cat-tab-account = Accounts
cat-tab-stock = Stock
cat-tab-tiles = Tiles
cat-yes = yes
cat-no = no
cat-choose = please choose
cat-short-name = Short name
cat-hint-short = as the name
cat-hint-id = e.g. BB0310
cat-case = Business case
cat-reference = Ask for a Kassenzeichen
cat-basis = Legal basis of the price
cat-hint-basis = fee ordinance § 2
cat-ean = Bar code (EAN)
cat-hint-ean = scan or type
cat-code = Short code
cat-hint-code = none
cat-unit = Unit
cat-note = Remark
cat-hint-note = for whoever keeps the catalogue
cat-prices = Prices
cat-price-always = from the beginning
cat-price-since = from { $day }
cat-price-coming = to come
cat-price-now = holds
cat-price-past = held
cat-price-withdrawn = is taken back
cat-price-withdraw = Take back
cat-price-keep = Keep
cat-price-next = Next price
cat-price-first = Price
cat-price-from = holds from
cat-mode = Kind of price
cat-mode-fixed = fixed
cat-mode-quantity = per unit
cat-mode-range = range
cat-price-amount = Price in €
cat-price-per-unit = Price per unit in €
cat-price-suggested = Suggestion in €
cat-price-min = at least
cat-price-max = at most
cat-third-party = of it the part of others in €
cat-price-hint = The price as the ordinance or list has it. Whether VAT comes on top is part of the tax treatment.
cat-amount-unit = { $amount } per unit
cat-amount-third = of it for others { $amount }
cat-law-old = Old law (§ 2(3) UStG)
cat-law-new = New law (§ 2b UStG)
cat-law-now = holds today
cat-law-from = holds from { $day }
cat-law-not = does not hold
cat-tax-second = The treatment is a proposal: it holds once a second person has approved it on the page “Taxes”.
cat-tax-key = Tax key
cat-tax-rest = Rest under another key
cat-tax-whole = no rest, all under one key
cat-tax-share = Share of the first key in %
cat-hint-share = 70
cat-rule = What becomes of the price?
cat-rule-gross = price stays, VAT is within
cat-rule-net = plus VAT
cat-tax-text = Words on the receipt
cat-hint-exempt = steuerfrei nach § 4 Nr. 20a UStG
cat-tax-reason = Reason
cat-hint-reason = official act
cat-tax-basis = Legal basis of the tax
cat-hint-tax-basis = § 2b(1) UStG
cat-tax-refused = refused
cat-tax-holds = approved
cat-tax-no-reason = without a reason
cat-tax-who = { $one }, approved by { $two }
cat-tax-set-up = at set-up
cat-tax-one = proposed by { $one }
cat-set-up = set-up
cat-tax-elsewhere = Tax is changed and approved there, by two people.
cat-key-1 = { $rate } % – general rate (key { $key })
cat-key-2 = { $rate } % – reduced rate (key { $key })
cat-key-3 = { $rate } % – average rate, agriculture (key { $key })
cat-key-4 = { $rate } % – average rate, forestry (key { $key })
cat-key-5 = not taxable (key { $key })
cat-key-6 = exempt (key { $key })
cat-key-7 = not determinable (key { $key })
cat-key-8 = zero rate (key { $key })
cat-key-own = { $rate } % – own key { $key }
cat-hint-account = account of the finance system
cat-product = Product
cat-hint-product = product or cost object
cat-share = Share
cat-split-more = Split over accounts
cat-split-hint = What is split is our own part of the price, in proportion to the shares (70 and 30, or 2 and 1).
cat-principal = Money of others for
cat-hint-principal = e.g. Federal printing office
cat-third-party-account = Account for money of others
cat-hint-third-party-account = same as our own
cat-principal-hint = Whose money the part of others is. How much it is belongs to the price.
cat-stock-none = not kept
cat-stock-quantity = by quantity
cat-stock-numbered = by number (forms)
cat-stock-level = On stock: { $n }
cat-minimum = Minimum level
cat-stock-hint = Deliveries, losses and counts are booked there.
cat-tiles-later = There are tiles once the item is saved.
cat-tiles-point = Pay points
cat-tiles-user = People
cat-tiles-hint = Ticked, the item is shown there under “Frequent”. A person's own tiles win over those of the pay point.
cat-copy = Copy
cat-archive = Archive …
cat-reactivate = Offer again
cat-archive-title = Archive the item?
cat-archive-text = It is not offered any more. Receipts, prices and taxes stay.
cat-archive-from = not any more from
cat-archive-go = Archive
cat-reason = Reason for the change
cat-reason-new = new item
cat-reason-reactivate = on offer again
cat-reason-tiles = tiles arranged
cat-save = Save
cat-changed = { $n ->
    [0] Saved.
    [one] Saved: { $n } item.
   *[other] Saved: { $n } items.
}{ $waiting ->
    [0] { "" }
    [one] {" "}One treatment waits for approval.
   *[other] {" "}{ $waiting } treatments wait for approval.
}
cat-leave-title = Drop the changes?
cat-leave-text = What was changed is not saved yet.
cat-leave-stay = Go on
cat-leave-go = Drop
cat-wrong-amount = Please enter an amount such as 12,50.
cat-wrong-number = Please enter a number such as 70 or 2,5.
cat-hint-day = DD.MM.YYYY
cat-wrong-day = Please enter a day such as 01.01.2027.
cat-wrong-empty = Something is missing here.
cat-wrong-spaces = Please without spaces at the beginning and end.
cat-tax-go = To tax
cat-stock-go = To stock
cat-tiles-begin = Begin with these
cat-wrong-choose = Please choose.
cat-mass-title = Change several items
cat-mass-what = What is to change?
cat-mass-percent = Price by %
cat-mass-amount = Price by €
cat-mass-office = Office
cat-mass-group = Group
cat-mass-account = Account
cat-mass-archive = Archive
cat-mass-tax = Tax
cat-mass-percent-value = Rise in % (− to lower)
cat-mass-amount-value = Rise in € (− to lower)
cat-mass-step = rounded to multiples of €
cat-mass-from = holds from
cat-mass-group-hint = Empty: no group.
cat-mass-go = Change all
cat-preview-count = Preview: { $n } of { $of } change
cat-preview-wrong = { $n ->
    [one] { $n } is not allowed
   *[other] { $n } are not allowed
}
cat-preview-none = Nothing changes.
cat-tiles-title = Tiles
cat-tiles-items = Tiles
cat-tiles-offices = Offices
cat-tiles-add = Add an item
cat-tiles-none-point = No tiles of its own: the general ones are shown.
cat-tiles-none-user = No tiles of their own: those of the pay point are shown.
cat-tiles-offices-hint = Whose tabs this pay point shows
cat-file-title = Catalogue as a file
cat-import = Import
cat-file-path = File (CSV)
cat-file-examine = Look at it, change nothing
cat-file-none = CSV files in the folder { $folder } are offered here.
cat-file-first = Look at a file first: what it would change is shown here.
cat-import-go = Import
cat-import-count = { $n ->
    [one] One change
   *[other] { $n } changes
}, { $rest } items stay as they are
cat-import-same = The catalogue is what the file says already.
cat-import-refused = { $n ->
    [one] One fault, nothing is imported
   *[other] { $n } faults, nothing is imported
}
cat-import-more = … and { $n } more
cat-export = Export
cat-export-today = As it is today
cat-export-all = With all periods
cat-export-hint = The file is in the folder “export” then and can be imported again.
cat-tick-all = Tick all
cat-tick-none = Untick
cat-mass-n = { $n ->
    [0] Change several …
    [one] Change { $n } item …
   *[other] Change { $n } items …
}

## What does not work, and what to do then

problem-wrong-pin = { $n ->
    [one] Wrong PIN. One more try before a pause.
   *[other] Wrong PIN. { $n } more tries before a pause.
}
problem-pin-shape = A PIN has 4 to 8 digits.
problem-locked = Too many wrong PINs. Try again from { $until }.
problem-not-allowed = You may not do this. Please call the manager.
problem-same-person = The second person must be somebody else.
problem-no-item = “{ $code }” is not in the catalogue.
problem-price-fixed = The price is fixed: { $price }.
problem-price-outside = The amount must be between { $min } and { $max }.
problem-quantity = The quantity must be between 0.001 and 99,999.
problem-whole-pieces = This only comes in whole pieces.
problem-reference = “{ $item }” needs a payment reference.
problem-no-discount = No discount on “{ $item }”: its price is set by law.
problem-no-discount-whole = Nothing on this receipt can have a discount.
problem-discount-amount = The discount must be above zero and not above the price.
problem-no-line = This line is gone.
problem-too-many-lines = The receipt is full. Take the money and begin a new one.
problem-fixed = A void or refund cannot be changed, only aborted.
problem-whole-only = A receipt with a discount on everything can only be voided as a whole.
problem-below-zero = A sale cannot be below zero. Money goes back as a refund under “Receipts”.
problem-training = Not during training: it would be real. Please end the training first.
problem-no-rate = A tax rate is missing for this day. Please call an administrator.
problem-nothing-rung-up = Nothing is rung up yet.
problem-partly-paid = A part is paid already. Take the part payment back first.
problem-unresolved = A card payment has no outcome yet. Ask the terminal first.
problem-sales-waiting = Sales are still open or parked. Finish or abort them first.
problem-sale-open = Finish or park the open sale first.
problem-already-back = This receipt cannot be taken back (again).
problem-amount = The amount does not fit what is due.
problem-not-enough-cash = There are only { $there } in the drawer.
problem-nothing-to-close = Nothing has happened since the last closing.
problem-clock = The clock is behind: the last entry is of { $last }. Please set the clock.
problem-reason = Please give a reason.
problem-printer = The printer does not print. Check paper and connection, then try again; the receipt is valid.
problem-no-terminal = No card terminal is set up.
problem-terminal = The terminal does not answer. Is it switched on and connected?
problem-terminal-busy = The card terminal is being asked something else. Try again in a moment.
problem-terminal-owes = A payment at the card terminal { $name } is not settled yet. Settle it first, then change the terminal.
problem-terminal-test-open = The outcome of a test payment at the card terminal { $name } is not known yet. Ask the terminal first.
problem-terminal-no-test = There is no test payment for that.
problem-slip-number = Enter the receipt number from the slip of the card terminal.
problem-no-slips = No slips of the card terminal are kept of this receipt.
problem-terminal-not-ours = Another till does the end of day of { $name }.
problem-ledger = This could not be saved, nothing has happened: { $reason }
problem-rate-changed = A different tax rate applies from today. Please close the period first.
problem-audit-busy = An export or a check is under way. Please wait, or break it off.
problem-close-first = Master data or the program have changed since the last closing. Please close the period first.
problem-reference-too-long = A reference has at most 40 characters.
problem-sum-changed = Different prices or taxes apply since midnight. New total: { $name }.
problem-supplied-later = The day of supply cannot lie in the future.
problem-tax-reserved-key = Tax key { $name } is reserved; own keys are 1000 to 5999.
problem-tax-not-own-key = Tax key { $name } belongs to DSFinV-K; own keys are 1000 to 5999.
problem-tax-undefined-key = Tax key { $name } is not defined yet.
problem-tax-key-in-use = The key is in use by item { $name }.
problem-tax-key-exists = Tax key { $name } exists already.
problem-tax-fixed-key = Tax key { $name } stands for one rate for good. Please define a new key.
problem-tax-percent = A rate is between 0 and 100 % with at most two decimals.
problem-tax-without-vat = Tax key { $name } stands for supplies without VAT.
problem-tax-same-rate = Tax key { $name } has this rate on that day already.
problem-tax-no-historical = No key would stand for the old rate any more. Please define key { $name } for it first.
problem-tax-begun = That is too early: there are receipts or open sales up to { $name }.
problem-tax-not-ahead = That has begun already, on { $name }.
problem-tax-nothing-begins = Nothing begins on { $name } that could be taken back.
problem-tax-not-new-year = The law always changes on 1 January (§27(22a) UStG).
problem-tax-no-way-back = There is no way back from §2b UStG to the old law.
problem-tax-same-law = This law holds on that day already.
problem-tax-decided = This decision does not wait for approval any more.
problem-tax-text-needed = Please say what the key is for.
problem-out-of-stock = Not that many in stock. Left – { $name }.
problem-no-stock = No stock is kept of { $name }.
problem-count-first = { $name } has to be counted first.
problem-numbers-needed = { $name } is kept by number. Please give the numbers, e.g. 1001-1050.
problem-quantity-needed = { $name } has no numbers. Please give a quantity.
problem-numbers-there = In stock already: no. { $name }.
problem-numbers-not-there = Not in stock or taken already: no. { $name }.
problem-numbers-empty = Please give numbers, e.g. 1001-1050,1060.
problem-numbers-shape = “{ $name }” is no number. Expected is e.g. 1001-1050,1060.
problem-numbers-backwards = “{ $name }” goes backwards. Please give from–to.
problem-numbers-twice = Given twice: no. { $name }.
problem-numbers-too-many = These are more than 1,000,000 numbers at once.
problem-numbers-count = Please give the first number or exactly { $name } numbers.
problem-nothing-counted = Nothing has been counted yet.
problem-counted-twice = { $name } is in the count twice.
problem-voucher-singly = Vouchers are rung up one by one: each has a number of its own.
problem-voucher-no-number = { $name }: the voucher number is missing.
problem-voucher-for-voucher = Vouchers cannot be redeemed and sold on one receipt. Please ring them up one after the other.
problem-voucher-twice = Voucher { $name } is on this receipt already.
problem-voucher-nothing = Ring up goods or services first, then redeem the voucher.
problem-voucher-too-much = Vouchers can pay { $name } here at most. Strike the voucher out and redeem it again.
problem-voucher-not-covered = { $name }: this voucher is only good for what it was sold for. Ring that up first, at its full price.
problem-voucher-unknown = This register has not sold a voucher { $name }.
problem-voucher-blocked = Blocked – voucher { $name }.
problem-voucher-not-blocked = Voucher { $name } is not blocked.
problem-voucher-spent = Voucher { $name } has been redeemed completely.
problem-voucher-balance = The voucher is still worth { $name }.
problem-voucher-in-use = Voucher { $name } is on another sale that is still open.
problem-voucher-redeemed = Voucher { $name } has been redeemed; its sale cannot be taken back any more.
problem-voucher-taken = The number { $name } is taken already.
problem-voucher-digits = A voucher number has 6 to 20 digits.
problem-voucher-check-digit = The check digit is wrong. Please enter the voucher number again.
problem-tse-in-use = This TSE is in use. Only one that stands by and does not sign now can be removed.
problem-tse-not-archived = This TSE is not archived up to its last signature yet. Please archive it first under “Archives”.
problem-tse-open-sales = Sales are still open or parked. Finish or abort them before changing the TSE.
problem-tse-pending = Another set-up is not finished yet. Please go on with it or put it aside first.
problem-tse-secrets = The register does not accept these PINs: delivered, easy to guess, or not of the length the TSE wants.
problem-tse-working = The TSE is still being set up. Please wait until that is done.
problem-tse-nothing-pending = Nothing is kept of this set-up. Please name the TSE once more.
problem-no-chance = The system gives no random number for the voucher.
problem-invoice-taken-back = The receipt was taken back; there is no invoice for it any more.
problem-invoice-correction = The void or refund receipt is the correction of the invoice itself.
problem-invoice-no-sale = There is no turnover on this receipt, so no invoice.
problem-invoice-no-tax-number = Tax number and VAT id are missing from the master data; an invoice needs one of them.
problem-invoice-recipient = Please give name, street and town of the recipient.
problem-other = That did not work: { $reason }
fatal-title = The register cannot be opened
fatal-in-use = Another Amtskasse is already running on the same data.
fatal-newer = The data come from a newer version. Please update Amtskasse.
fatal-read-only = The data folder cannot be written. Please check the permissions.
fatal-disk-full = The disk is full. Please make room and start again.
fatal-damaged = The data cannot be read. { $what } Please restore the latest backup.
fatal-foreign = The data folder holds the database of another program. Please name another folder; nothing was changed here.
fatal-stopped = The register has stopped. Please start it again; nothing is lost.
fatal-again = Try again
fatal-quit = Quit
fatal-other = { $what }

## Taxes

menu-taxes = Taxes
menu-rehearsal = Rehearsal
menu-stock = Stock
taxes-tab-rates = Rates
taxes-tab-law = Law
taxes-tab-treatments = Treatments
taxes-tab-approvals = Approvals
taxes-key-general = General rate
taxes-key-reduced = Reduced rate
taxes-key-average = Average rate, agriculture (§ 24)
taxes-key-forestry = Average rate, forestry (§ 24)
taxes-key-none = Not taxable
taxes-key-exempt = Exempt
taxes-key-undetermined = VAT cannot be determined
taxes-key-zero = Zero rate (§ 12(3))
taxes-key-general-old = Former general rate
taxes-key-reduced-old = Former reduced rate
taxes-key-average-old = Former average rate (§ 24)
taxes-undecided = not decided
taxes-no-rate = no rate
taxes-law-old = § 2(3) UStG (old version)
taxes-law-new = § 2b UStG
taxes-rule-gross = Price stays, VAT is inside
taxes-rule-net = Price is net, VAT comes on top
taxes-not-on-offer = not on offer
taxes-by-set-up = Set-up of the register
taxes-historical = Historical keys, for corrections only
taxes-historical-hint = This key stands for a former rate. It is used for refunds and does not change any more.
taxes-without-vat-hint = No VAT is due under this key. It needs no other rate.
taxes-rate-hint = A new rate holds from its first day for every item of this key. Finished receipts never change.
taxes-read-only = Only managers and administrators may change this.
taxes-new-key = Own key …
taxes-new-rate = New rate …
taxes-choose-key = Choose a key
taxes-coming = from { $day }: { $percent }
taxes-holds = holds today
taxes-from-on = from { $day }
taxes-until = until { $day }
taxes-always = from the beginning
taxes-today = today { $percent }
taxes-not-yet = no rate yet
taxes-withdraw = Take back …
taxes-law-comes = From { $day } on { $law } applies
taxes-law-stays = { $law } applies. No change is entered.
taxes-rehearse = See the rehearsal
taxes-law-plan = Law of the municipality
taxes-law-hint = The law applies to the municipality as a whole and changes at the start of a year only. If the transition is extended, the day is moved here; the treatments of the items stay as they are.
taxes-move-law = Move the day …
taxes-new-law = Enter a change …
taxes-withdraw-law = Take the change back …
taxes-filter-all = All
taxes-filter-undecided = Not decided
taxes-filter-doubtful = Disputed or without reason
taxes-filter-changing = Changes
taxes-search = Find an item
taxes-no-items = No item fits
taxes-choose-item = Choose an item on the left to see its treatment
taxes-propose = Propose a treatment …
taxes-now-then = { $now } · from { $day }: { $then }
taxes-waits = waits for approval
taxes-now = today
taxes-history = Decisions
taxes-no-history = Nobody has decided yet how this item is taxed.
taxes-refused-tag = refused
taxes-price-rule = Price
taxes-receipt-text = Text on the receipt
taxes-no-reason = no reason given
taxes-basis = Legal basis
taxes-proposed-by = Proposed
taxes-approved-by = Approved
taxes-refused-by = Refused
taxes-tick-all = Select all
taxes-tick-none = Select none
taxes-nothing-waits = Nothing waits for approval
taxes-nothing-waits-hint = Proposed treatments appear here until a second person approves or refuses them.
taxes-choose-proposal = Choose a proposal on the left
taxes-approve = Approve
taxes-approve-many = Approve { $n }
taxes-refuse = Refuse …
taxes-late = too late
taxes-late-hint = There are receipts on the first day of this proposal. It cannot be approved any more; please refuse it and propose it again for a later day.
taxes-effect = Effect
taxes-as-now = without approval
taxes-proposal = Proposal
taxes-mine = This is your own proposal. A second person approves it with their PIN.
taxes-yours = You are the second person: "Approve" takes effect at once under your name.
taxes-approve-title = Approval by a second person
taxes-approve-text = Whoever proposes does not approve.
taxes-second-title = Second person
taxes-second-text = Taxes are always changed by two people. The second one confirms with a PIN.
taxes-second-go = Confirm
taxes-changed = Changed, and on record.
taxes-proposed = Proposed. The treatment takes effect when a second person approves it.
taxes-in-force = In force at once: until the first receipt the register is being set up, and the administrator alone will do.
taxes-approved = { $n ->
    [one] One proposal is approved.
   *[other] { $n } proposals are approved.
}
taxes-refused = { $n ->
    [one] One proposal is refused.
   *[other] { $n } proposals are refused.
}
taxes-rate-title = New rate: { $key }
taxes-rate-text = Until then today's rate holds. No item has to be touched.
taxes-no-rate-title = Take a rate back
taxes-no-rate-text = { $key }: the rate from { $day } on is taken back.
taxes-key-title = Own key
taxes-key-form = For rates DSFinV-K does not know. The number says which kind the rate belongs to.
taxes-law-title = Change of law
taxes-law-text = Applies to the municipality as a whole, always from 1 January. A change entered before is replaced.
taxes-no-law-title = Take the change back
taxes-no-law-text = The change on { $day } is taken back; today's law stays.
taxes-proposes-who = Administrators propose treatments; managers approve them.
taxes-proposal-title = Propose a treatment: { $item }
taxes-refusal-title = { $n ->
    [one] Refuse the proposal
   *[other] Refuse { $n } proposals
}
taxes-refusal-text = The proposal stays in the history of the item, with the reason.
taxes-first-day = First day
taxes-day-hint = DD.MM.YYYY
taxes-percent = Rate in per cent
taxes-percent-hint = e.g. 19
taxes-number = Number
taxes-number-hint = 1000 to 1999 general · 2000 reduced · 3000 average rate · 4000 forestry · 5000 without VAT
taxes-purpose = What for
taxes-purpose-hint = e.g. rate before 2007
taxes-reason-hint = Resolution, letter, law …
taxes-basis-hint = e.g. § 2b(1) UStG
taxes-receipt-text-hint = only where required, e.g. exempt under …
taxes-under-law = Under which law
taxes-treatment = Treatment; several share the price
taxes-shares = Shares
taxes-short-average = (§ 24 agriculture)
taxes-short-forestry = (§ 24 forestry)
taxes-to-second = Next: second person
taxes-propose-go = Propose
taxes-refuse-go = Refuse
taxes-needs-reason = Please give a reason.
taxes-needs-day = Please enter the first day as DD.MM.YYYY.
taxes-needs-percent = Please enter a rate between 0 and 100.
taxes-needs-number = Own keys have numbers from 1000 to 5999.
taxes-number-taken = This number is taken.
taxes-needs-text = Please say what the key is for.
taxes-needs-key = Please choose at least one treatment.
taxes-needs-shares = Every share must be above zero.
taxes-needs-hundred = The shares must add up to 100 %.

## Rehearsal

rehearse-title = Rehearsal
rehearse-day-needed = Please enter a day to come as DD.MM.YYYY.
rehearse-changed = { $n ->
    [0] No item changes.
    [one] One item changes.
   *[other] { $n } items change.
}
rehearse-open = { $n ->
    [0] All are decided.
    [one] One is not decided yet.
   *[other] { $n } are not decided yet.
}
rehearse-next = Show { $day }
rehearse-office = Office
rehearse-all = All offices
rehearse-office-count = { $office }: { $changed } of { $items }
rehearse-item = Item
rehearse-delta = Price ±
rehearse-tax = Tax
rehearse-net = Net
rehearse-vat = VAT
rehearse-gross = Gross
rehearse-from-amount = from { $amount }
rehearse-nothing = Nothing changes here
rehearse-pdf = Save PDF
rehearse-csv = Save CSV
rehearse-compare = Compare receipts
rehearse-compare-n = { $n ->
    [one] Compare receipts (1 item)
   *[other] Compare receipts ({ $n } items)
}
rehearse-papers = The same receipt on both days
rehearse-decide = Change treatment …
rehearse-undecided = { $n } not decided
rehearse-undecided-do = Nobody has decided how these items are taxed under the new law. Without a decision they are sold as "cannot be determined". Please propose a treatment and have it approved.
rehearse-no-reason = { $n } without reason
rehearse-no-reason-do = The treatment is decided, but nobody wrote down why. For the audit please propose it again with a reason.
rehearse-no-basis = { $n } without legal basis
rehearse-no-basis-do = The treatment names no paragraph. Please propose it again with a legal basis.
rehearse-raises = { $n } fees would rise
rehearse-raises-do = VAT would come on top of a fee that an ordinance fixes. That is only right where the ordinance says "plus VAT"; otherwise please choose "Price stays".
rehearse-waits = { $n } wait for approval
rehearse-waits-do = It is proposed but not approved. A second person has to agree before the day comes.
rehearse-late = { $n } proposed too late
rehearse-late-do = There are receipts on the first day of these proposals. Please refuse them and propose them again for a later day.
rehearse-no-rate = { $n } without rate
rehearse-no-rate-do = The key of the treatment has no rate on this day; the items could not be sold. Please enter a rate under "Rates".
rehearse-own-price = { $n } bring in less
rehearse-own-price-do = The price stays and VAT comes out of it: less of each piece stays with the municipality. Whoever does not want that changes the price in the catalogue.
rehearse-third = { $n } with a part of others
rehearse-third-do = A part of the price belongs to somebody else and is passed on untaxed.
rehearse-closing = Close before
rehearse-closing-do = Rates change: the register has to be closed (Z) before the first receipt of this day.

## Stock

stock-filter-all = All
stock-filter-low = To order
stock-filter-numbered = Numbered forms
stock-filter-uncounted = Never counted
stock-search = Find or scan an item
stock-none = Stock is kept of no item
stock-no-hits = No item fits
stock-by-number = by number
stock-low = below minimum
stock-below-zero = below zero
stock-minimum = Minimum level { $n }
stock-minimum-short = min. { $n }
stock-overview = Overview
stock-kept = { $n } items with stock
stock-none-low = No item is below its minimum.
stock-some-low = { $n ->
    [one] One item has to be ordered or looked into.
   *[other] { $n } items have to be ordered or looked into.
}
stock-some-uncounted = { $n ->
    [one] One item was never delivered or counted; its stock is not kept yet.
   *[other] { $n } items were never delivered or counted; their stock is not kept yet.
}
stock-negative = Selling below zero
stock-negative-no = Not allowed
stock-negative-yes = Allowed
stock-negative-hint = Allowed means: merchandise is sold even where the books say that none is left. Numbered forms never.
stock-negative-who = The administrator decides on this. Numbered forms never go below zero.
stock-read-only = Only managers and administrators may book here.
stock-uncounted-hint = Never delivered or counted: stock is kept from the first delivery or count on.
stock-numbers = Numbers
stock-history = What came and went
stock-no-history = Nothing yet
stock-then = then { $level }
stock-by-receipt = Sale, receipt { $n }
stock-by-void = Void, receipt { $n }
stock-by-refund = Refund, receipt { $n }
stock-delivery = Delivery
stock-loss = Loss
stock-count = Inventory count
stock-deliver = Delivery …
stock-lose = Loss …
stock-count-one = Count …
stock-inventory = Inventory
stock-save-sheet = Record { $n } as PDF
stock-moved = { $item }: { $level } in stock now.
stock-counted = { $n ->
    [one] One item counted
   *[other] { $n } items counted
}, { $differs } with a difference. Inventory record { $number } is booked.
stock-delivery-title = Delivery: { $item }
stock-loss-title = Loss: { $item }
stock-count-title = Count: { $item }
stock-level = In stock
stock-unknown = not kept yet
stock-quantity-field = Quantity
stock-numbers-field = Numbers from–to
stock-numbers-hint = e.g. 1001-1050, 1060
stock-note = Delivery note
stock-note-hint = Number or supplier, if there is one
stock-needs-amount = Please enter how much it is.
stock-needs-quantity = Please enter a quantity.
stock-needs-numbers = Numbered forms are booked by their numbers.
stock-numbers-shape = Enter numbers like this: 1001-1050, 1060
stock-numbers-backwards = "From" has to come before "to".
stock-numbers-twice = A number is given twice.
stock-numbers-many = These are too many numbers at once.
stock-numbers-there = In stock already: { $numbers }
stock-numbers-gone = Not in stock: { $numbers }
stock-short = Only { $n } are there.
stock-pieces = { $n } pieces
stock-after = { $level } in stock then
stock-difference = Difference { $difference }
stock-missing = missing { $numbers }
stock-unexpected = too many { $numbers }
stock-why-broken = Damaged
stock-why-expired = Out of date
stock-why-lost = Lost
stock-why-spoilt = Misprinted
stock-why-returned = Returned
stock-why-miscounted = Miscounted or misbooked
stock-delivery-go = Book delivery
stock-loss-go = Book loss
stock-count-go = Book count
stock-count-leave = What was counted is not booked yet. “Back” once more drops it.
stock-second-title = Second person
stock-second-text = With numbered forms a second person always confirms that something is missing or too many.
stock-unreadable = { $item }: cannot be read
stock-progress = { $n } of { $all } counted
stock-open = Show expected
stock-blind = Count blind
stock-check = Next: check
stock-item = Item
stock-expected = Expected
stock-counted-field = Counted
stock-difference-head = Difference
stock-first = first count
stock-expected-counted = Expected { $expected } · counted { $counted }
stock-result = { $n ->
    [one] One item counted
   *[other] { $n } items counted
}, { $differs ->
    [0] no difference.
    [one] one with a difference.
   *[other] { $differs } with a difference.
}
stock-all-right = Everything agrees with the books
stock-why = Where does the difference come from?
stock-occasion = Occasion

## Devices: health

tse-tab-devices = TSE
tse-tab-outages = Outages
tse-tab-archives = Archives
tse-tab-history = History
tse-none = No TSE is connected.
tse-first = First TSE
tse-standby = Standby TSE
tse-state-signs = Ready and signing
tse-state-standby = Stands by
tse-state-waking = Waking up
tse-state-out = Out of order
tse-state-new = Not set up yet
tse-state-retired = Taken out of operation
tse-out-since = Since { $since }: { $reason }. The register tries again every 30 seconds. Sales go on; the outage is stated on the receipts.
tse-out-since-other = Since { $since }: { $reason }. The register tries again every 30 seconds. Until then the other TSE signs.
tse-new-hint = “New TSE …” sets it up.
tse-retired-hint = It can never sign again, only export.
tse-uncertified = TEST TSE, not certified: for trying out only. Real takings need a certified TSE.
tse-untried = This driver was never tried on a real device, only on an imitation. Please test it thoroughly with your own device before using it.
tse-serial = Serial number
tse-maker = Maker
tse-product = Product
tse-version = Version
tse-certification = Certification
tse-no-certification = none
tse-algorithm = Algorithm
tse-address = Connection
tse-health = Health
tse-all-well = All is well, nothing needs to be done.
tse-said-before = This is what it said last; now it does not answer.
tse-no-answer-yet = The TSE has said nothing about itself yet.
tse-answered = Last answer { $at }
tse-never-answered = No answer yet
tse-queue = Busy with
tse-queue-idle = nothing, nobody waits
tse-queue-busy = { $what } for { $since }, { $waiting ->
    [0] nobody waits
    [one] one call waits
   *[other] { $waiting } calls wait
}
tse-runs-export = export
tse-runs-self-test = self-test
tse-runs-time = setting the clock
tse-runs-info = telling about itself
tse-runs-delete = deleting
tse-runs-sign = signing
tse-runs-other = a question
tse-certificate = Certificate
tse-certificate-end = valid until { $day }
tse-signatures = Signatures
tse-made = { $n } so far
tse-storage = Storage
tse-left = { $left } of { $of } left
tse-no-forecast = no forecast yet
tse-days-over = over
tse-years = more than { $n } years
tse-days-far = more than 10 years
tse-days = { $n ->
    [0] less than a day
    [one] one day
   *[other] { $n } days
}
tse-seconds = { $n } s
tse-minutes = { $n } min
tse-hours = { $n } h
tse-used-of = { $n } of { $of } at most
tse-open = Open transactions
tse-clients = Registers
tse-self-test = Self-test
tse-by-itself = the device does it by itself
tse-due-now = due now
tse-due-in = due in { $span }
tse-clock = Clock
tse-clock-unset = not set
tse-clock-right = set, keeps right by itself
tse-clock-every = set, again every { $span } at the latest
tse-flash = Flash memory
tse-wear = { $spare } % of the spare and { $cycles } % of the erase cycles left, { $errors ->
    [0] no read errors
    [one] one read error
   *[other] { $errors } read errors
}

## Devices: what to do

tse-warn-certificate-over = The certificate has expired: the TSE signs no more. Please set up a new TSE at once.
tse-warn-certificate-now = The certificate ends in less than a month. Please set up the new TSE now: standing by first, then in first place.
tse-warn-certificate = The certificate ends in less than { $months } months. Please order a new TSE; delivery often takes weeks.
tse-warn-signatures-over = All signatures are used up. Please set up a new TSE at once.
tse-warn-signatures = At today’s pace the signatures last { $months ->
    [one] less than a month
   *[other] less than { $months } months
}. Please order a new TSE.
tse-warn-storage-over = The storage is full. Please archive everything under “Archives” and delete it on the TSE.
tse-warn-storage = At today’s pace the storage lasts { $months ->
    [one] less than a month
   *[other] less than { $months } months
}. Please archive everything under “Archives” and delete it on the TSE.
tse-warn-wear = The flash memory is worn. Please archive everything today and replace the TSE.
tse-warn-open = Nearly all places for open transactions are taken. Please finish parked sales and check other registers on this TSE.
tse-warned-title = Please know about the TSE
tse-warned-daily = This message comes once a day.
tse-warned-later = Later
tse-warned-look = Look at devices
tse-warned-outage = The TSE is out since { $since }: { $reason }. Please remove the cause at once.
tse-warned-stands-in = The first TSE is out, the spare one signs. Please get the first one going again.
tse-warned-archive = The last archive of the TSE failed: { $why }

## Devices: outages and history

tse-no-outage = No TSE has been out so far.
tse-outage-from-to = { $from } to { $to }
tse-outage-goes-on = since { $from }
tse-outage-now = goes on
tse-outage-receipts = { $n ->
    [0] all receipts signed
    [one] one receipt without signature
   *[other] { $n } receipts without signature
}
tse-outage-device = The TSE { $serial }… was out.
tse-taken-over = TSE { $serial }… took over.
tse-no-history = No TSE has signed here yet.
tse-signs-now = signs

## Devices: archives

tse-archive-newest = Newest archive
tse-archive-where = Folder { $folder }
tse-archive-nowhere = This register does not archive by itself.
tse-archive-none = Nothing is archived yet.
tse-archive-first = The first archive is being made.
tse-archive-complete = Everything the TSE has signed is archived and verified.
tse-archive-behind = Archived and verified; { $n } signatures have been made since.
tse-archive-at = Archived on
tse-archive-up-to = Up to signature
tse-archive-file = File
tse-archive-hash = Checksum (SHA-256)
tse-archive-failed = The archive of { $at } failed: { $why }
tse-archive-now = Archive now
tse-archive-whole = Archive everything
tse-archive-begun = The archive is being made. A sale goes first and breaks it off.
tse-job-export = Export
tse-job-verify = Verify
tse-job-delete = Delete
tse-job-exporting = { $bytes } written
tse-job-verifying = The archive is read back, every signature is checked.
tse-job-deleting = The TSE deletes what the verified archive holds.
tse-rules = Good to know
tse-rule-night = Every night from 3 o’clock and after each closing the register archives by itself what was signed since the last time.
tse-rule-verify = An archive counts only when it was read back and every signature in it is genuine.
tse-rule-delete = Only what a verified archive holds is deleted on the TSE. That is needed only when its storage gets short.
tse-rule-keep = Keep archives for ten years, at a second place too. After deleting, the data exist nowhere else.
tse-delete = Delete on the TSE …
tse-delete-title = Delete on the TSE
tse-delete-text = First everything is archived and verified. Then the TSE deletes its log messages for good: they exist in the archive alone. If it gets lost, the records the law demands are missing. A second person has to agree.
tse-delete-go = Archive and delete
tse-deleted = The TSE has deleted what the verified archive holds.
tse-test-now = Self-test
tse-test-begun = The self-test runs; it may take a minute.
tse-remove = Remove …
tse-remove-title = Remove TSE
tse-remove-text = This register then no longer uses the TSE as a spare. Nothing changes at the TSE itself. Its PINs are not kept in the register afterwards: they have to lie in the safe.
tse-remove-go = Remove
tse-removed = The TSE does not belong to this register any more.

## Devices: setting a TSE up

tse-new = New TSE …
tse-go-on = Go on with set-up
tse-look-on = Watch the set-up
tse-offer-new = This register has no TSE that was set up. An administrator sets one up with “New TSE …”.
tse-offer-go-on = The set-up of a TSE was interrupted. Its PINs are kept safe; please go on.
tse-offer-go-on-who = The set-up of a TSE was interrupted. An administrator can go on with it.
tse-offer-runs = A TSE is being set up right now. It goes on even if nobody watches.
tse-wizard = Set up a TSE
tse-step-driver = Kind
tse-step-address = Connection
tse-step-answer = Check
tse-step-secrets = PINs
tse-step-work = Set up
tse-step-place = Use
tse-driver = Kind
tse-driver-title = What kind of TSE is it?
tse-driver-hint = It is written on the device or in the contract.
tse-driver-test = Built-in TEST TSE
tse-driver-swissbit = Swissbit
tse-driver-epson = Epson
tse-driver-fiskaly = fiskaly SIGN DE
tse-driver-diebold = Diebold Nixdorf
tse-about-test = Not certified, for trying out only. Lives in a folder of the register.
tse-about-swissbit = USB stick, SD card or LAN TSE. Needs the maker’s library WormAPI.
tse-about-epson = In an Epson printer or TSE server, over the network. Several registers can share it.
tse-about-fiskaly = TSE in the cloud, over the internet. Needs a contract and an API key.
tse-about-diebold = Through the maker’s TSE web service in the network.
tse-optional = May stay empty.
tse-address-hint = Examples are grey in the fields.
tse-address-short = Connection
tse-address-wrong = Such an address looks different; an example is below.
tse-ask-folder = Folder
tse-ask-folder-help = A folder of its own in the data folder of the register, for example tse-2.
tse-ask-mount = Drive or address
tse-ask-mount-help = Where the stick is mounted, for example /media/SWISSBIT or E:\; for a LAN TSE https://host:9000.
tse-ask-library = The maker’s library
tse-ask-library-help = Path to libWormAPI.so or WormAPI.dll, if it is not in the system.
tse-ask-lan-serial = Serial number (LAN TSE only)
tse-ask-lan-serial-help = Only if several TSEs are at the address.
tse-ask-lan-token = Access token (LAN TSE only)
tse-ask-lan-token-help = Found in the administration of the LAN TSE.
tse-ask-host = Address
tse-ask-epson-help = tls://host:8143 encrypts, tcp://host:8009 does not. The printer prints its address on its status sheet.
tse-ask-device-id = Device id
tse-ask-device-id-help = local_TSE in a printer; for a TSE server it stands in its control centre.
tse-ask-host-key = Secret key of the host
tse-ask-host-key-help = Exactly 8 characters. For a new device one of your own; it replaces the delivered one.
tse-ask-trust = Certificate of the device
tse-ask-trust-help = A PEM file, if tls:// is used and the device has a certificate of its own.
tse-ask-certification = Certification ID of the BSI
tse-ask-certification-help = From the maker's papers, if the TSE does not tell it. While none is known, every receipt says TEST TSE.
tse-ask-service = Address of the service
tse-ask-service-help = Is right already and changes seldom.
tse-ask-api-key = API key
tse-ask-api-key-help = From fiskaly’s dashboard. Test and live have different keys.
tse-ask-api-secret = API secret
tse-ask-api-secret-help = Is shown only once in the dashboard.
tse-ask-tss = Id of an existing TSS
tse-ask-tss-help = Empty: a new TSS is made. That costs money.
tse-ask-diebold-help = ws://host:10001, the computer the TSE web service runs on.
tse-next-address = Next: connection
tse-next-answer = Next: check
tse-next-secrets = Next: PINs
tse-next-set-up = Set up
tse-next-log-in = Log in
tse-finish = Done
tse-answer-title = Who answers?
tse-answer-hint = The check only asks; it changes nothing at the TSE.
tse-asking = The TSE is being asked … Sales at other registers go on.
tse-nothing-changed = Nothing was changed. “Back” leads to the connection.
tse-found-none = The account answers. The set-up makes a new TSS.
tse-found-new = The TSE answers and is new. Next it gets PINs of its own.
tse-found-set-up = The TSE answers and was set up already. Next its PINs are needed.
tse-found-retired = This TSE was taken out of operation for ever. Another one is needed.
tse-no-clients = none yet
tse-clients-unknown = told only after logging in
tse-secrets-new = PINs of its own for the new TSE
tse-secrets-new-hint = Everybody knows the delivered values; the register refuses them.
tse-secrets-known = The PINs of this TSE
tse-secrets-known-hint = They were given at the first set-up and hopefully lie in the safe.
tse-random = Make up at random
tse-random-about = Recommended. The values are shown so that they can be written down.
tse-own = Choose myself
tse-own-about = Each value is typed twice.
tse-write-down = Please write down and put into the safe
tse-noted = I have written everything down.
tse-reveal = Show PINs and PUK
tse-admin-pin = Administrator’s PIN
tse-time-pin = PIN for the clock
tse-puk = PUK
tse-key = Access key
tse-once-more = Once more
tse-puk-of-maker = PUK the maker told when the TSS was made
tse-puk-comes = The maker chooses the PUK. The register keeps it; it can be shown after the set-up.
tse-differ = Both entries differ.
tse-weak-same = Both PINs are the same; please choose two different ones.
tse-weak-known = { $secret }: delivered like this or easy to guess.
tse-weak-length = Exactly { $n } digits, please.
tse-weak-between = { $least } to { $most } digits, please.
tse-tries = Careful: a TSE blocks itself after a few wrong tries.
tse-tries-left = { $n ->
    [one] One try is left. If it is wrong too, the TSE blocks itself. Please look for the right PIN first.
   *[other] { $n } more tries, then the TSE blocks itself. Please look closely.
}
tse-sure = I am sure that the PINs are right now.
tse-work-title = Set-up
tse-work-hint = PINs and PUK are kept on this computer, readable by its owner alone.
tse-working = The TSE is being set up and tested. That may take two minutes; please do not unplug it.
tse-same-again = “Once more” tries it with the same PINs. A TSE that is half set up must not get others, it might become useless.
tse-again = Once more
tse-put-aside = Put aside …
tse-put-aside-really = Really put aside
tse-put-aside-warning = Only if the TSE goes back or was never reached. If it has these PINs already, it is useless without them; they stay in a file in the data folder.
tse-put-aside-done = Put aside. The PINs are in a file tse-aside-… in the data folder.
tse-interrupted = A set-up was interrupted
tse-interrupted-hint = Nothing is lost: the PINs were kept before the TSE got them.
tse-interrupted-ready = The TSE is set up, it is only not in use yet.
tse-interrupted-fresh = “Go on” repeats the set-up with the same PINs. That does no harm.
tse-interrupted-known = “Go on” logs in with the same PINs again.
tse-begun = Begun
tse-ready = The TSE is set up and knows this register.
tse-place-title = What shall it be for?
tse-place-hint = A second person confirms it.
tse-place-first = In first place
tse-place-first-about = It signs from now on. The one before does not belong to this register any more.
tse-place-standby = Standing by
tse-place-standby-about = It stands by and takes over when the first one fails.
tse-use-title = Use the TSE
tse-use-first-text = The new TSE signs from now on, the one before no more. The tax office has to be told within a month (§146a(4) AO).
tse-use-standby-text = The TSE stands by from now on and signs when the first one fails.
tse-use-go = Use it
tse-done-title = The TSE is in use
tse-done-hint = What is left to do:
tse-done-first = The new TSE signs from now on.
tse-done-standby = The TSE stands by.
tse-duty-report = • Tell the tax office of the change within a month (§146a(4) AO), with the serial number below.
tse-duty-old = • Keep the TSE before and its archives for ten years.
tse-duty-safe = • Put PINs and PUK into the safe.
tse-duty-standby = • The tax office has to be told of a spare TSE, too, when it signs for the first time.

# Evaluation: what stands out, what was counted, what often explains it
find-paid = Paid, and later reversed in cash
find-paid-text = { $name } reversed { $n } paid receipts of { $amount } as a whole and in cash, each more than 15 minutes after the payment and without the sum being rung up again: { $share } of the sales, { $others } with all others.
find-paid-why = This is what the Wuppertal case (2000–2004) looked like. It is harmless if the customers came back: check original receipts, applications and the second persons of each.
find-after = Reversed after the closing
find-after-text = { $name }: { $n } of { $of } reversals and refunds go back to receipts whose day had been closed, { $amount } in all.
find-after-why = Goods that come back the next day are daily business. With fees, ask what brought the mistake to light a day later.
find-share = Many reversals and refunds
find-share-text = { $name } took back { $n } receipts of { $amount }, { $share } of their own sales; with all others it is { $others }.
find-share-why = Whoever trains others, takes complaints or the difficult cases reverses more. Look at reasons and second persons.
find-before = Reversals shortly before the closing
find-before-text = { $name }: { $n } of { $of } reversals lie in the half hour before the closing, { $amount } in all.
find-before-why = Whoever checks before closing finds mistakes then. Compare with the cash counted on these days.
find-absent = Receipts without a log-in
find-absent-text = { $n } receipts of { $amount } name { $name } while that person was not logged in.
find-absent-why = After a power cut the register finishes a receipt at its next start. Otherwise compare the duty roster; in the Wuppertal case this was evidence.
find-alone = Without a second person
find-alone-text = { $n } reversals, refunds or pay-outs of { $amount } name no second person.
find-alone-why = The register asks for a second person for reversals and refunds. Where there is none, check rights and program version.
find-noref = Negative without reference
find-noref-text = { $n } receipts below zero, { $amount } in all, name no original receipt.
find-noref-why = A deposit that goes back is such a receipt. Otherwise every repayment should go back to a sale. Read the reason on the receipt.
find-gaps = Gaps in the receipt numbers
find-gaps-text = { $n } receipt numbers are missing: { $list }.
find-gaps-why = The register numbers without gaps. Check the ledger with »verify ledger« and the TSE archive.
find-counters = Signature counters do not follow the time
find-counters-text = For { $n } receipts the signature counter and the time of the TSE do not fit the order.
find-counters-why = A TSE only counts upwards. Check the ledger against the TSE archive.
find-second = Always the same second person
find-second-text = All { $n } reversals and refunds of { $name }, { $amount } in all, were allowed by { $other }.
find-second-why = In the Pirmasens case (2015–2019) the four-eyes rule was a formality. Often there simply is only one deputy; ask what is checked.
find-aborts = Many dropped sales
find-aborts-text = { $name } dropped { $n } sales of { $amount }, { $share } of all begun; with all others it is { $others }.
find-aborts-why = Questions about prices often end like this. It matters if somebody paid and no receipt came of it.
find-struck = Many lines struck out
find-struck-text = { $name } struck out { $n } lines of { $amount } before payment, { $share } of the sales; with all others { $others }.
find-struck-why = Beginners mistype more often. Otherwise ask whether customers saw and paid the higher sum.
find-discount = Many discounts
find-discount-text = { $name } granted { $amount } in { $n } sales, { $share } of the sales; with all others it is { $others }.
find-discount-why = Reductions depend on office and customers. Compare with the ordinance and the reasons.
find-training = Training among real sales
find-training-text = { $name } wrote { $n } training receipts of { $amount } within 10 minutes of a real sale.
find-training-why = Practice mostly comes in one go. A training receipt looks much like a real one: ask whether customers got one.
find-drawer = Drawer opened without a sale
find-drawer-text = { $name } opened the drawer { $n } times without a receipt, at { $of } sales.
find-drawer-why = Changing money is the usual reason. Compare with the cash differences of the same days.
find-short = Short again and again
find-short-text = At { $n } of { $of } closings of { $name } money was missing; all differences add up to −{ $amount }: { $list }.
find-short-why = Whoever miscounts change does so in both directions. Count unannounced.
find-exact = Never a difference
find-exact-text = All { $n } closings are right to the cent.
find-exact-why = Where much cash changes hands that is rare. In the Scheßlitz case (2012–2013) differences were re-posted. Ask whether anybody really counts.
find-check = Never counted unannounced
find-check-text = In { $of } days with { $n } closings the drawer was never counted in between.
find-check-why = In the Scheßlitz case nobody checked for a long time. Unannounced counts also protect those who work honestly.
find-open = Closed too late
find-open-text = { $n } closings were made on a later day only, the latest after { $of } days: { $list }.
find-open-why = In the Scheßlitz case nobody demanded the settlement. Holidays or illness explain single days.
find-pair = Always the same two persons
find-pair-text = { $name } and { $other } made all { $n } closings together.
find-pair-why = A small pay point often has no choice. A deputy who counts now and then helps everybody.
find-payout = Pay-outs
find-payout-text = { $name } booked { $n } of { $of } pay-outs, { $amount } in all.
find-payout-why = Each of them needs a receipt of whoever got the money.
find-round = Many round amounts
find-round-text = Of { $of } reversals and refunds of { $name }, { $n } are full tens of euro ({ $share }); among the sales it is { $others }.
find-round-why = Made-up amounts are round more often. So are round fees.
find-hours = Receipts outside opening hours
find-hours-text = { $name } finished { $n } receipts of { $amount } on Sundays or outside the hours given.
find-hours-why = Events and long evenings explain this. Compare with the duty roster.
find-login = Logged in outside opening hours
find-login-text = { $name } logged in { $n } times on Sundays or outside the hours given.
find-login-why = Compare with the duty roster and the door log.
find-pins = Many wrong PINs
find-pins-text = { $n } wrong PINs were entered for { $name }.
find-pins-why = A forgotten PIN explains a few tries. Many over a long time may mean that somebody guesses.
find-clock = Clock set back
find-clock-text = { $n } times work went on with a clock behind the last entry: { $list }.
find-clock-why = Read the reason the second person gave in the event log.
find-tse = TSE transactions without a receipt
find-tse-text = { $n } transaction numbers of the TSE belong to no receipt of this register: { $list }.
find-tse-why = A TSE shared by several registers counts for all of them. With a TSE of its own, the TSE archive shows what these numbers are.
find-unsigned = Receipts without a signature
find-unsigned-text = { $n } receipts have no signature; the TSE was out { $of } times, the longest for { $list } hours.
find-unsigned-why = An outage is allowed if it is recorded and seen to without delay (AEAO on section 146a).
find-name = Receipts without a name
find-name-text = { $n } receipts of { $amount } name nobody who took the money.
find-name-why = Every receipt should show who took the money. Check the users of the register.
find-idle = Weekdays without a sale
find-idle-text = On { $n } weekdays between the first and the last sale there is none, on { $of } days there are some: { $list }.
find-idle-why = The evaluation knows no public holidays. Otherwise ask where money was taken on these days.
find-digits = First digits spread unusually
find-digits-text = The first digits of { $n } sales differ from Benford's law (chi-square { $list }, limit 20.09).
find-digits-why = This proves nothing: fees follow an ordinance and not this law. It can show where to look, no more.

# Master data and the notification under § 146a(4) AO
menu-site = Master data
menu-site-due = Master data – notice due
site-tab-municipality = Municipality
site-tab-pay-point = Pay point
site-tab-principals = Principals
site-tab-notice = Notice to the tax office
site-changed = Changed.
site-unchanged = Nothing was different; it stays as it is.
site-close-first = Master data hold for a whole closing. They can be changed once the period is closed.
site-second-text = It takes two people to change master data. The second one confirms with a PIN.
site-name = Name
site-street = Street and number
site-postal-code = Code
site-city = Town
site-address = Address
site-address-as-municipality = as the municipality
site-tax-number = Tax number
site-vat-id = VAT id
site-vat-hint = DE and nine digits
site-none = not given
site-no-number = Tax number and VAT id are missing. Invoices and DSFinV-K need one of them.
site-municipality-sub = On every receipt, in every closing and in the DSFinV-K export
site-municipality-hint = § 6 sentence 1 no. 1 KassenSichV: full name and address. Every change is recorded with both people; earlier closings keep the data they were made under.
site-pay-point = Pay point
site-pay-point-sub = Where this register stands and who is responsible
site-responsible = Responsible
site-register = Register
site-serial = Serial number
site-serial-hint = The serial number of the register is part of every signature of the TSE and never changes.
site-change = Change
site-remove = Remove
site-keep = Save
site-take = Take in
site-write = Write file
site-reason = Reason
site-reason-hint = Why; goes on record
site-no-principals = Money is taken for nobody else.
site-principals-hint = Whose money is shown as an agency's in DSFinV-K (pa.csv): with an address and a tax number or VAT id. The name is the one items call.
site-unknown-principals = Items also name: { $names }. Without an entry here their part is not shown as an agency's.
site-principal-number = Agency { $n }
site-principal-new = New principal
site-form-municipality = Municipality
site-form-pay-point = Pay point and register
site-form-pay-point-text = An address of its own only if the pay point stands elsewhere.
site-form-principal = Principal
site-form-principal-new = New principal
site-remove-principal = Remove principal
site-remove-principal-text = Earlier closings keep it; nobody else gets its number.
site-form-place = Place of business
site-form-place-text = Without one the pay point at its address counts. All registers of a place are in one notice.
site-form-own = About this register
site-form-system = About this other register
site-form-system-new = Another register by hand
site-remove-system = Take a register out of the notice
site-remove-system-text = This is for registers that never belonged to this place. One that goes out of service gets the day and the reason instead.
site-form-record = Another register from a file
site-form-record-text = Every Amtskasse writes a record of itself with “Write file”. Here it joins the notice of this place.
site-by-hand = Enter it by hand instead
site-form-made = Note a notice
site-form-made-text = This says that all registers of this place were told to the tax office as they are today.
site-note-made = Note a notice
site-form-save = Write file
site-file-xml = XML for ELSTER
site-file-pdf = PDF for the file
site-file-record = Record of this register
site-save-xml = To be uploaded in Mein ELSTER. The file has no room for a standby TSE; add it in the form by hand.
site-save-xml-missing = Something is missing for the XML file; it is named beside the register.
site-save-pdf = Everything that is told, to be filed and to fill in the form by hand.
site-save-record = A small file for the register that writes the notice of this place.
site-procedure = Procedural documentation
site-procedure-text = Made from today's settings. What the municipality has to add is listed at its end.
site-folder = Folder
site-path = File
site-path-hint = e.g. /media/usb/Kasse-RATHAUS-01.json
site-day = Day of the notice
site-reference = Transfer ticket
site-reference-hint = from Mein ELSTER
site-software = Software
site-version = Version
site-manufacturer = Manufacturer
site-model = Model
site-acquired = Acquired
site-how = Acquired by
site-bought = purchase
site-leased = lease
site-first-use = First use
site-retired = Out of service
site-retired-reason = Why out of service
site-retired-hint = e.g. sold, broken, moved elsewhere
site-tse-serial = Serial number of the TSE
site-tse-bsi-id = BSI id
site-bsi-hint = 0414-2020
site-tse-form = Form of the TSE
site-tse-first-use = TSE in use since
site-tse-last-use = TSE in use until
site-tse-usb = USB stick
site-tse-sd = SD card
site-tse-cloud = cloud
site-tse-other = other
site-tse-data = Id, form
site-tse-test = TEST TSE, not certified: not to be notified
site-tse-gone = out of use since { $day }
site-tse-named = in use, named in the XML file
site-tse-by-hand = in use (standby), to be added in the ELSTER form by hand
site-art = Kind
site-art-pc = PC register
site-art-tablet = Tablet or app
site-art-register = Cash register
site-art-taximeter = Taximeter
site-art-odometer = Odometer
site-another = Another register
site-change-own = Change
site-change-place = Place of business
site-this-register = This register
site-other-register = Another register of the place
site-lacks = { $n ->
    [one] 1 thing missing
   *[other] { $n } things missing
}
site-lacks-title = Something is missing for the XML file:
site-gone = out of service since { $day }
site-place = Place of business
site-made = Told { $day }
site-never-made = No notice is on record so far.
site-notice-hint = A notice always names all registers of the place. Time: one month; a last day on a weekend or holiday moves to the next working day (§ 108(3) AO). The stricter day is shown here.
site-nothing-due = There is nothing to be told that was not told already.
site-test-only = Only the test TSE runs here. There is something to tell once a certified TSE is in use.
site-due = To be told by { $until } ({ $n ->
    [one] 1 day
   *[other] { $n } days
} left): { $system }, { $what } on { $on }.
site-due-today = Today is the last day: { $system }, { $what } on { $on } is to be told.
site-due-late = The time ended on { $until }: { $system }, { $what } on { $on } is to be told.
site-due-more = { $n ->
    [one] There is one more occasion.
   *[other] There are { $n } more occasions.
}
site-due-devices = Something is to be told to the tax office by { $day } (§ 146a(4) AO): see master data.
site-occasion-acquired = acquisition
site-occasion-tse-taken = first use of the TSE
site-occasion-tse-gone = last use of the TSE
site-occasion-retired = end of service
site-needs-place = Name, street, code and town are needed.
site-needs-path = Please name the file.
site-needs-day = Please give the day of the notice.
site-needs-serial = Please give the serial number of the register.
site-needs-retired-reason = Please give the reason.
site-no-day = “{ $text }” is no date; write something like 1.1.2027.
# Narrowing receipts down
receipts-filter = Filter
receipts-filter-n = Filter ({ $n })
receipts-no-filter = Clear filter
receipts-more = Show more receipts
filter-title = Narrow receipts down
filter-number-from = Number from
filter-number-to = Number to
filter-day-from = Day from, with or without time
filter-day-to = Day to, with or without time
filter-day-hint = 23.11.2026 or 23.11.2026 08:30
filter-amount-from = Amount from, without sign
filter-amount-to = Amount to
filter-item = Item number or text
filter-reference = Kassenzeichen
filter-voucher = Voucher number
filter-closing = Closing (Z)
filter-any = any
filter-same = just this one
filter-kind = Kind
filter-clerk = Rung up by
filter-second = Allowed by
filter-payment = Paid with
filter-signature = Signature
filter-signed = with
filter-unsigned = without
filter-needs-number = A whole number, e.g. 1043
filter-needs-day = A day, e.g. 23.11.2026 or 23.11.2026 08:30
filter-needs-amount = An amount, e.g. 12,50
filter-clear = Clear
filter-go = Show

# Evaluation: the page
menu-evaluation = Evaluation
eval-tab-findings = What stands out
eval-tab-persons = Persons
eval-tab-course = Course
eval-from = From
eval-to = To
eval-go = Evaluate
eval-month = This month
eval-last-month = Last month
eval-year = This year
eval-last-year = Last year
eval-wrong-days = Two days such as 01.11.2026 and 30.11.2026, the first one first
eval-choose = Choose the days above
eval-progress = { $n } of { $of } receipts evaluated
eval-stop = Stop
eval-journal-pdf = Journal as PDF
eval-journal-csv = Journal as CSV
eval-save = Evaluation as PDF
eval-sum = { $days } · { $n } receipts · turnover { $amount }
eval-serious = look closely
eval-notable = ask
eval-remark = good to know
eval-nothing = Nothing stands out
eval-limits-title = What an evaluation cannot do
eval-limits = The evaluation counts and compares; it does not know why something happened and accuses nobody. What was never rung up no register sees: for that, compare the cases of the specialist software with the receipts.
eval-no-receipts = No single receipt behind it
eval-receipts = Look at receipts ({ $n })
eval-none = Nobody took money in these days
eval-all = All
eval-col-person = Person
eval-col-sales = Sales
eval-col-back = Reversals
eval-col-late = after 15 min
eval-col-closed = after closing
eval-col-aborts = Dropped
eval-col-struck = Struck out
eval-col-discounts = Discounts
eval-col-training = Training
eval-col-difference = Differences
eval-hours = Time of day
eval-hours-hint = Sales per hour, dark: reversals and refunds
eval-shares = Reversals per person
eval-shares-hint = Reversals and refunds against sales
eval-days = Days
eval-days-hint = Sales in euro, dark: reversals and refunds
eval-differences = Cash differences
eval-no-difference = No difference in these days
eval-digits = First digits (Benford)
eval-digits-few = Fewer than 500 sales: that says nothing.
eval-digits-fixed = A few fixed prices make the amounts; the law does not hold for them.
eval-digits-fit = Spread as expected. Counted / expected.
eval-digits-differ = Spread in another way than expected, which proves nothing. Counted / expected.
problem-journal-too-long = Paper holds { $name } receipts at most. Please save as CSV or choose fewer days.

# Payment rules
menu-rules = Payment rules
rules-none = No rule: everything is taken everywhere.
rules-unsaved = Not saved yet. Until then what held before still holds.
rules-add = New rule
rules-change = Change …
rules-save = Save
rules-saved = Saved. The rules hold from now on.
rules-for-all = for everything
rules-for = for { $items }
rules-everywhere = at all pay points
rules-at = only pay point { $point }
rules-fees = Fees
rules-articles = Articles
rules-services = Services
rules-transit = Transit items
rules-form-new = New rule
rules-form = Change the rule
rules-take-new = Add
rules-take = Apply
rules-kinds = Which kinds of payment does it limit?
rules-no-kinds = Please choose at least one kind of payment.
rules-limit = They are taken
rules-limit-up-to = only up to …
rules-limit-from = only from …
rules-limit-between = only from … to …
rules-limit-never = not at all
rules-from = From (€)
rules-up-to = Up to (€)
rules-amount-hint = 500,00
rules-amount-example = Expected is an amount like 500,00.
rules-amount-missing = The amount is missing; expected is something like 500,00.
rules-amount-wrong = “{ $text }” does not do; expected is an amount above zero like 500,00.
rules-crossed = The upper limit is below the lower one.
rules-twice = There is exactly this rule already.
rules-items = Which items is it about?
rules-any-kind = all kinds
rules-office = Office
rules-any-office = all offices
rules-pick-office = Only for items of this office
rules-group = Group
rules-any-group = all groups
rules-pick-group = Only for items of this group
rules-point = Pay point
rules-any-point = all pay points
rules-pick-point = Only at this pay point
rules-try = Try it out
rules-try-sub = With the rules on the left, even before they are saved
rules-try-amount = Amount (€)
rules-try-item = Item
rules-try-item-hint = Name or number
rules-try-unknown = There is no item for this.
rules-try-anything = any item
rules-try-point = At which pay point?
rules-try-question = What holds at { $amount } for { $item }?
rules-taken = is taken
rules-refused = Rule { $n }: { $rule }
rules-hint = What no rule limits is taken. Where several rules apply, the register names the topmost. Rules for some items count only what those cost, all others the whole sale. They never limit money that is paid out.
rules-second-text = Payment rules are always changed by two persons. Reason and names are recorded.
rules-reason-council = Council decision
rules-reason-cost = Cost of card payments
rules-reason-office = Ordered by the treasury
