# Die Texte der Kasse. Diese Datei ist die erste und vollständige; en.ftl folgt ihr Schlüssel für Schlüssel.

## Wochentage vor einem Datum

weekday-mon = Mo
weekday-tue = Di
weekday-wed = Mi
weekday-thu = Do
weekday-fri = Fr
weekday-sat = Sa
weekday-sun = So

## Überall

ok = OK
back = Zurück
apply = Übernehmen
wait = Einen Augenblick …
opening = Die Kasse wird geöffnet …
print = Drucken
copy = Kopieren
copied = Kopiert.
print-copy = Kopie
save-pdf = Als PDF speichern
pdf = PDF
printed = Der Beleg liegt im Drucker.
saved = Gespeichert: { $path }
mark-training = TRAINING
mark-demo = DEMO
training-strip = TRAINING – kein Verkauf, keine Einnahme

## Geräte

tse = TSE
tse-test = TEST-TSE
tse-failing = TSE gestört
tse-failing-since = TSE gestört seit { $since }
tse-stands-in = Ersatz-TSE signiert
tse-look = TSE bitte ansehen
tse-absent = Keine TSE
terminal = Terminal
terminal-failing = { $name } gestört
terminal-test = TEST-Terminal
terminal-lamp-blocked = { $name }: Zahlung ungeklärt
terminal-lamp-wants = { $name } nachsehen
terminal-asked = Wird gefragt …
terminal-ready = Bereit
terminal-ready-test = Bereit (Testterminal, es wird nichts abgebucht)
terminal-silent = Antwortet nicht
terminal-blocked = Eine Zahlung ist ungeklärt
terminal-wait = Arbeitet noch
terminal-initialise = Muss initialisiert werden
terminal-diagnose = Braucht eine Diagnose
terminal-close-day = Braucht einen Kassenschnitt
terminal-log-in = Verlangt eine Anmeldung
terminal-paper = Kein Papier im Drucker
terminal-service = Braucht jemanden, der nachsieht
printer-failing = Drucker gestört
limit-lamp = { $cash } Bargeld, Limit { $limit }
health-good = bereit
health-test = bereit, nicht zertifiziert
health-absent = nicht eingerichtet
health-failing = gestört: { $reason }

## Anmelden

login-where = { $place } · { $register }
login-choose = Namen wählen
login-go = Anmelden
login-checking = Die PIN wird geprüft …
login-name-first = Bitte erst den Namen wählen, dann die PIN.
login-demo = Demo-Gemeinde: PIN 1111 für A. Yilmaz, 3333 für die Kassenverwaltung. Die Daten sind zum Ausprobieren.
role-clerk = Kasse
role-manager = Kassenverwaltung
role-auditor = Prüfung
role-administrator = Administration

## Verkauf

sale-search = Suche oder Barcode
sale-number = Beleg { $n }
sale-void-of = Storno zu Beleg { $n }
sale-refund-of = Erstattung zu Beleg { $n }
sale-lines = { $n ->
    [one] { $n } Position
   *[other] { $n } Positionen
}
sale-empty = Noch nichts gebucht
sale-no-hits = Nichts gefunden
sale-no-favourites = Hier ist noch nichts
sale-sum = Summe
sale-rest = Rest
sale-paid-cash = bar bezahlt
sale-paid-card = mit Karte bezahlt
sale-paid-back-card = auf die Karte zurück
sale-finish = Abschließen
sale-strike = Zeile stornieren
sale-take-back = Teilzahlung zurück
sale-abort = Abbrechen …
sale-voucher = Gutschein …
sale-voucher-card = Karte Nr. …
sale-midnight = Seit 0 Uhr gelten neue Preise oder Steuern. Summe: { $sum }.
sale-supplied = Leistung { $day }
sale-supplied-today = Leistung heute
voucher-redeem = Gutschein einlösen
voucher-redeem-hint = Nummer scannen oder eintippen
voucher-card = Nummer der Gutscheinkarte
voucher-card-hint = Vorgedruckte Karte scannen oder Nummer eintippen
supplied-title = Leistungsdatum
supplied-hint = Tag, Monat, Jahr – es gelten Steuer und Preis dieses Tages
supplied-today = Heute
invoice = Rechnung
invoice-title = Rechnung zu Beleg { $n }
invoice-text = Der Beleg und die Rechnung tragen dieselbe Nummer; die Steuer wird nur einmal geschuldet.
invoice-name = Name oder Firma
invoice-name-hint = Muster GmbH
invoice-addition = Zusatz (freiwillig)
invoice-addition-hint = Abteilung, z. Hd.
invoice-street = Straße und Hausnummer
invoice-street-hint = Hauptstraße 1
invoice-town = PLZ und Ort
invoice-town-hint = 12345 Musterstadt
invoice-reason = Grund der Änderung
invoice-reason-hint = nur wenn der Empfänger sich ändert
invoice-go = Rechnung speichern
invoice-above = Über 250 € mit Umsatzsteuer: für Unternehmen eine Rechnung ausstellen.
vouchers-open = Offene Gutscheine
sale-quantity = Menge
sale-price = Preis
sale-price-is-fixed = Der Preis dieser Position steht fest.
sale-reference = Kassenzeichen
sale-reference-hint = Kassenzeichen vom Bescheid
group-favourites = Häufig
group-all = Alle
group-none = ohne Gruppe
group-more = Mehr …
groups-title = Alle Ämter
key-times = Menge ×
key-price = Preis
key-discount = Rabatt
tile-stock = noch { $n }
tile-sold-out = nicht da
tile-transit = fremd
tile-unit = je { $unit }
line-struck = storniert
line-redeemed = eingelöst
line-numbers = Nr. { $numbers }
line-third-party = davon { $part } für { $whom }
tax-none = nicht steuerbar
tax-exempt = steuerfrei
tax-within = darin { $percent } % USt aus { $gross }

## Parken und Abbrechen

park = Parken
park-show = Geparkte
park-title = Vorgang parken
park-text = Der Vorgang wartet, bis er wieder aufgerufen wird.
park-hint = Name oder Stichwort
waiting-title = Geparkte Vorgänge
waiting-text = Welcher Vorgang soll weitergehen?
waiting-busy = Erst den offenen Vorgang beenden oder parken.
waiting-recovered = Die Kasse wurde unterbrochen. Diese Vorgänge sind noch offen; nichts ist verloren. Bitte fortsetzen oder abbrechen.
waiting-not-charged = Kartenzahlung nicht belastet
waiting-charged = Karte belastet, Verkauf noch nicht abgeschlossen
waiting-unknown = Kartenzahlung ungeklärt: erst das Terminal fragen
abort-title = Vorgang abbrechen?
abort-text = Der Abbruch wird mit Grund festgehalten und von der TSE signiert.
abort-customer-left = Kundin oder Kunde verzichtet
abort-wrong = Falsch gebucht
abort-no-means = Zahlung nicht möglich

## Rabatt

discount-title = Rabatt
discount-line = Diese Zeile
discount-whole = Ganzer Beleg
discount-percent = Prozent
discount-amount = Betrag
discount-remove = Rabatt entfernen
discount-in-force = Jetzt gilt: { $what }
discount-child = Familie
discount-pass = Ehrenamtskarte
discount-damage = Mangel
discount-staff = Personal

## Bezahlen

pay-cash = Bar
pay-card = Karte
pay-cash-back = Bar auszahlen
pay-card-back = Karte zurück
pay-due = Zu zahlen
pay-out = Auszuzahlen
pay-given = Gegeben
pay-change = Rückgeld
pay-missing = Es fehlen
pay-exact = Passend
pay-go = Bezahlt, Lade öffnen
pay-go-out = Auszahlen, Lade öffnen
pay-split = Teilzahlung
pay-split-how = Erst den Teilbetrag eintippen, dann „Teilzahlung“.
pay-too-much = Das ist weit mehr als zu zahlen ist. Bitte den Betrag prüfen.
pay-mixed-text = { $part } bar + { $rest } Karte, zusammen { $due }.
pay-mixed-go = Bar nehmen, Rest Karte
pay-other-way = Anders zurückzahlen?
pay-other-way-cash = Bezahlt wurde mit Karte. Bar auszahlen nur, wenn es auf die Karte nicht geht.
pay-other-way-card = Bezahlt wurde bar; das Geld geht sonst bar zurück, nicht auf eine Karte.
scan-pay-first = Erst bezahlen. Der Scan wurde nicht gebucht.
scan-log-in = Erst anmelden. Der Scan wurde nicht gebucht.
scan-not-here = Hier wird nicht gescannt. Der Scan wurde nicht gebucht.
pay-split-text = { $part } von { $due } jetzt bezahlen, { $rest } bleiben offen. Womit?
pay-kind-cash = Bar
pay-kind-debit = girocard
pay-kind-credit = Kreditkarte
pay-kind-service = Zahlungsdienst
pay-kind-prepaid = Guthabenkarte
pay-kind-none = Ohne Zahlung

## Kartenzahlung

card-title = Kartenzahlung
card-title-back = Zurück auf die Karte
card-step-sent = An Terminal gesendet
card-step-card = Karte vorhalten
card-step-bank = Genehmigung
card-step-booked = Gebucht
card-display-requested = Verbindung zum Terminal …
card-display-card = Karte vorhalten,
    einstecken oder durchziehen
card-display-pin = PIN am Terminal eingeben
card-display-recovering = Die Verbindung ist abgebrochen.
    Die Kasse fragt das Terminal, ob bezahlt wurde …
card-display-bank = Zahlung wird genehmigt …
card-display-approved = Zahlung erfolgt
card-note = Der Vorgang endet erst mit der Antwort des Terminals. Bricht die Verbindung ab, fragt die Kasse das Terminal nach dem Ergebnis.
card-recovering-note = Bitte warten und nicht noch einmal kassieren. Wer nicht warten kann, klärt die Zahlung später; der Vorgang bleibt gemerkt.
card-recovering-stops = Die Kasse hört nach dieser Frage auf zu warten.
card-stop-waiting = Nicht länger warten
card-at = Bezahlt wird an: { $name }
card-choose = An welchem Terminal?
card-others = Anderes Terminal
terminal-is-blocked = Das Terminal kann gerade keine Zahlung annehmen
terminal-blocked-text = An „{ $name }“ ist noch offen, ob eine Zahlung durchging. Die Kasse fragt das Terminal danach; eine neue Zahlung würde diese Auskunft überschreiben.
terminal-try-anyway = Ein Versuch schadet nicht: ohne Verbindung wird nichts belastet.
card-abort = Abbruch anfordern
card-abort-asked = Abbruch ist angefordert. Das Terminal entscheidet, ob es noch möglich ist.
card-cash-instead = Bar statt Karte
card-retry = Noch einmal
card-declined = Die Karte wurde nicht belastet
card-declined-text = Ablehnung: { $reason }. Noch einmal versuchen, eine andere Karte nehmen oder bar bezahlen.
card-declined-back = Ablehnung: { $reason }. Das Geld ist noch nicht zurück auf der Karte.
card-not-back = Die Rückgabe hat nicht geklappt
card-aborted = Abgebrochen, die Karte wurde nicht belastet
card-aborted-text = Noch einmal versuchen oder den Betrag anders ausgleichen.
card-unreachable = Das Terminal ist nicht erreichbar
card-unreachable-text = Es wurde nichts gesendet und nichts belastet.
card-unknown = Ergebnis unbekannt – bitte nicht noch einmal kassieren
card-unknown-text = Die Verbindung zum Terminal ist abgerissen. Die Karte kann belastet sein. Die Kasse muss das Terminal fragen, bevor der Vorgang weitergeht.
card-ask = Terminal fragen
card-asking = Das Terminal wird gefragt …
card-resolve-charged = Bezahlt …
card-resolve-charged-text = Die Karte wurde belastet; das Terminal hat einen Beleg mit Genehmigung gedruckt.
card-resolve-not = Nicht bezahlt …
card-resolve-not-text = Die Karte wurde nicht belastet; das Terminal oder die Bank haben das bestätigt.
card-reason-slip = Beleg des Terminals liegt vor
card-reason-bank = Auskunft des Netzbetreibers
card-reason-no-slip = Terminal zeigt keine Zahlung
card-later = Später klären
card-set-aside = Der Vorgang ist beiseitegelegt. Er steht im Menü unter „Ungeklärte Karten“.
unknown-may-be-charged = Die Karte kann belastet sein.
unknown-undecided = Die Antwort des Terminals klärt es nicht.
unknown-manager = Nur wenn das Terminal es nicht mehr sagen kann – mit Freigabe durch die Leitung:
unknown-asked = Verlangt
unknown-at = Zeit
unknown-terminal = Terminal
unknown-last = Letzter Vorgang laut Terminal
unknown-last-paid = Bezahlt
unknown-last-not = Nicht bezahlt
unknown-number = Belegnummer
unknown-card = Karte
unknown-number-text = Was steht auf dem Beleg des Terminals?
unknown-kind = Art der Karte
unknown-next = Weiter
held-signature = Bezahlt – der Kunde muss unterschreiben
held-signature-text = Unterschrift auf dem Händlerbeleg mit der auf der Karte vergleichen. Erst dann ist der Vorgang fertig.
held-signature-right = Unterschrift stimmt
held-signature-wrong = Stimmt nicht
held-amount = Das Terminal hat einen anderen Betrag genommen
held-asked = Verlangt
held-taken = Genommen
held-due = Noch offen
held-too-much = Zu viel genommen
held-kind = Bezahlt mit: { $kind }. Das ist hier nicht zugelassen.
held-kind-text = Zurückgeben und anders bezahlen lassen – oder ausnahmsweise annehmen.
held-found = Das Terminal hat geantwortet: Die Zahlung ist bezahlt.
held-accept = Annehmen
held-go-on = Annehmen, Rest klären
held-take-back = Zurückgeben
question-signature = Unterschrift mit der Karte vergleichen
question-signature-text = Stimmt die Unterschrift auf dem Beleg mit der auf der Karte überein?
question-title = Das Terminal fragt
question-text = Bitte antworten; das Terminal wartet darauf.
yes = Ja
no = Nein
terminals-tab = Kartenterminals
terminals-untried = Dieser Treiber ist noch an keinem echten Terminal erprobt. Vor dem Einsatz eine Probezahlung machen und zurücknehmen.
terminals-driver-test = Eingebautes Testterminal
terminals-chosen = in Gebrauch
terminals-shared = auch für andere Kassen
terminals-test = Probezahlung 0,01 €
terminals-test-back = Zurücknehmen
terminals-testing = Das Terminal wird mit 0,01 € erprobt …
terminals-tested = 0,01 € bezahlt, Terminalbeleg { $receipt }. Jetzt bitte zurücknehmen.
terminals-tested-back = Die Probezahlung ist zurückgenommen, Terminalbeleg { $receipt }.
terminals-test-unknown = Ob 0,01 € bezahlt wurde, ist ungeklärt. { $why }
terminals-none = Kein Kartenterminal eingerichtet.
terminals-remove = Entfernen …
terminals-change = Ändern …
terminals-add = Neues Terminal …
terminals-removed = Das Terminal gehört nicht mehr zu dieser Kasse.
terminals-stored = Gespeichert. Das Terminal ist in Betrieb; mit einer Probezahlung geht man sicher.
terminals-stored-unchecked = Gespeichert, aber ungeprüft: Ob dort ein Terminal antwortet, steht noch nicht fest.
terminals-remove-title = „{ $name }“ entfernen?
terminals-remove-text = Die Kasse kassiert danach nicht mehr über dieses Terminal. Frühere Zahlungen bleiben im Journal. Am Terminal selbst ändert sich nichts.
terminals-remove-go = Entfernen
terminals-service = Am Terminal
terminals-log-in = Anmelden
terminals-diagnose = Diagnose
terminals-initialise = Initialisieren
terminals-try = Probezahlung, gehört zu keinem Verkauf
terminals-sale-first = Erst den offenen Verkauf abschließen oder parken.
terminals-serving = Das Terminal ist damit beschäftigt …
terminals-logged-in = „{ $name }“ ist angemeldet.
terminals-diagnosed = „{ $name }“ hat die Diagnose beendet.
terminals-initialised = „{ $name }“ ist initialisiert.
terminals-test-hangs = Die Probezahlung an „{ $name }“ ist ungeklärt: 0,01 € kann gebucht sein. Vorher beginnt keine neue.
terminals-test-ask = Terminal fragen
terminals-test-drop = Nicht mehr fragen …
terminals-test-dropped = Die Probezahlung ist mit Begründung aufgegeben. Bitte den Terminalbeleg prüfen.
terminals-drop-title = Probezahlung ungeklärt lassen?
terminals-drop-text = Die Kasse fragt dann nicht mehr nach. Vielleicht ist 0,01 € gebucht; am Terminal lässt es sich stornieren. Es kommt ins Protokoll.
terminals-drop-reason = Warum?
terminals-drop-example = z. B. Terminal ausgetauscht
terminals-drop-go = Nicht mehr fragen
terminals-form-add = Neues Kartenterminal
terminals-form-change = Kartenterminal ändern
terminals-name = Name
terminals-kind = Anschluss
terminals-kind-zvt = ZVT im Netz
terminals-about-zvt = Das Übliche in Deutschland: Ingenico, CCV, Verifone, Worldline, PAX
terminals-kind-serial = ZVT seriell
terminals-about-serial = Mit RS-232- oder USB-Kabel an dieser Kasse
terminals-kind-opi = OPI im Netz
terminals-about-opi = Wenn der Anbieter OPI oder O.P.I. vorgibt
terminals-about-test = Zum Üben; belastet keine Karte
terminals-test-warning = Das Testterminal bucht nie etwas ab. Nicht für echte Zahlungen verwenden.
terminals-host = IP-Adresse oder Name
terminals-port = Port
terminals-device = Gerät
terminals-device-help = Unter Linux meist /dev/ttyUSB0 oder /dev/ttyACM0, unter Windows COM3
terminals-baud = Geschwindigkeit (Baud)
terminals-stop = Stoppbits
terminals-password = Kassen-Passwort des Terminals
terminals-password-help = Sechs Ziffern; leer heißt 000000
terminals-dialect = Dialekt
terminals-dialect-de = Deutsch (Wincor, CCV, JTL)
terminals-dialect-ingenico = Ingenico
terminals-dialect-ccv = CCV NL/BE
terminals-dialect-nexi = Nexi/CCV Schweiz
terminals-listen = Port der Kasse
terminals-listen-help = Hier ruft das Terminal an: dort eintragen, Firewall öffnen
terminals-workstation = Kassennummer
terminals-workstation-help = WorkstationID; jede Kasse hat eine andere
terminals-slips = Belege
terminals-slips-register = Kasse druckt
terminals-slips-terminal = Terminal druckt
terminals-day = Kassenschnitt
terminals-closes-here = macht diese Kasse
terminals-closes-elsewhere = macht jemand anderes
terminals-habits = Besonderes
terminals-switch-closes = Diese Kasse macht den Kassenschnitt
terminals-switch-shared = Andere Kassen benutzen es auch
terminals-switch-partial = Teilbeträge annehmen
terminals-switch-last = Storniert nur die letzte Zahlung
terminals-probe = Verbindung prüfen
terminals-asking = Wer antwortet dort? Das kann eine halbe Minute dauern …
terminals-answers = Es antwortet ein Terminal ({ $protocol }).
terminals-answers-version = Software { $value }.
terminals-answers-id = Terminal-ID { $value }.
terminals-answers-state = Zustand: { $state }.
terminals-elsewhere = Stattdessen antwortet { $protocol } unter { $address }.
terminals-follow = So übernehmen und prüfen
terminals-save = Speichern
terminals-save-unchecked = Ungeprüft speichern
terminals-wrong-name = Bitte einen Namen mit 1 bis 40 Zeichen eingeben.
terminals-wrong-twice = So heißt schon ein Terminal.
terminals-wrong-host-empty = Bitte die Adresse des Terminals eingeben.
terminals-wrong-host = Nur Adresse oder Name, ohne Port.
terminals-wrong-port = Zahl von 1 bis 65535
terminals-wrong-device = Bitte das Gerät eingeben, etwa /dev/ttyUSB0.
terminals-wrong-password = Das Passwort hat genau sechs Ziffern.
terminals-wrong-listen-taken = Diesen Port benutzt schon ein anderes OPI-Terminal.
terminals-wrong-workstation = Bitte eine Kassennummer eingeben.
unsettled-title = Ungeklärte Kartenzahlungen
unsettled-text = Bei diesen Zahlungen ist offen, ob die Karte belastet wurde. Eine wählen, um sie zu klären.
unsettled-answered = Terminal hat geantwortet, Leitung entscheidet
unsettled-silent = Terminal hat noch nicht geantwortet
menu-unsettled = Ungeklärte Karten
closing-unknown = { $n ->
    [one] Eine Kartenzahlung war beim Abschluss ungeklärt; sie steht im Bericht.
   *[other] { $n } Kartenzahlungen waren beim Abschluss ungeklärt; sie stehen im Bericht.
}
closing-sign-terminals = Mit der PIN bestätigt die zweite Person Zählung, Differenz und Abschöpfung. Danach machen die Kartenterminals ihren Kassenschnitt; das kann eine Minute dauern.
closing-working-title = Der Abschluss läuft
closing-working = Die Kartenterminals machen ihren Kassenschnitt, dann wird der Abschluss geschrieben. Das kann eine Minute dauern; bitte nicht ausschalten.
closing-terminal = Kassenschnitt { $name }
closing-terminal-ours = Laut Kasse
closing-terminal-theirs = Laut Terminal
closing-terminal-failed = Kein Kassenschnitt: { $reason }
closing-terminal-again = Noch einmal versuchen
closing-terminal-asked = Das Terminal wird gefragt …
closing-terminal-shared = Auch andere Kassen nutzen dieses Terminal; seine Summe enthält deren Zahlungen.
closing-terminal-differs = Die Summen sind verschieden. Bitte vor dem Ablegen klären.
closing-terminal-not-ours-one = Beleg { $n } des Terminals gehört zu keiner Zahlung der Kasse.
closing-terminal-not-ours = Die Belege { $from } bis { $to } des Terminals gehören zu keiner Zahlung der Kasse.
closing-terminal-not-theirs = { $amount }, Beleg { $receipt }: Terminalbeleg { $slip } zählt das Terminal nicht mit.
closing-terminal-twice = { $amount }, Beleg { $receipt }: Terminalbeleg { $slip } kommt zweimal vor.
closing-terminal-explains = { $amount }, Beleg { $receipt }: genau so groß ist die Differenz.
closing-terminal-impossible = Die Angaben des Terminals passen nicht zueinander.
closing-unsettled = { $n ->
    [one] Eine Kartenzahlung ist ungeklärt.
   *[other] { $n } Kartenzahlungen sind ungeklärt.
}
card-taken-back = Die Kartenzahlung ist zurückgenommen.

## Bezahlt

done-paid = Bezahlt
done-paid-back = Zurückgezahlt
done-sale = Beleg { $n } ist bezahlt
done-void = Storno, Beleg { $n }
done-refund = Erstattung, Beleg { $n }
done-training = Übungsbeleg { $n }
done-not-paid = Übung: nicht bezahlt
done-sum = Summe
done-signed = TSE-Transaktion { $n } signiert
done-unsigned = Die TSE ist ausgefallen. Der Beleg gilt; der Ausfall steht darauf.
done-not-printed = Drucker oder Lade haben nicht reagiert. Der Beleg ist gültig und lässt sich noch einmal drucken.
done-code = Prüfcode des Belegs
done-voucher = Gutschein-Nr. { $n }
done-voucher-rest = Noch { $rest } auf dem Gutschein
done-next = Nächster Kunde

## Belege

receipts-title = Belege
receipts-search = Belegnummer, Artikel, Kassenzeichen oder Name
receipts-none = Kein Beleg gefunden
receipts-choose = Links einen Beleg wählen
receipt-number = Beleg { $n }
receipt-refers = Zu Beleg { $n }
receipt-back = Zurückgenommen mit Beleg { $n }
receipt-second = Freigegeben von
receipt-signing = Wird signiert
receipt-voided = storniert
kind-sale = Verkauf
kind-void = Storno
kind-refund = Erstattung
kind-abort = Abbruch
kind-training = Übung
kind-opening = Anfangsbestand
kind-float = Wechselgeld
kind-skim = Abschöpfung
kind-delivery = Ablieferung
kind-pay-in = Einzahlung
kind-pay-out = Auszahlung
kind-difference = Differenz
void = Stornieren …
void-title = Beleg stornieren
void-text = Der ganze Beleg wird zurückgenommen. Danach das Geld zurückgeben.
void-go = Storno beginnen
void-mistake = Falsch gebucht
void-double = Doppelt gebucht
void-customer = Antrag zurückgezogen
refund = Erstatten …
refund-title = Erstattung
refund-text = Die gewählten Positionen werden zurückgenommen. Danach das Geld zurückgeben.
refund-go = Erstattung beginnen
refund-amount = { $amount } erstatten
refund-faulty = Mangelhaft
refund-wrong = Falscher Artikel
refund-not-needed = Nicht mehr benötigt

## Freigabe durch eine zweite Person

clock-title = Die Uhr geht nach
clock-reason-fast = Uhr ging vor und wurde gestellt
clock-reason-right = Uhr ist geprüft und richtig
clock-accept = Uhr gilt
clock-accepted = Die Uhr gilt. Der Grund ist im Kassenbuch vermerkt.

approval-who = Zweite Person
approval-reason = Grund
approval-reason-hint = Anderer Grund
approval-needs-reason = Bitte einen Grund wählen.
approval-needs-person = Bitte die zweite Person wählen.
approval-needs-pin = Bitte die PIN der zweiten Person eingeben.
approval-nobody = Niemand sonst darf das freigeben.

## Bargeld

count-next = Weiter
drawer-title = Bargeld
drawer-expected = In der Lade (Soll)
drawer-amount = Betrag
drawer-done = Gebucht mit Beleg { $n }.
drawer-sure = { $amount } – stimmt das?
drawer-sure-go = Ja, buchen
drawer-float-hint = Wechselgeld in die Lade legen
drawer-float-from = Woher? (z. B. Tresor)
drawer-skim-hint = Überschuss in den Tresor
drawer-skim-to = Wohin? (z. B. Tresor, Beutel 12)
drawer-delivery-hint = An Hauptkasse oder Bank
drawer-delivery-to = Wohin? (z. B. Bank, Beutel 12)
drawer-pay-in-hint = Sonstiges Geld in die Lade
drawer-pay-out-hint = Sonstiges Geld aus der Lade
drawer-reason = Wofür?
drawer-pay-out-text = Eine Auszahlung braucht eine zweite Person.
drawer-count = Kassensturz
drawer-count-hint = Zählen, ohne abzuschließen
drawer-count-reason = Erklärung, falls etwas fehlt
drawer-count-right = Gezählt: Der Bestand stimmt.
drawer-count-difference = Gezählt: Differenz { $difference }. Sie steht im Zählprotokoll.

## Kassenabschluss

closing-title = Kassenabschluss
closing-step-look = Prüfen
closing-step-count = Zählen
closing-step-skim = Abschöpfen
closing-step-sign = Unterschreiben
closing-receipts = Belege
closing-turnover = Umsatz
closing-voids = Stornos ({ $n })
closing-refunds = Erstattungen ({ $n })
closing-aborts = Abbrüche ({ $n })
closing-struck = Stornierte Zeilen ({ $n })
closing-discounts = Rabatte ({ $n })
closing-third-party = davon für { $whom }
closing-sales-waiting = { $n ->
    [one] Ein Vorgang ist noch offen. Erst beenden oder abbrechen.
   *[other] { $n } Vorgänge sind noch offen. Erst beenden oder abbrechen.
}
closing-unsigned = { $n ->
    [one] Ein Beleg ohne Signatur (TSE-Ausfall).
   *[other] { $n } Belege ohne Signatur (TSE-Ausfall).
}
closing-opening = Anfangsbestand
closing-cash-in = { $n ->
    [one] Bareinnahmen ({ $n } Beleg)
   *[other] Bareinnahmen ({ $n } Belege)
}
closing-cash-out = Barausgaben und Rückzahlungen
closing-put-in = Wechselgeld und Einzahlungen
closing-taken-out = Abschöpfungen und Ablieferungen
closing-expected = Soll
closing-counted = Gezählt
closing-difference = Differenz
closing-card = Karte laut Kasse ({ $n })
closing-signatures = Signaturen der TSE
closing-signed = { $signed } von { $all }
difference-why = Grund der Differenz:
difference-change = Wechselgeldfehler
difference-note = Falschgeld
difference-unknown = Ungeklärt
closing-needs-reason = Erst den Grund der Differenz wählen.
closing-open-sales = Zu den offenen Vorgängen
closing-skim-text = Wie viel bleibt als Wechselgeld in der Lade? Der Rest geht in den Tresor.
closing-keep-float = Wechselgeld: { $amount }
closing-keep-all = Alles: { $amount }
closing-keep-nothing = Nichts, die Lade wird leer
closing-keep-other = Anderer Betrag …
closing-carry = Bleibt in der Lade
closing-carry-hint = Wechselgeld für den nächsten Tag
closing-carry-too-much = So viel ist nicht in der Lade.
closing-skimmed = In den Tresor
closing-counter = Gezählt von
closing-sign-explain = Eine zweite Person prüft die Zahlen und unterschreibt mit ihrer PIN. Danach ist der Tag abgeschlossen und nicht mehr zu ändern.
closing-sign-title = Abschluss unterschreiben
closing-sign-text = Mit der PIN bestätigt die zweite Person Zählung, Differenz und Abschöpfung.
closing-next-count = Weiter: Zählen
closing-next-skim = Weiter: Abschöpfen
closing-next-sign = Weiter: Unterschreiben
closing-go = Abschließen
closing-print-x = X-Bericht
closing-done = Abschluss Z { $n } ist fertig
closing-finish = Fertig
closings-none = Noch kein Abschluss
closings-difference = Differenz { $amount }

## Menü und Einstellungen

# Kassen-Nachschau (§ 146b AO)
menu-inspection = Kassen-Nachschau
audit-step-period = Zeitraum
audit-step-export = Export
audit-step-proof = Prüfung
audit-step-count = Kassensturz
audit-step-records = Unterlagen
audit-step-protocol = Protokoll
audit-open = noch offen
audit-none = keine Abschlüsse
audit-runs = läuft …
audit-fine = in Ordnung
audit-to-look = zum Ansehen
audit-to-sign = zum Unterschreiben
audit-n-closings = { $n ->
    [one] ein Abschluss
   *[other] { $n } Abschlüsse
}
audit-n-files = { $n ->
    [one] eine Datei
   *[other] { $n } Dateien
}
audit-n-faults = { $n ->
    [one] eine Abweichung
   *[other] { $n } Abweichungen
}
audit-period-title = Welcher Zeitraum?
audit-period-text = Fragen Sie die Amtsträgerin oder den Amtsträger, welche Tage gewünscht sind.
audit-today = Heute
audit-month = Dieser Monat
audit-last-month = Letzter Monat
audit-year = Dieses Jahr
audit-all = Alles
audit-span = Von – bis
audit-from = Vom
audit-to = Bis
audit-day-wrong = Bitte als TT.MM.JJJJ
audit-type-days = Bitte den ersten und den letzten Tag eingeben.
audit-closings = { $n ->
    [one] Ein Kassenabschluss: Z { $first }, für { $days }
   *[other] { $n } Kassenabschlüsse: Z { $first } bis Z { $last }, für { $days }
}
audit-no-closing = In diesem Zeitraum liegt kein Kassenabschluss; exportiert werden nur abgeschlossene Tage.
audit-nothing-open = Alle Belege sind abgeschlossen; es steht nichts aus.
audit-open-day = { $n ->
    [one] Noch nicht abgeschlossen: ein Beleg seit { $since }. Der Export enthält nur abgeschlossene Tage.
   *[other] Noch nicht abgeschlossen: { $n } Belege seit { $since }. Der Export enthält nur abgeschlossene Tage.
}
audit-open-sales = { $n ->
    [one] Dazu wartet ein Vorgang, der noch nicht bezahlt ist.
   *[other] Dazu warten { $n } Vorgänge, die noch nicht bezahlt sind.
}
audit-open-x = Den Stand des offenen Tages zeigt ein Zwischenbericht.
audit-x = X-Bericht (PDF)
audit-closing-span = { $from } bis { $to }
audit-closing-at = abgeschlossen { $at }
audit-next-export = Weiter: Export
audit-export-title = Daten mitgeben
audit-export-text = DSFinV-K und TSE-Archive zusammen in einem Ordner, mit Prüfsummen.
audit-no-medium = Kein Datenträger erkannt. Bitte einen USB-Stick anschließen; er erscheint hier von selbst.
audit-read-only = schreibgeschützt
audit-folder = Oder ein Ordner
audit-folder-hint = z. B. /mnt/pruefung
audit-export = Exportieren
audit-export-again = Noch einmal
audit-once-more = Auf einen weiteren Datenträger
audit-stop = Abbrechen
audit-goes-on = An der Kasse kann weiter kassiert werden; auch nach dem Abmelden läuft es zu Ende.
audit-do-archive = TSE-Archiv
audit-do-package = DSFinV-K
audit-do-copy = Kopieren
audit-do-ledger = Kassenbuch
audit-do-compare = TSE-Vergleich
audit-do-read-back = Zurücklesen
audit-do-check = DSFinV-K
audit-wait = Einen Moment …
audit-exported = { $n ->
    [one] Fertig: Z { $first } liegt auf dem Datenträger.
   *[other] Fertig: { $n } Abschlüsse, Z { $first } bis Z { $last }, liegen auf dem Datenträger.
}
audit-behind = Das TSE-Archiv reicht bis Signatur { $reaches }, signiert wurde bis { $signed }. Den Rest enthält der nächste Export.
audit-where = Ordner
audit-next-proof = Weiter: Prüfung
audit-proof-title = Ist alles unverändert?
audit-proof-text = Die Kasse rechnet alles nach, was sie je aufgezeichnet hat.
audit-what-ledger = Kassenbuch: Kette der Prüfsummen, lückenlose Nummern, alle Summen
audit-what-signatures = Jede Signatur mit dem Schlüssel ihrer TSE
audit-what-archive = Kassenbuch und TSE-Archiv, Signatur für Signatur in beide Richtungen
audit-what-medium = Was mitgegeben wurde, vom Datenträger zurückgelesen, und die DSFinV-K nach ihren Regeln
audit-nothing-to-read = Es wurde noch nichts exportiert; geprüft werden Kassenbuch und TSE-Archive.
audit-export-first = Der Export läuft noch; danach wird geprüft.
audit-prove = Prüfen
audit-prove-again = Noch einmal
audit-holds = Geprüft am { $at }: keine Abweichung.
audit-fails = { $n ->
    [one] Geprüft am { $at }: eine Abweichung.
   *[other] Geprüft am { $at }: { $n } Abweichungen.
}
audit-check-ledger = Kassenbuch
audit-check-ledger-text = Einträge: { $entries } · Belege: { $receipts } · Abschlüsse: { $closings }
audit-check-signatures = Signaturen
audit-check-signatures-text = { $genuine } von { $signatures } echt · Belege bei TSE-Ausfall: { $unsigned }
audit-check-archive = TSE-Archiv
audit-check-archive-text = { $matched } Belege stimmen überein · Archive: { $archives } · noch nicht archiviert: { $beyond }
audit-no-archive = Es gibt noch kein Archiv.
audit-check-medium = Datenträger
audit-check-medium-text = Dateien mit richtiger Prüfsumme zurückgelesen: { $n }
audit-check-package = DSFinV-K
audit-check-package-text = Abschlüsse: { $closings } · Vorgänge: { $transactions } · Fehler: { $errors } · Hinweise: { $warnings }
audit-next-count = Weiter: Kassensturz
audit-count-title = Kassensturz
audit-count-text = Zählen Sie gemeinsam, was in der Lade liegt. Der Tag wird dabei nicht abgeschlossen.
audit-compare = Mit dem Soll vergleichen
audit-counted = Gezählt
audit-difference = Differenz
audit-count-number = Zählprotokoll { $n }
audit-count-at = Gezählt am
audit-count-by = Gezählt durch
audit-count-again = Neu zählen
audit-count-sheet = Zählzettel
audit-next-records = Weiter: Unterlagen
audit-page-tse = TSE
audit-page-outages = Ausfälle
audit-page-users = Benutzer und Rechte
audit-page-program = Programm
audit-nobody = niemand
audit-right = Darf
audit-may = ja
audit-program = Programm
audit-file = Datei
audit-size = Größe
audit-program-sum = Prüfsumme des Programms (SHA-256)
audit-entry = Neuester Eintrag
audit-head = Prüfsumme des Kassenbuchs bis dahin (SHA-256)
audit-next-protocol = Weiter: Protokoll
audit-paper-title = Protokoll
audit-paper-text = Kassen-Nachschau, begonnen am { $at }
audit-paper-how = Das Protokoll nennt alles, was hier getan wurde, dazu TSE, Ausfälle, Benutzer, Programm und den Stand des Kassenbuchs. Es liegt danach auch auf dem Datenträger. Bitte zweimal drucken und beide unterschreiben.
audit-done-export = Z { $first } bis Z { $last }, für { $days }
audit-done-count = Gezählt { $counted }, Differenz { $difference }
audit-not-done = nicht durchgeführt
audit-protocol = Protokoll als PDF

menu-title = Menü
menu-waiting = Geparkte Vorgänge
menu-receipts = Belege
menu-drawer = Bargeld
menu-closing = Kassenabschluss
menu-closings = Abschlüsse
menu-training = Training beginnen
menu-training-end = Training beenden
menu-catalogue = Katalog
menu-devices = Geräte
menu-devices-look = Geräte – bitte ansehen
menu-settings = Einstellungen
menu-log-out = Abmelden
settings-language = Sprache
settings-look = Farben
settings-scale = Größe
settings-scale-limit = Größer passt auf diesen Bildschirm nicht alles.
settings-lock = Automatisch abmelden
settings-print = Beleg drucken
print-always = Immer
print-asked = Auf Wunsch
settings-devices = Geräte
settings-devices-hint = Geräte richtet die Administration auf der Kommandozeile ein.
look-light = Hell
look-dark = Dunkel
look-contrast = Hoher Kontrast
lock-never = Nie
lock-minutes = nach { $n } Min.

## Tasten

help-title = Tasten
help-search = Suchen
help-times = Menge
help-price = Preis
help-discount = Rabatt
help-park = Parken, geparkte Vorgänge
help-cash = Bar bezahlen
help-card = Mit Karte bezahlen
help-next = Weiter, bezahlen
help-strike = Zeile stornieren
help-back = Zurück
help-tab = Nächstes Feld, Enter drückt es
help-scanner = Buchstaben beginnen eine Suche, Ziffern eine Menge oder einen Betrag. Ein Scanner bucht auch ohne Cursor im Suchfeld.

## Katalog

tax-undecided = ohne Entscheidung
cat-search = Name, Nummer, Barcode
cat-new = Neu
cat-tiles = Kacheln
cat-file = Datei
cat-any = alle
cat-none = Kein Artikel passt dazu
cat-read-only = Nur lesen: Ändern darf den Katalog nur die Administration.
cat-office = Amt
cat-group = Gruppe
cat-no-group = ohne Gruppe
cat-kind = Art
cat-kind-fee = Gebühr
cat-kind-article = Artikel
cat-kind-service = Leistung
cat-kind-transit = Durchlaufender Posten
cat-shown = Anzeigen
cat-shown-kept = im Angebot
cat-shown-waiting = wartet auf Freigabe
cat-shown-undecided = ohne Steuerentscheidung
cat-shown-archived = archiviert
cat-shown-all = alle, auch archivierte
cat-archived-since = { $office } · archiviert seit { $day }
cat-archived-from = { $office } · bis { $day }
cat-number = Nummer
cat-name = Bezeichnung
cat-price = Preis
cat-tax = Steuer
cat-stock = Bestand
cat-account = Konto
cat-from = ab { $day }: { $what }
cat-count = { $n ->
    [one] { $n } Artikel
   *[other] { $n } Artikel
}{ $ticked ->
    [0] { "" }
   *[other] , { $ticked } ausgewählt
}
cat-form-new = Neuer Artikel
cat-tab-general = Allgemein
cat-tab-price = Preis
cat-tab-tax = Steuer
cat-tab-account = Buchung
cat-tab-stock = Lager
cat-tab-tiles = Kacheln
cat-yes = ja
cat-no = nein
cat-choose = bitte wählen
cat-short-name = Kurzname
cat-hint-short = wie die Bezeichnung
cat-hint-id = z. B. BB0310
cat-case = Geschäftsvorfall
cat-reference = Kassenzeichen erfragen
cat-basis = Rechtsgrundlage des Preises
cat-hint-basis = Gebührensatzung § 2
cat-ean = Barcode (EAN)
cat-hint-ean = scannen oder tippen
cat-code = Kurzwahl
cat-hint-code = keine
cat-unit = Einheit
cat-note = Vermerk
cat-hint-note = nur für die Pflege des Katalogs
cat-prices = Preise
cat-price-always = von Anfang an
cat-price-since = ab { $day }
cat-price-coming = kommt
cat-price-now = gilt
cat-price-past = galt
cat-price-withdrawn = wird zurückgenommen
cat-price-withdraw = Zurücknehmen
cat-price-keep = Behalten
cat-price-next = Nächster Preis
cat-price-first = Preis
cat-price-from = gilt ab
cat-mode = Preisart
cat-mode-fixed = fest
cat-mode-quantity = je Einheit
cat-mode-range = Rahmen
cat-price-amount = Preis in €
cat-price-per-unit = Preis je Einheit in €
cat-price-suggested = Vorschlag in €
cat-price-min = mindestens
cat-price-max = höchstens
cat-third-party = davon fremder Anteil in €
cat-price-hint = Der Preis, wie er in der Satzung oder Preisliste steht. Kommt die Umsatzsteuer obendrauf, steht das in der Steuerbehandlung.
cat-amount-unit = { $amount } je Einheit
cat-amount-third = davon fremd { $amount }
cat-law-old = Bisheriges Recht (§ 2 Abs. 3 UStG a. F.)
cat-law-new = Neues Recht (§ 2b UStG)
cat-law-now = gilt heute
cat-law-from = gilt ab { $day }
cat-law-not = gilt nicht
cat-tax-second = Die Steuerbehandlung ist ein Vorschlag: Sie gilt erst, wenn eine zweite Person sie auf der Seite „Steuern“ freigegeben hat.
cat-tax-key = Steuerschlüssel
cat-tax-rest = Rest unter anderem Schlüssel
cat-tax-whole = kein Rest, alles unter einem Schlüssel
cat-tax-share = Anteil des ersten Schlüssels in %
cat-hint-share = 70
cat-rule = Was wird aus dem Preis?
cat-rule-gross = Preis bleibt, USt ist enthalten
cat-rule-net = zuzüglich USt
cat-tax-text = Wortlaut auf dem Beleg
cat-hint-exempt = steuerfrei nach § 4 Nr. 20a UStG
cat-tax-reason = Begründung
cat-hint-reason = hoheitliche Tätigkeit
cat-tax-basis = Rechtsgrundlage der Steuer
cat-hint-tax-basis = § 2b Abs. 1 UStG
cat-tax-refused = abgelehnt
cat-tax-holds = freigegeben
cat-tax-no-reason = ohne Begründung
cat-tax-who = { $one }, freigegeben von { $two }
cat-tax-set-up = bei der Einrichtung
cat-tax-one = vorgeschlagen von { $one }
cat-set-up = Einrichtung
cat-tax-elsewhere = Geändert und freigegeben wird die Steuer dort, von zwei Personen.
cat-key-1 = { $rate } % – Regelsatz (Schlüssel { $key })
cat-key-2 = { $rate } % – ermäßigt (Schlüssel { $key })
cat-key-3 = { $rate } % – Durchschnittssatz Landwirtschaft (Schlüssel { $key })
cat-key-4 = { $rate } % – Durchschnittssatz Forst (Schlüssel { $key })
cat-key-5 = nicht steuerbar (Schlüssel { $key })
cat-key-6 = steuerfrei (Schlüssel { $key })
cat-key-7 = nicht ermittelbar (Schlüssel { $key })
cat-key-8 = Nullsatz (Schlüssel { $key })
cat-key-own = { $rate } % – eigener Schlüssel { $key }
cat-hint-account = Haushaltsstelle oder Sachkonto
cat-product = Produkt
cat-hint-product = Produkt oder Kostenträger
cat-share = Anteil
cat-split-more = Auf Konten aufteilen
cat-split-hint = Aufgeteilt wird der eigene Anteil des Preises, im Verhältnis der Anteile (70 und 30, oder 2 und 1).
cat-principal = Fremdes Geld für
cat-hint-principal = z. B. Bundesdruckerei
cat-third-party-account = Konto für fremdes Geld
cat-hint-third-party-account = wie das eigene
cat-principal-hint = Wem der fremde Anteil gehört. Wie hoch er ist, steht beim Preis.
cat-stock-none = wird nicht geführt
cat-stock-quantity = nach Menge
cat-stock-numbered = nach Nummern (Wertvordrucke)
cat-stock-level = Bestand: { $n }
cat-minimum = Mindestbestand
cat-stock-hint = Zugänge, Verluste und Inventur werden dort gebucht.
cat-tiles-later = Kacheln gibt es, sobald der Artikel gespeichert ist.
cat-tiles-point = Zahlstellen
cat-tiles-user = Personen
cat-tiles-hint = Angekreuzt steht der Artikel dort unter „Häufig“. Die Kacheln einer Person gehen denen der Zahlstelle vor.
cat-copy = Kopieren
cat-archive = Archivieren …
cat-reactivate = Wieder anbieten
cat-archive-title = Artikel archivieren?
cat-archive-text = Er wird nicht mehr angeboten. Belege, Preise und Steuer bleiben erhalten.
cat-archive-from = nicht mehr ab
cat-archive-go = Archivieren
cat-reason = Grund der Änderung
cat-reason-new = neu angelegt
cat-reason-reactivate = wieder im Angebot
cat-reason-tiles = Kacheln geordnet
cat-save = Speichern
cat-changed = { $n ->
    [0] Gespeichert.
    [one] Gespeichert: { $n } Artikel.
   *[other] Gespeichert: { $n } Artikel.
}{ $waiting ->
    [0] { "" }
    [one] {" "}Eine Steuerbehandlung wartet auf Freigabe.
   *[other] {" "}{ $waiting } Steuerbehandlungen warten auf Freigabe.
}
cat-leave-title = Änderungen verwerfen?
cat-leave-text = Was geändert wurde, ist noch nicht gespeichert.
cat-leave-stay = Weiter bearbeiten
cat-leave-go = Verwerfen
cat-wrong-amount = Bitte einen Betrag wie 12,50 eintragen.
cat-wrong-number = Bitte eine Zahl wie 70 oder 2,5 eintragen.
cat-hint-day = TT.MM.JJJJ
cat-wrong-day = Bitte einen Tag wie 01.01.2027 eintragen.
cat-wrong-empty = Hier fehlt etwas.
cat-wrong-spaces = Bitte ohne Leerzeichen am Anfang und Ende.
cat-tax-go = Zur Steuer
cat-stock-go = Zum Lager
cat-tiles-begin = Mit diesen beginnen
cat-wrong-choose = Bitte wählen.
cat-mass-title = Mehrere Artikel ändern
cat-mass-what = Was soll sich ändern?
cat-mass-percent = Preis in %
cat-mass-amount = Preis in €
cat-mass-office = Amt
cat-mass-group = Gruppe
cat-mass-account = Konto
cat-mass-archive = Archiv
cat-mass-tax = Steuer
cat-mass-percent-value = Erhöhung in % (Senkung mit −)
cat-mass-amount-value = Erhöhung in € (Senkung mit −)
cat-mass-step = gerundet auf Vielfache von €
cat-mass-from = gilt ab
cat-mass-group-hint = Leer: ohne Gruppe.
cat-mass-go = Alle ändern
cat-preview-count = Vorschau: { $n } von { $of } ändern sich
cat-preview-wrong = { $n ->
    [one] { $n } geht so nicht
   *[other] { $n } gehen so nicht
}
cat-preview-none = Nichts ändert sich.
cat-tiles-title = Kacheln
cat-tiles-items = Kacheln
cat-tiles-offices = Ämter
cat-tiles-add = Artikel hinzufügen
cat-tiles-none-point = Noch keine eigenen Kacheln: Hier stehen die allgemeinen.
cat-tiles-none-user = Noch keine eigenen Kacheln: Es gelten die der Zahlstelle.
cat-tiles-offices-hint = Welche Ämter diese Zahlstelle als Reiter zeigt
cat-file-title = Katalog als Datei
cat-import = Einlesen
cat-file-path = Datei (CSV)
cat-file-examine = Prüfen, ohne etwas zu ändern
cat-file-none = CSV-Dateien im Ordner { $folder } stehen hier zur Auswahl.
cat-file-first = Erst prüfen: Hier steht dann, was sich ändern würde.
cat-import-go = Übernehmen
cat-import-count = { $n ->
    [one] Eine Änderung
   *[other] { $n } Änderungen
}, { $rest } Artikel bleiben unberührt
cat-import-same = Der Katalog ist schon so, wie die Datei es sagt.
cat-import-refused = { $n ->
    [one] Ein Fehler, nichts wird übernommen
   *[other] { $n } Fehler, nichts wird übernommen
}
cat-import-more = … und { $n } weitere
cat-export = Ausgeben
cat-export-today = Stand heute
cat-export-all = Mit allen Zeiträumen
cat-export-hint = Die Datei liegt danach im Ordner „export“ und lässt sich wieder einlesen.
cat-tick-all = Alle auswählen
cat-tick-none = Auswahl aufheben
cat-mass-n = { $n ->
    [0] Mehrere ändern …
    [one] { $n } Artikel ändern …
   *[other] { $n } Artikel ändern …
}

## Was nicht geht, und was dann zu tun ist

problem-wrong-pin = { $n ->
    [one] Die PIN stimmt nicht. Noch ein Versuch, dann folgt eine Pause.
   *[other] Die PIN stimmt nicht. Noch { $n } Versuche, dann folgt eine Pause.
}
problem-pin-shape = Eine PIN hat 4 bis 8 Ziffern.
problem-locked = Zu viele falsche PINs. Ab { $until } Uhr geht es wieder.
problem-not-allowed = Dafür fehlt die Berechtigung. Bitte die Kassenverwaltung rufen.
problem-same-person = Die zweite Person muss jemand anderes sein.
problem-no-item = „{ $code }“ ist nicht im Katalog.
problem-price-fixed = Der Preis steht fest: { $price }.
problem-price-outside = Der Betrag muss zwischen { $min } und { $max } liegen.
problem-quantity = Die Menge muss zwischen 0,001 und 99.999 liegen.
problem-whole-pieces = Das gibt es nur in ganzen Stücken.
problem-reference = „{ $item }“ braucht ein Kassenzeichen.
problem-no-discount = Auf „{ $item }“ ist kein Rabatt möglich: Der Preis ist festgelegt.
problem-no-discount-whole = Auf diesem Beleg ist nichts, worauf Rabatt möglich wäre.
problem-discount-amount = Der Rabatt muss über null liegen und darf den Preis nicht übersteigen.
problem-no-line = Diese Zeile gibt es nicht mehr.
problem-too-many-lines = Der Beleg ist voll. Bitte kassieren und einen neuen beginnen.
problem-fixed = Storno und Erstattung lassen sich nicht ändern, nur abbrechen.
problem-whole-only = Ein Beleg mit Rabatt auf alles lässt sich nur ganz stornieren.
problem-below-zero = Ein Verkauf darf nicht unter null liegen. Geld zurück gibt es als Erstattung unter „Belege“.
problem-training = Das geht im Training nicht: Es wäre echt. Bitte erst das Training beenden.
problem-no-rate = Für diesen Tag fehlt ein Steuersatz. Bitte die Administration rufen.
problem-nothing-rung-up = Es ist noch nichts gebucht.
problem-partly-paid = Ein Teil ist schon bezahlt. Erst die Teilzahlung zurücknehmen.
problem-unresolved = Eine Kartenzahlung ist noch ungeklärt. Erst das Terminal fragen.
problem-sales-waiting = Es sind noch Vorgänge offen oder geparkt. Erst beenden oder abbrechen.
problem-sale-open = Erst den offenen Vorgang beenden oder parken.
problem-already-back = Dieser Beleg lässt sich nicht (noch einmal) zurücknehmen.
problem-amount = Der Betrag passt nicht zum offenen Rest.
problem-not-enough-cash = In der Lade sind nur { $there }.
problem-nothing-to-close = Seit dem letzten Abschluss ist nichts geschehen.
problem-clock = Die Uhr geht nach: Der letzte Eintrag ist vom { $last }. Bitte die Uhr stellen.
problem-reason = Bitte einen Grund angeben.
problem-printer = Der Drucker druckt nicht. Papier und Verbindung prüfen, dann noch einmal; der Beleg ist gültig.
problem-no-terminal = Es ist kein Kartenterminal eingerichtet.
problem-terminal = Das Terminal antwortet nicht. Ist es eingeschaltet und verbunden?
problem-terminal-busy = Das Kartenterminal wird gerade etwas anderes gefragt. Gleich noch einmal versuchen.
problem-terminal-owes = Am Kartenterminal { $name } ist eine Zahlung noch ungeklärt. Erst klären, dann ändern.
problem-terminal-test-open = Eine Probezahlung am Kartenterminal { $name } ist noch ungeklärt. Erst das Terminal danach fragen.
problem-terminal-no-test = Dafür gibt es keine passende Probezahlung.
problem-slip-number = Bitte die Belegnummer vom Beleg des Kartenterminals eintragen.
problem-no-slips = Zu diesem Beleg sind keine Belege des Kartenterminals da.
problem-terminal-not-ours = Den Kassenschnitt von { $name } macht eine andere Kasse.
problem-ledger = Das ließ sich nicht speichern, es ist nichts geschehen: { $reason }
problem-rate-changed = Seit heute gilt ein anderer Steuersatz. Bitte zuerst den Kassenabschluss machen.
problem-audit-busy = Ein Export oder eine Prüfung läuft schon. Bitte warten oder abbrechen.
problem-close-first = Seit dem letzten Abschluss haben sich Stammdaten oder das Programm geändert. Bitte zuerst den Kassenabschluss machen.
problem-reference-too-long = Das Kassenzeichen hat höchstens 40 Zeichen.
problem-sum-changed = Seit Mitternacht gelten andere Preise oder Steuern. Neue Summe: { $name }.
problem-supplied-later = Der Tag der Leistung darf nicht in der Zukunft liegen.
problem-tax-reserved-key = Steuerschlüssel { $name } ist reserviert; eigene Schlüssel sind 1000 bis 5999.
problem-tax-not-own-key = Steuerschlüssel { $name } gehört der DSFinV-K; eigene Schlüssel sind 1000 bis 5999.
problem-tax-undefined-key = Steuerschlüssel { $name } ist noch nicht angelegt.
problem-tax-key-in-use = Der Schlüssel wird gebraucht, von Artikel { $name }.
problem-tax-key-exists = Steuerschlüssel { $name } gibt es schon.
problem-tax-fixed-key = Steuerschlüssel { $name } steht für immer für einen Satz. Bitte einen neuen Schlüssel anlegen.
problem-tax-percent = Ein Steuersatz liegt zwischen 0 und 100 % mit höchstens zwei Nachkommastellen.
problem-tax-without-vat = Steuerschlüssel { $name } steht für Umsätze ohne Umsatzsteuer.
problem-tax-same-rate = Steuerschlüssel { $name } hat an diesem Tag schon diesen Satz.
problem-tax-no-historical = Kein Schlüssel stünde mehr für den alten Satz. Bitte zuerst Schlüssel { $name } dafür anlegen.
problem-tax-begun = Das ist zu früh: Bis { $name } gibt es Belege oder offene Vorgänge.
problem-tax-not-ahead = Das hat am { $name } schon begonnen.
problem-tax-nothing-begins = Am { $name } beginnt nichts, was zurückzunehmen wäre.
problem-tax-not-new-year = Das Recht wechselt immer zum 1. Januar (§ 27 Abs. 22a UStG).
problem-tax-no-way-back = Von § 2b UStG führt kein Weg zum alten Recht zurück.
problem-tax-same-law = Dieses Recht gilt an diesem Tag schon.
problem-tax-decided = Diese Entscheidung wartet nicht mehr auf eine Freigabe.
problem-tax-text-needed = Bitte angeben, wofür der Schlüssel steht.
problem-out-of-stock = So viel ist nicht da. Noch vorrätig – { $name }.
problem-no-stock = Von { $name } wird kein Bestand geführt.
problem-count-first = { $name } muss erst einmal gezählt werden (Inventur).
problem-numbers-needed = { $name } wird nach Nummern geführt. Bitte die Nummern angeben, z. B. 1001-1050.
problem-quantity-needed = { $name } hat keine Nummern. Bitte eine Menge angeben.
problem-numbers-there = Schon im Bestand: Nr. { $name }.
problem-numbers-not-there = Nicht im Bestand oder schon vergeben: Nr. { $name }.
problem-numbers-empty = Bitte Nummern angeben, z. B. 1001-1050,1060.
problem-numbers-shape = „{ $name }“ ist keine Nummer. Erwartet wird z. B. 1001-1050,1060.
problem-numbers-backwards = „{ $name }“ läuft rückwärts. Bitte von–bis angeben.
problem-numbers-twice = Doppelt angegeben: Nr. { $name }.
problem-numbers-too-many = Das sind mehr als 1.000.000 Nummern auf einmal.
problem-numbers-count = Bitte die erste Nummer angeben oder genau { $name } Nummern.
problem-nothing-counted = Es ist noch nichts gezählt.
problem-counted-twice = { $name } steht zweimal in der Zählung.
problem-voucher-singly = Gutscheine werden einzeln gebucht: jeder hat seine eigene Nummer.
problem-voucher-no-number = { $name }: die Gutschein-Nummer fehlt.
problem-voucher-for-voucher = Einlösen und Verkauf von Gutscheinen gehen nicht auf einem Beleg. Bitte nacheinander buchen.
problem-voucher-twice = Der Gutschein { $name } steht schon auf diesem Beleg.
problem-voucher-nothing = Erst die Ware oder Leistung buchen, dann den Gutschein einlösen.
problem-voucher-too-much = Mit Gutscheinen können hier höchstens { $name } bezahlt werden. Gutschein-Zeile stornieren und neu einlösen.
problem-voucher-not-covered = { $name }: dieser Gutschein gilt nur für die Leistung, für die er verkauft wurde. Diese zuerst in voller Höhe buchen.
problem-voucher-unknown = Einen Gutschein { $name } hat diese Kasse nicht verkauft.
problem-voucher-blocked = Gesperrt – Gutschein { $name }.
problem-voucher-not-blocked = Der Gutschein { $name } ist nicht gesperrt.
problem-voucher-spent = Der Gutschein { $name } ist vollständig eingelöst.
problem-voucher-balance = Auf dem Gutschein sind noch { $name }.
problem-voucher-in-use = Der Gutschein { $name } liegt auf einem anderen offenen Vorgang.
problem-voucher-redeemed = Der Gutschein { $name } wurde schon eingelöst; sein Verkauf lässt sich nicht mehr zurücknehmen.
problem-voucher-taken = Die Nummer { $name } ist schon vergeben.
problem-voucher-digits = Eine Gutschein-Nummer hat 6 bis 20 Ziffern.
problem-voucher-check-digit = Die Prüfziffer stimmt nicht. Bitte die Gutschein-Nummer neu eingeben.
problem-tse-in-use = Diese TSE ist in Gebrauch. Entfernen lässt sich nur eine, die bereitsteht und gerade nicht signiert.
problem-tse-not-archived = Diese TSE ist noch nicht bis zu ihrer letzten Signatur gesichert. Bitte erst unter „Archive“ sichern.
problem-tse-open-sales = Es sind noch Vorgänge offen oder geparkt. Vor dem Wechsel der TSE bitte beenden oder abbrechen.
problem-tse-pending = Eine andere Einrichtung ist noch nicht fertig. Bitte erst diese fortsetzen oder zur Seite legen.
problem-tse-secrets = Diese PINs nimmt die Kasse nicht an: ausgeliefert, leicht zu erraten oder nicht so lang, wie die TSE sie will.
problem-tse-working = Die TSE wird noch eingerichtet. Bitte warten, bis das fertig ist.
problem-tse-nothing-pending = Von dieser Einrichtung ist nichts gespeichert. Bitte die TSE noch einmal angeben.
problem-no-chance = Das System liefert keine Zufallszahl für die Gutschein-Nummer.
problem-invoice-taken-back = Der Beleg wurde zurückgenommen; dazu gibt es keine Rechnung mehr.
problem-invoice-correction = Der Storno- oder Erstattungsbeleg ist selbst die Rechnungskorrektur.
problem-invoice-no-sale = Zu diesem Beleg gehört kein Umsatz, also keine Rechnung.
problem-invoice-no-tax-number = In den Stammdaten fehlen Steuernummer und USt-IdNr.; ohne sie gilt keine Rechnung.
problem-invoice-recipient = Bitte Name, Straße und Ort des Empfängers angeben.
problem-other = Das ging nicht: { $reason }
fatal-title = Die Kasse lässt sich nicht öffnen
fatal-in-use = Auf diesem Rechner läuft schon eine Amtskasse mit denselben Daten.
fatal-newer = Die Daten stammen von einer neueren Version. Bitte Amtskasse aktualisieren.
fatal-read-only = In den Datenordner lässt sich nicht schreiben. Bitte die Rechte prüfen.
fatal-disk-full = Der Datenträger ist voll. Bitte Platz schaffen und neu starten.
fatal-damaged = Die Daten sind nicht lesbar. { $what } Bitte die letzte Sicherung einspielen.
fatal-foreign = Im Datenordner liegt die Datenbank eines anderen Programms. Bitte einen anderen Ordner angeben; hier wurde nichts verändert.
fatal-stopped = Die Kasse ist stehen geblieben. Bitte neu starten; nichts ist verloren.
fatal-again = Noch einmal
fatal-quit = Beenden
fatal-other = { $what }

## Steuern

menu-taxes = Steuern
menu-rehearsal = Generalprobe
menu-stock = Lager
taxes-tab-rates = Sätze
taxes-tab-law = Recht
taxes-tab-treatments = Behandlungen
taxes-tab-approvals = Freigaben
taxes-key-general = Allgemeiner Steuersatz
taxes-key-reduced = Ermäßigter Steuersatz
taxes-key-average = Durchschnittssatz Landwirtschaft (§ 24)
taxes-key-forestry = Durchschnittssatz Forst (§ 24)
taxes-key-none = Nicht steuerbar
taxes-key-exempt = Steuerfrei
taxes-key-undetermined = Umsatzsteuer nicht ermittelbar
taxes-key-zero = Nullsatz (§ 12 Abs. 3)
taxes-key-general-old = Früherer allgemeiner Steuersatz
taxes-key-reduced-old = Früherer ermäßigter Steuersatz
taxes-key-average-old = Früherer Durchschnittssatz (§ 24)
taxes-undecided = nicht entschieden
taxes-no-rate = ohne Satz
taxes-law-old = § 2 Abs. 3 UStG (alte Fassung)
taxes-law-new = § 2b UStG
taxes-rule-gross = Preis bleibt, Steuer ist enthalten
taxes-rule-net = Preis ist netto, Steuer kommt dazu
taxes-not-on-offer = nicht im Angebot
taxes-by-set-up = Einrichtung der Kasse
taxes-historical = Historische Schlüssel, nur für Korrekturen
taxes-historical-hint = Dieser Schlüssel steht für einen früheren Satz. Er gilt für Erstattungen und ändert sich nicht mehr.
taxes-without-vat-hint = Unter diesem Schlüssel fällt keine Umsatzsteuer an. Er braucht keinen anderen Satz.
taxes-rate-hint = Ein neuer Satz gilt von seinem ersten Tag an für alle Artikel dieses Schlüssels. Fertige Belege ändern sich nie.
taxes-read-only = Ändern dürfen hier nur Kassenverwaltung und Administration.
taxes-new-key = Eigener Schlüssel …
taxes-new-rate = Neuer Satz …
taxes-choose-key = Einen Schlüssel wählen
taxes-coming = ab { $day }: { $percent }
taxes-holds = gilt heute
taxes-from-on = ab { $day }
taxes-until = bis { $day }
taxes-always = von Anfang an
taxes-today = heute { $percent }
taxes-not-yet = noch ohne Satz
taxes-withdraw = Zurücknehmen …
taxes-law-comes = Ab { $day } gilt { $law }
taxes-law-stays = Es gilt { $law }. Eine Änderung ist nicht eingetragen.
taxes-rehearse = Generalprobe ansehen
taxes-law-plan = Recht der Gemeinde
taxes-law-hint = Das Recht gilt für die Gemeinde als Ganzes und wechselt nur zum Jahresbeginn. Verlängert der Gesetzgeber die Übergangsfrist, wird hier der Termin verschoben; die Behandlungen der Artikel bleiben, wie sie sind.
taxes-move-law = Termin verschieben …
taxes-new-law = Wechsel eintragen …
taxes-withdraw-law = Wechsel zurücknehmen …
taxes-filter-all = Alle
taxes-filter-undecided = Ohne Entscheidung
taxes-filter-doubtful = Strittig oder ohne Grund
taxes-filter-changing = Ändert sich
taxes-search = Artikel suchen
taxes-no-items = Kein Artikel passt dazu
taxes-choose-item = Links einen Artikel wählen, um seine Behandlung zu sehen
taxes-propose = Behandlung vorschlagen …
taxes-now-then = { $now } · ab { $day }: { $then }
taxes-waits = wartet auf Freigabe
taxes-now = heute
taxes-history = Entscheidungen
taxes-no-history = Noch niemand hat entschieden, wie dieser Artikel besteuert wird.
taxes-refused-tag = abgelehnt
taxes-price-rule = Preis
taxes-receipt-text = Text auf dem Beleg
taxes-no-reason = kein Grund angegeben
taxes-basis = Rechtsgrundlage
taxes-proposed-by = Vorgeschlagen
taxes-approved-by = Freigegeben
taxes-refused-by = Abgelehnt
taxes-tick-all = Alle auswählen
taxes-tick-none = Auswahl aufheben
taxes-nothing-waits = Nichts wartet auf Freigabe
taxes-nothing-waits-hint = Vorschläge für Behandlungen erscheinen hier, bis eine zweite Person sie freigibt oder ablehnt.
taxes-choose-proposal = Links einen Vorschlag wählen
taxes-approve = Freigeben
taxes-approve-many = { $n } freigeben
taxes-refuse = Ablehnen …
taxes-late = zu spät
taxes-late-hint = Am ersten Tag dieses Vorschlags gibt es schon Belege. Er kann nicht mehr freigegeben werden; bitte ablehnen und mit einem späteren Tag neu vorschlagen.
taxes-effect = Wirkung
taxes-as-now = ohne Freigabe
taxes-proposal = Vorschlag
taxes-mine = Das ist Ihr eigener Vorschlag. Zur Freigabe meldet sich eine zweite Person mit ihrer PIN.
taxes-yours = Sie sind die zweite Person: „Freigeben“ wirkt sofort unter Ihrem Namen.
taxes-approve-title = Freigabe durch eine zweite Person
taxes-approve-text = Wer vorschlägt, gibt nicht selbst frei.
taxes-second-title = Zweite Person
taxes-second-text = Steuern ändern immer zwei Personen. Die zweite bestätigt mit ihrer PIN.
taxes-second-go = Bestätigen
taxes-changed = Geändert und im Protokoll festgehalten.
taxes-proposed = Vorgeschlagen. Die Behandlung wirkt erst, wenn eine zweite Person sie freigibt.
taxes-in-force = Gilt sofort: Bis zum ersten Beleg wird die Kasse eingerichtet, und dafür genügt die Administration.
taxes-approved = { $n ->
    [one] Ein Vorschlag ist freigegeben.
   *[other] { $n } Vorschläge sind freigegeben.
}
taxes-refused = { $n ->
    [one] Ein Vorschlag ist abgelehnt.
   *[other] { $n } Vorschläge sind abgelehnt.
}
taxes-rate-title = Neuer Satz: { $key }
taxes-rate-text = Bis dahin gilt der heutige Satz weiter. Artikel müssen nicht angefasst werden.
taxes-no-rate-title = Satz zurücknehmen
taxes-no-rate-text = { $key }: Der Satz ab { $day } wird zurückgenommen.
taxes-key-title = Eigener Schlüssel
taxes-key-form = Für Sätze, die DSFinV-K nicht kennt. Die Nummer sagt, zu welcher Art der Satz gehört.
taxes-law-title = Wechsel des Rechts
taxes-law-text = Gilt für die Gemeinde als Ganzes, immer ab dem 1. Januar. Ein schon eingetragener Wechsel wird ersetzt.
taxes-no-law-title = Wechsel zurücknehmen
taxes-no-law-text = Der Wechsel zum { $day } wird zurückgenommen; das heutige Recht gilt weiter.
taxes-proposes-who = Behandlungen schlägt die Administration vor; die Kassenverwaltung gibt sie frei.
taxes-proposal-title = Behandlung vorschlagen: { $item }
taxes-refusal-title = { $n ->
    [one] Vorschlag ablehnen
   *[other] { $n } Vorschläge ablehnen
}
taxes-refusal-text = Der Vorschlag bleibt mit dem Grund in der Geschichte des Artikels.
taxes-first-day = Erster Tag
taxes-day-hint = TT.MM.JJJJ
taxes-percent = Satz in Prozent
taxes-percent-hint = z. B. 19
taxes-number = Nummer
taxes-number-hint = 1000 bis 1999 allgemein · 2000 ermäßigt · 3000 Durchschnittssatz · 4000 Forst · 5000 ohne Steuer
taxes-purpose = Wofür
taxes-purpose-hint = z. B. Satz vor 2007
taxes-reason-hint = Beschluss, Schreiben, Gesetz …
taxes-basis-hint = z. B. § 2b Abs. 1 UStG
taxes-receipt-text-hint = nur wenn verlangt, z. B. steuerfrei nach …
taxes-under-law = Unter welchem Recht
taxes-treatment = Behandlung; mehrere teilen sich den Preis
taxes-shares = Anteile
taxes-short-average = (§ 24 Landwirtschaft)
taxes-short-forestry = (§ 24 Forst)
taxes-to-second = Weiter: zweite Person
taxes-propose-go = Vorschlagen
taxes-refuse-go = Ablehnen
taxes-needs-reason = Bitte einen Grund angeben.
taxes-needs-day = Bitte den ersten Tag als TT.MM.JJJJ eingeben.
taxes-needs-percent = Bitte einen Satz zwischen 0 und 100 eingeben.
taxes-needs-number = Eigene Schlüssel haben Nummern von 1000 bis 5999.
taxes-number-taken = Diese Nummer ist schon vergeben.
taxes-needs-text = Bitte angeben, wofür der Schlüssel ist.
taxes-needs-key = Bitte mindestens eine Behandlung wählen.
taxes-needs-shares = Jeder Anteil muss größer als null sein.
taxes-needs-hundred = Die Anteile müssen zusammen 100 % ergeben.

## Generalprobe

rehearse-title = Generalprobe
rehearse-day-needed = Bitte einen kommenden Tag als TT.MM.JJJJ eingeben.
rehearse-changed = { $n ->
    [0] Kein Artikel ändert sich.
    [one] Ein Artikel ändert sich.
   *[other] { $n } Artikel ändern sich.
}
rehearse-open = { $n ->
    [0] Alle sind entschieden.
    [one] Einer ist noch nicht entschieden.
   *[other] { $n } sind noch nicht entschieden.
}
rehearse-next = { $day } zeigen
rehearse-office = Amt
rehearse-all = Alle Ämter
rehearse-office-count = { $office }: { $changed } von { $items }
rehearse-item = Artikel
rehearse-delta = Preis ±
rehearse-tax = Steuer
rehearse-net = Netto
rehearse-vat = USt
rehearse-gross = Brutto
rehearse-from-amount = ab { $amount }
rehearse-nothing = Hier ändert sich nichts
rehearse-pdf = PDF speichern
rehearse-csv = CSV speichern
rehearse-compare = Belege vergleichen
rehearse-compare-n = { $n ->
    [one] Belege vergleichen (1 Artikel)
   *[other] Belege vergleichen ({ $n } Artikel)
}
rehearse-papers = Derselbe Beleg an beiden Tagen
rehearse-decide = Behandlung ändern …
rehearse-undecided = { $n } ohne Entscheidung
rehearse-undecided-do = Niemand hat entschieden, wie diese Artikel unter dem neuen Recht besteuert werden. Ohne Entscheidung werden sie als „nicht ermittelbar“ verkauft. Bitte eine Behandlung vorschlagen und freigeben lassen.
rehearse-no-reason = { $n } ohne Begründung
rehearse-no-reason-do = Die Behandlung ist entschieden, aber niemand hat aufgeschrieben, warum. Für die Prüfung bitte mit Begründung neu vorschlagen.
rehearse-no-basis = { $n } ohne Rechtsgrundlage
rehearse-no-basis-do = Die Behandlung nennt keinen Paragrafen. Bitte mit Rechtsgrundlage neu vorschlagen.
rehearse-raises = { $n } Gebühren würden teurer
rehearse-raises-do = Die Steuer käme auf eine Gebühr, die eine Satzung festsetzt. Das darf sie nur, wenn die Satzung „zuzüglich Umsatzsteuer“ sagt; sonst bitte „Preis bleibt“ wählen.
rehearse-waits = { $n } warten auf Freigabe
rehearse-waits-do = Der Vorschlag ist gemacht, aber noch nicht freigegeben. Bis zum Stichtag muss eine zweite Person zustimmen.
rehearse-late = { $n } zu spät vorgeschlagen
rehearse-late-do = Am ersten Tag dieser Vorschläge gibt es schon Belege. Bitte ablehnen und mit einem späteren Tag neu vorschlagen.
rehearse-no-rate = { $n } ohne Steuersatz
rehearse-no-rate-do = Der Schlüssel der Behandlung hat an diesem Tag keinen Satz; die Artikel könnten nicht verkauft werden. Bitte unter „Sätze“ einen Satz eintragen.
rehearse-own-price = { $n } bringen weniger ein
rehearse-own-price-do = Der Preis bleibt, und die Steuer geht davon ab: Der Gemeinde bleibt je Stück weniger. Wer das nicht will, ändert den Preis im Katalog.
rehearse-third = { $n } mit Anteil Dritter
rehearse-third-do = Ein Teil des Preises gehört jemand anderem und wird ohne Steuer weitergegeben.
rehearse-closing = Vorher abschließen
rehearse-closing-do = Steuersätze ändern sich: Vor dem ersten Beleg dieses Tages muss die Kasse abgeschlossen sein (Z).

## Lager

stock-filter-all = Alle
stock-filter-low = Nachbestellen
stock-filter-numbered = Wertvordrucke
stock-filter-uncounted = Noch nie gezählt
stock-search = Artikel suchen oder scannen
stock-none = Für keinen Artikel wird ein Bestand geführt
stock-no-hits = Kein Artikel passt dazu
stock-by-number = mit Nummern
stock-low = unter Mindestbestand
stock-below-zero = unter null
stock-minimum = Mindestbestand { $n }
stock-minimum-short = min. { $n }
stock-overview = Überblick
stock-kept = { $n } Artikel mit Bestand
stock-none-low = Kein Artikel liegt unter seinem Mindestbestand.
stock-some-low = { $n ->
    [one] Ein Artikel muss nachbestellt oder geklärt werden.
   *[other] { $n } Artikel müssen nachbestellt oder geklärt werden.
}
stock-some-uncounted = { $n ->
    [one] Ein Artikel wurde noch nie geliefert oder gezählt; sein Bestand wird noch nicht geführt.
   *[other] { $n } Artikel wurden noch nie geliefert oder gezählt; ihr Bestand wird noch nicht geführt.
}
stock-negative = Verkauf unter null
stock-negative-no = Nicht erlaubt
stock-negative-yes = Erlaubt
stock-negative-hint = Erlaubt heißt: Handelsware geht auch über die Kasse, wenn der Bestand laut Buch aufgebraucht ist. Wertvordrucke nie.
stock-negative-who = Das stellt die Administration ein. Wertvordrucke gehen nie unter null.
stock-read-only = Buchen dürfen hier nur Kassenverwaltung und Administration.
stock-uncounted-hint = Noch nie geliefert oder gezählt: Der Bestand wird erst ab der ersten Lieferung oder Zählung geführt.
stock-numbers = Nummern
stock-history = Zu- und Abgänge
stock-no-history = Noch keine Bewegung
stock-then = danach { $level }
stock-by-receipt = Verkauf, Beleg { $n }
stock-by-void = Storno, Beleg { $n }
stock-by-refund = Erstattung, Beleg { $n }
stock-delivery = Lieferung
stock-loss = Abgang
stock-count = Inventur
stock-deliver = Lieferung …
stock-lose = Abgang …
stock-count-one = Zählen …
stock-inventory = Inventur
stock-save-sheet = Protokoll { $n } als PDF
stock-moved = { $item }: Bestand jetzt { $level }.
stock-counted = { $n ->
    [one] Ein Artikel gezählt
   *[other] { $n } Artikel gezählt
}, { $differs } mit Differenz. Inventurprotokoll { $number } ist gebucht.
stock-delivery-title = Lieferung: { $item }
stock-loss-title = Abgang: { $item }
stock-count-title = Zählen: { $item }
stock-level = Bestand
stock-unknown = noch nicht geführt
stock-quantity-field = Menge
stock-numbers-field = Nummern von–bis
stock-numbers-hint = z. B. 1001-1050, 1060
stock-note = Lieferschein
stock-note-hint = Nummer oder Lieferant, wenn vorhanden
stock-needs-amount = Bitte eingeben, um wie viel es geht.
stock-needs-quantity = Bitte eine Menge eingeben.
stock-needs-numbers = Wertvordrucke werden mit ihren Nummern gebucht.
stock-numbers-shape = Nummern so eingeben: 1001-1050, 1060
stock-numbers-backwards = „Von“ muss vor „bis“ liegen.
stock-numbers-twice = Eine Nummer steht doppelt da.
stock-numbers-many = Das sind zu viele Nummern auf einmal.
stock-numbers-there = Schon im Bestand: { $numbers }
stock-numbers-gone = Nicht im Bestand: { $numbers }
stock-short = Es sind nur { $n } da.
stock-pieces = { $n } Stück
stock-after = Bestand danach { $level }
stock-difference = Differenz { $difference }
stock-missing = es fehlen { $numbers }
stock-unexpected = überzählig { $numbers }
stock-why-broken = Beschädigt
stock-why-expired = Veraltet
stock-why-lost = Verloren
stock-why-spoilt = Verschrieben
stock-why-returned = Zurückgegeben
stock-why-miscounted = Zähl- oder Buchungsfehler
stock-delivery-go = Lieferung buchen
stock-loss-go = Abgang buchen
stock-count-go = Zählung buchen
stock-count-leave = Das Gezählte ist noch nicht gebucht. Noch einmal „Zurück“ verwirft es.
stock-second-title = Zweite Person
stock-second-text = Bei Wertvordrucken bestätigt immer eine zweite Person, dass etwas fehlt oder zu viel ist.
stock-unreadable = { $item }: so nicht lesbar
stock-progress = { $n } von { $all } gezählt
stock-open = Soll anzeigen
stock-blind = Verdeckt zählen
stock-check = Weiter: Prüfen
stock-item = Artikel
stock-expected = Soll
stock-counted-field = Gezählt
stock-difference-head = Differenz
stock-first = erste Zählung
stock-expected-counted = Soll { $expected } · gezählt { $counted }
stock-result = { $n ->
    [one] Ein Artikel gezählt
   *[other] { $n } Artikel gezählt
}, { $differs ->
    [0] ohne Differenz.
    [one] einer mit Differenz.
   *[other] { $differs } mit Differenz.
}
stock-all-right = Alles stimmt mit den Büchern überein
stock-why = Wie kommt es zu der Differenz?
stock-occasion = Anlass

## Geräte: Zustand

tse-tab-devices = TSE
tse-tab-outages = Ausfälle
tse-tab-archives = Archive
tse-tab-history = Verlauf
tse-none = Keine TSE ist angeschlossen.
tse-first = Erste TSE
tse-standby = Ersatz-TSE
tse-state-signs = Bereit und signiert
tse-state-standby = Steht bereit
tse-state-waking = Wacht auf
tse-state-out = Ausgefallen
tse-state-new = Noch nicht eingerichtet
tse-state-retired = Außer Betrieb genommen
tse-out-since = Seit { $since }: { $reason }. Die Kasse versucht es alle 30 Sekunden wieder. Verkauft wird weiter; der Ausfall steht auf den Belegen.
tse-out-since-other = Seit { $since }: { $reason }. Die Kasse versucht es alle 30 Sekunden wieder. Bis dahin signiert die andere TSE.
tse-new-hint = „Neue TSE …“ richtet sie ein.
tse-retired-hint = Sie kann nie wieder signieren, nur noch exportieren.
tse-uncertified = TEST-TSE, nicht zertifiziert: nur zum Ausprobieren. Für echte Einnahmen braucht es eine zertifizierte TSE.
tse-untried = Dieser Treiber wurde noch an keinem echten Gerät erprobt, nur an einer Nachbildung. Bitte vor dem ersten Einsatz mit dem eigenen Gerät gründlich prüfen.
tse-serial = Seriennummer
tse-maker = Hersteller
tse-product = Gerät
tse-version = Version
tse-certification = Zertifizierung
tse-no-certification = keine
tse-algorithm = Verfahren
tse-address = Anschluss
tse-health = Zustand
tse-all-well = Alles in Ordnung, nichts ist zu tun.
tse-said-before = Das sagte sie zuletzt; jetzt antwortet sie nicht.
tse-no-answer-yet = Die TSE hat noch nichts über sich gesagt.
tse-answered = Letzte Antwort { $at }
tse-never-answered = Noch keine Antwort
tse-queue = Beschäftigt mit
tse-queue-idle = nichts, niemand wartet
tse-queue-busy = { $what } seit { $since }, { $waiting ->
    [0] niemand wartet
    [one] ein Aufruf wartet
   *[other] { $waiting } Aufrufe warten
}
tse-runs-export = Export
tse-runs-self-test = Selbsttest
tse-runs-time = Uhr stellen
tse-runs-info = Auskunft
tse-runs-delete = Löschen
tse-runs-sign = Signieren
tse-runs-other = Abfrage
tse-certificate = Zertifikat
tse-certificate-end = gültig bis { $day }
tse-signatures = Signaturen
tse-made = { $n } bisher
tse-storage = Speicher
tse-left = { $left } von { $of } frei
tse-no-forecast = noch keine Vorhersage
tse-days-over = abgelaufen
tse-years = über { $n } Jahre
tse-days-far = über 10 Jahre
tse-days = { $n ->
    [0] weniger als ein Tag
    [one] ein Tag
   *[other] { $n } Tage
}
tse-seconds = { $n } s
tse-minutes = { $n } min
tse-hours = { $n } h
tse-used-of = { $n } von höchstens { $of }
tse-open = Offene Vorgänge
tse-clients = Kassen
tse-self-test = Selbsttest
tse-by-itself = macht das Gerät selbst
tse-due-now = jetzt fällig
tse-due-in = fällig in { $span }
tse-clock = Uhr
tse-clock-unset = nicht gestellt
tse-clock-right = gestellt, geht von allein richtig
tse-clock-every = gestellt, spätestens alle { $span } neu
tse-flash = Speicherbaustein
tse-wear = noch { $spare } % der Reserve und { $cycles } % der Löschzyklen, { $errors ->
    [0] keine Lesefehler
    [one] ein Lesefehler
   *[other] { $errors } Lesefehler
}

## Geräte: was zu tun ist

tse-warn-certificate-over = Das Zertifikat ist abgelaufen: Die TSE signiert nicht mehr. Bitte sofort eine neue TSE einrichten.
tse-warn-certificate-now = Das Zertifikat endet in weniger als einem Monat. Bitte jetzt die neue TSE einrichten: erst als Ersatz, dann an erster Stelle.
tse-warn-certificate = Das Zertifikat endet in weniger als { $months } Monaten. Bitte eine neue TSE bestellen; die Lieferung dauert oft Wochen.
tse-warn-signatures-over = Alle Signaturen sind verbraucht. Bitte sofort eine neue TSE einrichten.
tse-warn-signatures = Die Signaturen reichen beim heutigen Verbrauch { $months ->
    [one] weniger als einen Monat
   *[other] weniger als { $months } Monate
}. Bitte eine neue TSE bestellen.
tse-warn-storage-over = Der Speicher ist voll. Bitte unter „Archive“ vollständig sichern und auf der TSE löschen.
tse-warn-storage = Der Speicher reicht beim heutigen Verbrauch { $months ->
    [one] weniger als einen Monat
   *[other] weniger als { $months } Monate
}. Bitte unter „Archive“ vollständig sichern und auf der TSE löschen.
tse-warn-wear = Der Speicherbaustein ist verschlissen. Bitte heute vollständig sichern und die TSE tauschen.
tse-warn-open = Fast alle Plätze für offene Vorgänge sind belegt. Bitte geparkte Verkäufe beenden und andere Kassen an dieser TSE prüfen.
tse-warned-title = Zur TSE bitte wissen
tse-warned-daily = Diese Nachricht kommt einmal am Tag.
tse-warned-later = Später
tse-warned-look = Geräte ansehen
tse-warned-outage = Die TSE ist seit { $since } ausgefallen: { $reason }. Bitte die Ursache sofort beheben.
tse-warned-stands-in = Die erste TSE ist ausgefallen, die Ersatz-TSE signiert. Bitte die erste wieder in Gang bringen.
tse-warned-archive = Die letzte Sicherung der TSE ist misslungen: { $why }

## Geräte: Ausfälle und Verlauf

tse-no-outage = Bisher ist keine TSE ausgefallen.
tse-outage-from-to = { $from } bis { $to }
tse-outage-goes-on = seit { $from }
tse-outage-now = dauert an
tse-outage-receipts = { $n ->
    [0] alle Belege signiert
    [one] ein Beleg ohne Signatur
   *[other] { $n } Belege ohne Signatur
}
tse-outage-device = Die TSE { $serial }… ist ausgefallen.
tse-taken-over = Die TSE { $serial }… hat übernommen.
tse-no-history = Hier hat noch keine TSE signiert.
tse-signs-now = signiert

## Geräte: Archive

tse-archive-newest = Neueste Sicherung
tse-archive-where = Ordner { $folder }
tse-archive-nowhere = Diese Kasse sichert nicht von selbst.
tse-archive-none = Noch nichts ist gesichert.
tse-archive-first = Die erste Sicherung läuft.
tse-archive-complete = Alles, was die TSE signiert hat, ist gesichert und geprüft.
tse-archive-behind = Gesichert und geprüft; { $n } Signaturen sind seitdem dazugekommen.
tse-archive-at = Gesichert am
tse-archive-up-to = Bis Signatur
tse-archive-file = Datei
tse-archive-hash = Prüfsumme (SHA-256)
tse-archive-failed = Die Sicherung vom { $at } ist misslungen: { $why }
tse-archive-now = Jetzt sichern
tse-archive-whole = Vollständig sichern
tse-archive-begun = Die Sicherung läuft. Ein Verkauf geht vor und bricht sie ab.
tse-job-export = Exportieren
tse-job-verify = Prüfen
tse-job-delete = Löschen
tse-job-exporting = { $bytes } geschrieben
tse-job-verifying = Das Archiv wird zurückgelesen, jede Signatur wird geprüft.
tse-job-deleting = Die TSE löscht, was im geprüften Archiv steht.
tse-rules = Gut zu wissen
tse-rule-night = Jede Nacht ab 3 Uhr und nach jedem Abschluss sichert die Kasse von selbst, was seit dem letzten Mal signiert wurde.
tse-rule-verify = Eine Sicherung zählt erst, wenn sie zurückgelesen und jede Signatur darin echt ist.
tse-rule-delete = Gelöscht wird auf der TSE nur, was in einem geprüften Archiv steht. Nötig ist das erst, wenn ihr Speicher knapp wird.
tse-rule-keep = Archive zehn Jahre aufbewahren, auch an einem zweiten Ort. Nach dem Löschen gibt es die Daten nur noch dort.
tse-delete = Auf der TSE löschen …
tse-delete-title = Auf der TSE löschen
tse-delete-text = Zuerst wird alles gesichert und geprüft. Danach löscht die TSE ihre Protokolle unwiderruflich: Es gibt sie dann nur noch im Archiv. Geht es verloren, fehlen die gesetzlichen Aufzeichnungen. Eine zweite Person muss zustimmen.
tse-delete-go = Sichern und löschen
tse-deleted = Die TSE hat gelöscht, was im geprüften Archiv steht.
tse-test-now = Selbsttest
tse-test-begun = Der Selbsttest läuft; das kann eine Minute dauern.
tse-remove = Entfernen …
tse-remove-title = TSE entfernen
tse-remove-text = Diese Kasse benutzt die TSE dann nicht mehr als Ersatz. An der TSE selbst ändert sich nichts. Ihre PINs stehen danach nicht mehr in der Kasse: Sie müssen im Tresor liegen.
tse-remove-go = Entfernen
tse-removed = Die TSE gehört nicht mehr zu dieser Kasse.

## Geräte: eine TSE einrichten

tse-new = Neue TSE …
tse-go-on = Einrichtung fortsetzen
tse-look-on = Einrichtung ansehen
tse-offer-new = Diese Kasse hat keine eingerichtete TSE. Die Administration richtet sie mit „Neue TSE …“ ein.
tse-offer-go-on = Die Einrichtung einer TSE wurde unterbrochen. Ihre PINs sind sicher gespeichert; bitte fortsetzen.
tse-offer-go-on-who = Die Einrichtung einer TSE wurde unterbrochen. Die Administration kann sie fortsetzen.
tse-offer-runs = Eine TSE wird gerade eingerichtet. Das läuft weiter, auch wenn niemand zusieht.
tse-wizard = TSE einrichten
tse-step-driver = Art
tse-step-address = Anschluss
tse-step-answer = Prüfen
tse-step-secrets = PINs
tse-step-work = Einrichten
tse-step-place = Einsatz
tse-driver = Art
tse-driver-title = Was für eine TSE ist es?
tse-driver-hint = Es steht auf dem Gerät oder im Vertrag.
tse-driver-test = Eingebaute TEST-TSE
tse-driver-swissbit = Swissbit
tse-driver-epson = Epson
tse-driver-fiskaly = fiskaly SIGN DE
tse-driver-diebold = Diebold Nixdorf
tse-about-test = Nicht zertifiziert, nur zum Ausprobieren. Lebt in einem Ordner der Kasse.
tse-about-swissbit = USB-Stick, SD-Karte oder LAN-TSE. Braucht die Bibliothek WormAPI des Herstellers.
tse-about-epson = In einem Epson-Drucker oder TSE-Server, über das Netz. Mehrere Kassen können sie teilen.
tse-about-fiskaly = TSE in der Cloud, über das Internet. Braucht einen Vertrag und einen API-Schlüssel.
tse-about-diebold = Über den TSE-Webdienst des Herstellers im Netz.
tse-optional = Kann leer bleiben.
tse-address-hint = Beispiele stehen grau in den Feldern.
tse-address-short = Anschluss
tse-address-wrong = So sieht eine solche Adresse nicht aus; ein Beispiel steht darunter.
tse-ask-folder = Ordner
tse-ask-folder-help = Ein eigener Ordner im Datenordner der Kasse, zum Beispiel tse-2.
tse-ask-mount = Laufwerk oder Adresse
tse-ask-mount-help = Wo der Stick eingehängt ist, zum Beispiel /media/SWISSBIT oder E:\; bei einer LAN-TSE https://rechner:9000.
tse-ask-library = Bibliothek des Herstellers
tse-ask-library-help = Pfad zu libWormAPI.so oder WormAPI.dll, wenn sie nicht im System liegt.
tse-ask-lan-serial = Seriennummer (nur LAN-TSE)
tse-ask-lan-serial-help = Nur wenn unter der Adresse mehrere TSEs stecken.
tse-ask-lan-token = Zugangs-Token (nur LAN-TSE)
tse-ask-lan-token-help = Steht in der Verwaltung der LAN-TSE.
tse-ask-host = Adresse
tse-ask-epson-help = tls://rechner:8143 verschlüsselt, tcp://rechner:8009 nicht. Die Adresse druckt der Drucker auf seinem Statusblatt.
tse-ask-device-id = Kennung des Geräts
tse-ask-device-id-help = local_TSE im Drucker; beim TSE-Server steht sie in dessen Verwaltung.
tse-ask-host-key = Geheimer Schlüssel des Druckers
tse-ask-host-key-help = Genau 8 Zeichen. Bei einem neuen Gerät ein eigener; er ersetzt den ausgelieferten.
tse-ask-trust = Zertifikat des Geräts
tse-ask-trust-help = Eine PEM-Datei, wenn tls:// benutzt wird und das Gerät ein eigenes Zertifikat hat.
tse-ask-certification = Zertifizierungs-ID des BSI
tse-ask-certification-help = Aus den Unterlagen des Herstellers, falls die TSE sie nicht selbst nennt. Solange keine bekannt ist, steht TEST-TSE auf jedem Beleg.
tse-ask-service = Adresse des Dienstes
tse-ask-service-help = Ist schon richtig und ändert sich selten.
tse-ask-api-key = API-Schlüssel
tse-ask-api-key-help = Aus dem Dashboard von fiskaly. Test- und Echtbetrieb haben verschiedene Schlüssel.
tse-ask-api-secret = API-Geheimnis
tse-ask-api-secret-help = Wird im Dashboard nur einmal gezeigt.
tse-ask-tss = Kennung einer vorhandenen TSS
tse-ask-tss-help = Leer: Eine neue TSS wird angelegt. Das kostet Geld.
tse-ask-diebold-help = ws://rechner:10001, der Rechner, auf dem der TSE-Webdienst läuft.
tse-next-address = Weiter: Anschluss
tse-next-answer = Weiter: Prüfen
tse-next-secrets = Weiter: PINs
tse-next-set-up = Einrichten
tse-next-log-in = Anmelden
tse-finish = Fertig
tse-answer-title = Wer antwortet?
tse-answer-hint = Die Prüfung fragt nur; an der TSE ändert sie nichts.
tse-asking = Die TSE wird gefragt … Der Verkauf an anderen Kassen geht weiter.
tse-nothing-changed = Nichts wurde geändert. „Zurück“ führt zum Anschluss.
tse-found-none = Das Konto antwortet. Beim Einrichten wird eine neue TSS angelegt.
tse-found-new = Die TSE antwortet und ist neu. Als Nächstes bekommt sie eigene PINs.
tse-found-set-up = Die TSE antwortet und ist schon eingerichtet. Als Nächstes werden ihre PINs gebraucht.
tse-found-retired = Diese TSE wurde für immer außer Betrieb genommen. Zum Kassieren braucht es eine andere.
tse-no-clients = noch keine
tse-clients-unknown = sagt sie erst nach der Anmeldung
tse-secrets-new = Eigene PINs für die neue TSE
tse-secrets-new-hint = Die ausgelieferten Werte kennt jeder; die Kasse nimmt sie nicht an.
tse-secrets-known = Die PINs dieser TSE
tse-secrets-known-hint = Sie wurden bei der ersten Einrichtung vergeben und liegen hoffentlich im Tresor.
tse-random = Zufällig erzeugen
tse-random-about = Empfohlen. Die Werte werden angezeigt, damit sie aufgeschrieben werden.
tse-own = Selbst wählen
tse-own-about = Jeder Wert wird zweimal eingegeben.
tse-write-down = Bitte aufschreiben und in den Tresor legen
tse-noted = Ich habe alles aufgeschrieben.
tse-reveal = PINs und PUK anzeigen
tse-admin-pin = PIN des Administrators
tse-time-pin = PIN des Zeit-Administrators
tse-puk = PUK
tse-key = Zugangsschlüssel
tse-once-more = Noch einmal
tse-puk-of-maker = PUK, die der Hersteller beim Anlegen genannt hat
tse-puk-comes = Die PUK vergibt der Hersteller. Die Kasse speichert sie; nach dem Einrichten lässt sie sich anzeigen.
tse-differ = Beide Eingaben sind verschieden.
tse-weak-same = Beide PINs sind gleich; bitte zwei verschiedene wählen.
tse-weak-known = { $secret }: ausgeliefert oder leicht zu erraten.
tse-weak-length = Bitte genau { $n } Ziffern.
tse-weak-between = Bitte { $least } bis { $most } Ziffern.
tse-tries = Vorsicht: Nach wenigen falschen Versuchen sperrt sich eine TSE.
tse-tries-left = { $n ->
    [one] Nur ein Versuch ist noch übrig. Ist auch er falsch, sperrt sich die TSE. Bitte erst die richtige PIN suchen.
   *[other] Noch { $n } Versuche, dann sperrt sich die TSE. Bitte genau hinsehen.
}
tse-sure = Ich bin sicher, dass die PINs jetzt stimmen.
tse-work-title = Einrichten
tse-work-hint = PINs und PUK liegen gespeichert auf diesem Rechner, lesbar nur für seinen Besitzer.
tse-working = Die TSE wird eingerichtet und getestet. Das kann zwei Minuten dauern; bitte nicht abstecken.
tse-same-again = „Noch einmal“ versucht es mit denselben PINs. Andere darf eine halb eingerichtete TSE nicht bekommen, sie könnte unbrauchbar werden.
tse-again = Noch einmal
tse-put-aside = Zur Seite legen …
tse-put-aside-really = Wirklich zur Seite legen
tse-put-aside-warning = Nur wenn die TSE zurückgeht oder nie erreichbar war. Hat sie diese PINs schon, ist sie ohne sie unbrauchbar; sie bleiben in einer Datei im Datenordner.
tse-put-aside-done = Zur Seite gelegt. Die PINs stehen in einer Datei tse-aside-… im Datenordner.
tse-interrupted = Eine Einrichtung wurde unterbrochen
tse-interrupted-hint = Nichts ist verloren: Die PINs waren gespeichert, bevor die TSE sie bekam.
tse-interrupted-ready = Die TSE ist fertig eingerichtet, sie ist nur noch nicht im Einsatz.
tse-interrupted-fresh = „Fortsetzen“ wiederholt die Einrichtung mit denselben PINs. Das schadet nie.
tse-interrupted-known = „Fortsetzen“ meldet sich wieder mit denselben PINs an.
tse-begun = Begonnen
tse-ready = Die TSE ist eingerichtet und kennt diese Kasse.
tse-place-title = Wofür soll sie da sein?
tse-place-hint = Eine zweite Person bestätigt den Einsatz.
tse-place-first = An erster Stelle
tse-place-first-about = Sie signiert ab sofort. Die bisherige gehört danach nicht mehr zu dieser Kasse.
tse-place-standby = Als Ersatz
tse-place-standby-about = Sie steht bereit und übernimmt, wenn die erste ausfällt.
tse-use-title = TSE in Betrieb nehmen
tse-use-first-text = Die neue TSE signiert ab sofort, die bisherige nicht mehr. Der Wechsel ist dem Finanzamt innerhalb eines Monats mitzuteilen (§ 146a Abs. 4 AO).
tse-use-standby-text = Die TSE steht ab sofort bereit und signiert, wenn die erste ausfällt.
tse-use-go = In Betrieb nehmen
tse-done-title = Die TSE ist im Einsatz
tse-done-hint = Das ist jetzt noch zu tun:
tse-done-first = Die neue TSE signiert ab sofort.
tse-done-standby = Die TSE steht als Ersatz bereit.
tse-duty-report = • Den Wechsel innerhalb eines Monats dem Finanzamt mitteilen (§ 146a Abs. 4 AO), mit der Seriennummer unten.
tse-duty-old = • Die bisherige TSE zehn Jahre aufbewahren, ebenso ihre Archive.
tse-duty-safe = • PINs und PUK in den Tresor legen.
tse-duty-standby = • Auch eine Ersatz-TSE ist dem Finanzamt mitzuteilen, wenn sie zum ersten Mal signiert.

# Auswertung: was auffällt, was gezählt wurde, was es oft erklärt
find-paid = Bezahltes später bar storniert
find-paid-text = { $name } hat { $n } bezahlte Belege über zusammen { $amount } ganz und in bar storniert, jeweils mehr als 15 Minuten nach der Zahlung und ohne dass der Betrag neu kassiert wurde: { $share } der Verkäufe, bei allen anderen { $others }.
find-paid-why = So sah der Fall Wuppertal (2000–2004) aus. Harmlos ist es, wenn die Kunden zurückkamen: Original-Belege, Anträge und die Namen der Zweitpersonen zu jedem Beleg prüfen.
find-after = Storno nach dem Abschluss
find-after-text = { $name }: { $n } von { $of } Stornos und Rücknahmen gehen auf Belege zurück, deren Tag schon abgeschlossen war, zusammen { $amount }.
find-after-why = Ware, die am nächsten Tag zurückkommt, ist Alltag. Bei Gebühren fragen, was den Fehler am nächsten Tag ans Licht brachte.
find-share = Viele Stornos und Rücknahmen
find-share-text = { $name } hat { $n } Belege über { $amount } zurückgenommen, { $share } der eigenen Verkäufe; bei allen anderen sind es { $others }.
find-share-why = Wer anlernt, Reklamationen annimmt oder schwierige Fälle übernimmt, storniert mehr. Gründe und Zweitpersonen ansehen.
find-before = Stornos kurz vor dem Abschluss
find-before-text = { $name }: { $n } von { $of } Stornos liegen in der halben Stunde vor dem Kassenabschluss, zusammen { $amount }.
find-before-why = Wer vor dem Abschluss nachrechnet, findet dann seine Fehler. Mit dem gezählten Bestand dieser Tage vergleichen.
find-absent = Belege ohne Anmeldung
find-absent-text = { $n } Belege über { $amount } lauten auf { $name }, während diese Person nicht angemeldet war.
find-absent-why = Nach einem Stromausfall schließt die Kasse einen Beleg beim nächsten Start ab. Sonst die Dienstzeiten dieser Tage vergleichen; im Fall Wuppertal war das ein Beweis.
find-alone = Ohne zweite Person
find-alone-text = Bei { $n } Stornos, Rücknahmen oder Auszahlungen über { $amount } ist keine zweite Person festgehalten.
find-alone-why = Die Kasse verlangt bei Stornos und Rücknahmen eine zweite Person. Fehlt sie, die Rechte und den Stand des Programms prüfen.
find-noref = Minus ohne Bezug
find-noref-text = { $n } Belege mit negativem Betrag, zusammen { $amount }, nennen keinen ursprünglichen Beleg.
find-noref-why = Pfand, das zurückkommt, ist so ein Beleg. Sonst gilt: Jede Rückzahlung sollte auf einen Verkauf zurückgehen. Den Grund auf dem Beleg lesen.
find-gaps = Lücken in den Belegnummern
find-gaps-text = { $n } Belegnummern fehlen: { $list }.
find-gaps-why = Die Kasse vergibt Nummern ohne Lücke. Das Kassenbuch mit »verify ledger« und dem TSE-Archiv prüfen.
find-counters = Signaturzähler laufen nicht mit der Zeit
find-counters-text = Bei { $n } Belegen passen Signaturzähler und Zeit der TSE nicht zur Reihenfolge.
find-counters-why = Eine TSE zählt nur aufwärts. Das Kassenbuch gegen das TSE-Archiv prüfen.
find-second = Immer dieselbe zweite Person
find-second-text = Alle { $n } Stornos und Rücknahmen von { $name }, zusammen { $amount }, hat { $other } freigegeben.
find-second-why = Im Fall Pirmasens (2015–2019) war das Vier-Augen-Prinzip eine Formsache. Oft ist einfach nur eine Vertretung da; fragen, was beim Freigeben geprüft wird.
find-aborts = Viele abgebrochene Vorgänge
find-aborts-text = { $name } hat { $n } Vorgänge über { $amount } abgebrochen, { $share } aller begonnenen; bei allen anderen sind es { $others }.
find-aborts-why = Auskünfte über Preise enden oft mit einem Abbruch. Auffällig ist es, wenn dabei gezahlt wurde, ohne dass ein Beleg entstand.
find-struck = Viele gestrichene Positionen
find-struck-text = { $name } hat { $n } Positionen über { $amount } vor dem Bezahlen gestrichen, { $share } der Verkäufe; bei allen anderen sind es { $others }.
find-struck-why = Wer neu ist, vertippt sich öfter. Sonst fragen, ob Kunden den höheren Betrag gesehen und gezahlt haben.
find-discount = Viele Nachlässe
find-discount-text = { $name } hat bei { $n } Verkäufen zusammen { $amount } nachgelassen, { $share } der Verkäufe; bei allen anderen sind es { $others }.
find-discount-why = Ermäßigungen hängen vom Amt und von den Kunden ab. Mit der Satzung und den Gründen vergleichen.
find-training = Training zwischen echten Verkäufen
find-training-text = { $name } hat { $n } Trainingsbelege über { $amount } innerhalb von 10 Minuten nach einem echten Verkauf geschrieben.
find-training-why = Geübt wird meist am Stück. Ein Trainingsbeleg sieht echtem Papier ähnlich: fragen, ob Kunden einen bekommen haben.
find-drawer = Schublade ohne Verkauf geöffnet
find-drawer-text = { $name } hat die Schublade { $n }-mal ohne Beleg geöffnet, bei { $of } Verkäufen.
find-drawer-why = Geldwechsel ist der übliche Grund. Mit den Kassendifferenzen derselben Tage vergleichen.
find-short = Immer wieder Fehlbeträge
find-short-text = Bei { $n } von { $of } Abschlüssen von { $name } fehlte Geld; alle Differenzen zusammen ergeben −{ $amount }: { $list }.
find-short-why = Wer sich beim Wechselgeld irrt, irrt sich in beide Richtungen. Unangekündigt zählen.
find-exact = Nie eine Differenz
find-exact-text = Alle { $n } Abschlüsse stimmen auf den Cent.
find-exact-why = Wo viel Bargeld durch die Hände geht, kommt das selten vor. Im Fall Scheßlitz (2012–2013) wurden Differenzen umgebucht. Fragen, ob wirklich gezählt wird.
find-check = Keine unvermutete Zählung
find-check-text = In { $of } Tagen mit { $n } Abschlüssen wurde die Kasse zwischendurch nie gezählt.
find-check-why = Im Fall Scheßlitz prüfte lange niemand. Unvermutete Kassenprüfungen schützen auch die, die ehrlich arbeiten.
find-open = Zu spät abgeschlossen
find-open-text = { $n } Abschlüsse wurden erst an einem späteren Tag gemacht, am längsten nach { $of } Tagen: { $list }.
find-open-why = Im Fall Scheßlitz verlangte niemand die Abrechnung. Urlaub oder Krankheit erklären einzelne Tage.
find-pair = Immer dieselben beiden Personen
find-pair-text = Alle { $n } Abschlüsse haben { $name } und { $other } miteinander gemacht.
find-pair-why = An einer kleinen Zahlstelle geht es oft nicht anders. Eine Vertretung, die ab und zu zählt, hilft allen.
find-payout = Auszahlungen
find-payout-text = { $name } hat { $n } von { $of } Auszahlungen gebucht, zusammen { $amount }.
find-payout-why = Zu jeder gehört ein Beleg des Empfängers.
find-round = Viele runde Beträge
find-round-text = Von { $of } Stornos und Rücknahmen von { $name } lauten { $n } auf volle 10 Euro ({ $share }); unter den Verkäufen sind es { $others }.
find-round-why = Erdachte Beträge sind öfter rund. Runde Gebühren sind es auch.
find-hours = Belege außerhalb der Öffnung
find-hours-text = { $name } hat { $n } Belege über { $amount } sonntags oder außerhalb der angegebenen Stunden abgeschlossen.
find-hours-why = Veranstaltungen und lange Abende erklären das. Mit dem Dienstplan vergleichen.
find-login = Anmeldung außerhalb der Öffnung
find-login-text = { $name } hat sich { $n }-mal sonntags oder außerhalb der angegebenen Stunden angemeldet.
find-login-why = Mit dem Dienstplan und der Zutrittskontrolle vergleichen.
find-pins = Viele falsche PINs
find-pins-text = Für { $name } wurde { $n }-mal eine falsche PIN eingegeben.
find-pins-why = Eine vergessene PIN erklärt wenige Versuche. Viele über lange Zeit können bedeuten, dass jemand rät.
find-clock = Uhr zurückgestellt
find-clock-text = { $n }-mal ging es mit einer Uhr weiter, die hinter dem letzten Eintrag lag: { $list }.
find-clock-why = Den Grund, den die zweite Person angegeben hat, im Ereignisprotokoll lesen.
find-tse = TSE-Transaktionen ohne Beleg
find-tse-text = Zu { $n } Transaktionsnummern der TSE gehört kein Beleg dieser Kasse: { $list }.
find-tse-why = Eine TSE, die sich mehrere Kassen teilen, zählt für alle. Bei einer eigenen TSE zeigt das TSE-Archiv, was unter diesen Nummern steht.
find-unsigned = Belege ohne Signatur
find-unsigned-text = { $n } Belege haben keine Signatur; die TSE war { $of }-mal ausgefallen, am längsten { $list } Stunden.
find-unsigned-why = Ein Ausfall ist erlaubt, wenn er festgehalten und unverzüglich behoben wird (AEAO zu § 146a).
find-name = Belege ohne Namen
find-name-text = { $n } Belege über { $amount } nennen niemanden, der kassiert hat.
find-name-why = Jeder Beleg soll zeigen, wer kassiert hat. Die Benutzer der Kasse prüfen.
find-idle = Werktage ohne Verkauf
find-idle-text = An { $n } Werktagen zwischen dem ersten und dem letzten Verkauf gibt es keinen, an { $of } Tagen gibt es welche: { $list }.
find-idle-why = Feiertage und Schließtage kennt die Auswertung nicht. Sonst fragen, wo an diesen Tagen kassiert wurde.
find-digits = Erste Ziffern ungewöhnlich verteilt
find-digits-text = Die ersten Ziffern von { $n } Verkäufen weichen vom Benford-Gesetz ab (Chi-Quadrat { $list }, Grenze 20,09).
find-digits-why = Das ist kein Beweis für irgendetwas: Gebühren folgen einer Satzung und nicht diesem Gesetz. Es kann zeigen, wo man hineinsehen sollte, mehr nicht.

# Stammdaten und Mitteilung nach § 146a Abs. 4 AO
menu-site = Stammdaten
menu-site-due = Stammdaten – Meldung fällig
site-tab-municipality = Kommune
site-tab-pay-point = Zahlstelle
site-tab-principals = Auftraggeber
site-tab-notice = Meldung ans Finanzamt
site-changed = Geändert.
site-unchanged = Nichts war anders; es bleibt, wie es ist.
site-close-first = Stammdaten gelten immer für einen ganzen Abschluss. Ändern lassen sie sich, sobald der Kassenabschluss gemacht ist.
site-second-text = Stammdaten ändern immer zwei Personen. Die zweite bestätigt mit ihrer PIN.
site-name = Name
site-street = Straße und Hausnummer
site-postal-code = PLZ
site-city = Ort
site-address = Anschrift
site-address-as-municipality = wie die Kommune
site-tax-number = Steuernummer
site-vat-id = USt-IdNr.
site-vat-hint = DE und neun Ziffern
site-none = nicht angegeben
site-no-number = Steuernummer und USt-IdNr. fehlen. Rechnungen und die DSFinV-K brauchen eine davon.
site-municipality-sub = Steht auf jedem Beleg, in jedem Abschluss und im DSFinV-K-Export
site-municipality-hint = § 6 Satz 1 Nr. 1 KassenSichV: vollständiger Name und Anschrift. Jede Änderung wird mit beiden Personen aufgezeichnet; frühere Abschlüsse behalten die Daten, unter denen sie entstanden sind.
site-pay-point = Zahlstelle
site-pay-point-sub = Wo diese Kasse steht und wer dafür verantwortlich ist
site-responsible = Verantwortlich
site-register = Kasse
site-serial = Seriennummer
site-serial-hint = Die Seriennummer der Kasse steht in jeder Signatur der TSE und ändert sich nie.
site-change = Ändern
site-remove = Entfernen
site-keep = Speichern
site-take = Aufnehmen
site-write = Datei schreiben
site-reason = Grund
site-reason-hint = Warum; steht im Protokoll
site-no-principals = Es wird für niemanden kassiert.
site-principals-hint = Wer hier steht, dessen Geld weist die DSFinV-K als Agentur aus (pa.csv): mit Anschrift und mit Steuernummer oder USt-IdNr. Der Name ist der, den die Artikel nennen.
site-unknown-principals = Artikel nennen auch: { $names }. Ohne Eintrag hier wird ihr Anteil nicht als Agentur ausgewiesen.
site-principal-number = Agentur { $n }
site-principal-new = Neuer Auftraggeber
site-form-municipality = Kommune
site-form-pay-point = Zahlstelle und Kasse
site-form-pay-point-text = Eine eigene Anschrift nur, wenn die Zahlstelle woanders steht als die Kommune.
site-form-principal = Auftraggeber
site-form-principal-new = Neuer Auftraggeber
site-remove-principal = Auftraggeber entfernen
site-remove-principal-text = Frühere Abschlüsse behalten ihn; seine Nummer bekommt niemand anderes.
site-form-place = Betriebsstätte
site-form-place-text = Ohne eigene Angabe gilt die Zahlstelle mit ihrer Anschrift. Alle Kassen einer Betriebsstätte stehen in einer Meldung.
site-form-own = Angaben zu dieser Kasse
site-form-system = Angaben zu dieser anderen Kasse
site-form-system-new = Weitere Kasse von Hand
site-remove-system = Kasse aus der Meldung nehmen
site-remove-system-text = Das ist für Kassen, die nie zu dieser Betriebsstätte gehört haben. Eine Kasse, die außer Betrieb geht, bekommt stattdessen Tag und Grund der Außerbetriebnahme.
site-form-record = Weitere Kasse aus Datei
site-form-record-text = Jede Amtskasse schreibt unter „Datei schreiben“ einen Datensatz von sich. Hier wird er in die Meldung dieser Betriebsstätte aufgenommen.
site-by-hand = Stattdessen von Hand eingeben
site-form-made = Meldung vermerken
site-form-made-text = Vermerkt wird, dass alle Kassen dieser Betriebsstätte mit ihrem heutigen Stand gemeldet sind.
site-note-made = Meldung vermerken
site-form-save = Datei schreiben
site-file-xml = XML für ELSTER
site-file-pdf = PDF für die Akte
site-file-record = Datensatz dieser Kasse
site-save-xml = In Mein ELSTER hochladen. Eine Reserve-TSE hat in der Datei keinen Platz und wird im Formular von Hand ergänzt.
site-save-xml-missing = Für die XML-Datei fehlen noch Angaben; sie stehen rechts bei der Kasse.
site-save-pdf = Alles, was gemeldet wird, zum Abheften und zum Ausfüllen des Formulars von Hand.
site-save-record = Eine kleine Datei für die Kasse, die die Meldung dieser Betriebsstätte schreibt.
site-procedure = Verfahrensdokumentation
site-procedure-text = Sie wird aus den heutigen Einstellungen erzeugt. Was die Kommune selbst ergänzen muss, steht am Ende als Liste.
site-folder = Ordner
site-path = Datei
site-path-hint = z. B. /media/usb/Kasse-RATHAUS-01.json
site-day = Tag der Meldung
site-reference = Transferticket
site-reference-hint = aus Mein ELSTER
site-software = Software
site-version = Version
site-manufacturer = Hersteller
site-model = Modell
site-acquired = Anschaffung
site-how = Anschaffung durch
site-bought = Kauf
site-leased = Miete
site-first-use = Inbetriebnahme
site-retired = Außerbetriebnahme
site-retired-reason = Grund der Außerbetriebnahme
site-retired-hint = z. B. verkauft, defekt, an anderen Ort versetzt
site-tse-serial = Seriennummer der TSE
site-tse-bsi-id = BSI-Kennung
site-bsi-hint = 0414-2020
site-tse-form = Bauform der TSE
site-tse-first-use = TSE in Betrieb seit
site-tse-last-use = TSE in Betrieb bis
site-tse-usb = USB-Stick
site-tse-sd = SD-Karte
site-tse-cloud = Cloud
site-tse-other = andere
site-tse-data = Kennung, Bauform
site-tse-test = TEST-TSE, nicht zertifiziert: wird nicht gemeldet
site-tse-gone = außer Betrieb seit { $day }
site-tse-named = in Betrieb, steht in der XML-Datei
site-tse-by-hand = in Betrieb (Reserve), im ELSTER-Formular von Hand ergänzen
site-art = Art
site-art-pc = PC-Kasse
site-art-tablet = Tablet oder App
site-art-register = Registrierkasse
site-art-taximeter = Taxameter
site-art-odometer = Wegstreckenzähler
site-another = Weitere Kasse
site-change-own = Angaben ändern
site-change-place = Betriebsstätte
site-this-register = Diese Kasse
site-other-register = Weitere Kasse der Betriebsstätte
site-lacks = { $n ->
    [one] 1 Angabe fehlt
   *[other] { $n } Angaben fehlen
}
site-lacks-title = Für die XML-Datei fehlt noch etwas:
site-gone = außer Betrieb seit { $day }
site-place = Betriebsstätte
site-made = Gemeldet { $day }
site-never-made = Bisher ist keine Meldung vermerkt.
site-notice-hint = Eine Meldung nennt immer alle Kassen der Betriebsstätte. Frist: ein Monat; fällt der letzte Tag auf ein Wochenende oder einen Feiertag, gilt nach § 108 Abs. 3 AO der nächste Werktag. Hier steht der strengere Tag.
site-nothing-due = Es ist nichts zu melden, was nicht schon gemeldet wurde.
site-test-only = Hier läuft nur die Test-TSE. Gemeldet wird, sobald eine zertifizierte TSE in Betrieb ist.
site-due = Zu melden bis { $until } (noch { $n ->
    [one] 1 Tag
   *[other] { $n } Tage
}): { $system }, { $what } am { $on }.
site-due-today = Heute ist der letzte Tag: { $system }, { $what } am { $on } ist zu melden.
site-due-late = Die Frist ist seit { $until } vorbei: { $system }, { $what } am { $on } ist zu melden.
site-due-more = { $n ->
    [one] Dazu kommt ein weiterer Anlass.
   *[other] Dazu kommen { $n } weitere Anlässe.
}
site-due-devices = Dem Finanzamt ist bis { $day } etwas zu melden (§ 146a Abs. 4 AO): siehe Stammdaten.
site-occasion-acquired = Anschaffung
site-occasion-tse-taken = Inbetriebnahme der TSE
site-occasion-tse-gone = Außerbetriebnahme der TSE
site-occasion-retired = Außerbetriebnahme
site-needs-place = Name, Straße, PLZ und Ort gehören dazu.
site-needs-path = Bitte die Datei nennen.
site-needs-day = Bitte den Tag der Meldung angeben.
site-needs-serial = Bitte die Seriennummer der Kasse angeben.
site-needs-retired-reason = Bitte den Grund der Außerbetriebnahme angeben.
site-no-day = „{ $text }“ ist kein Datum; erwartet wird etwas wie 1.1.2027.
# Belege eingrenzen
receipts-filter = Filter
receipts-filter-n = Filter ({ $n })
receipts-no-filter = Filter löschen
receipts-more = Weitere Belege zeigen
filter-title = Belege eingrenzen
filter-number-from = Belegnummer von
filter-number-to = Belegnummer bis
filter-day-from = Tag von, auch mit Uhrzeit
filter-day-to = Tag bis, auch mit Uhrzeit
filter-day-hint = 23.11.2026 oder 23.11.2026 08:30
filter-amount-from = Betrag von, ohne Vorzeichen
filter-amount-to = Betrag bis
filter-item = Artikelnummer oder Text
filter-reference = Kassenzeichen
filter-voucher = Gutscheinnummer
filter-closing = Kassenabschluss (Z)
filter-any = alle
filter-same = nur dieser
filter-kind = Vorgang
filter-clerk = Kassiert von
filter-second = Freigegeben von
filter-payment = Bezahlt mit
filter-signature = Signatur
filter-signed = mit
filter-unsigned = ohne
filter-needs-number = Eine ganze Zahl, z. B. 1043
filter-needs-day = Ein Tag, z. B. 23.11.2026 oder 23.11.2026 08:30
filter-needs-amount = Ein Betrag, z. B. 12,50
filter-clear = Leeren
filter-go = Anzeigen

# Auswertung: die Seite
menu-evaluation = Auswertung
eval-tab-findings = Auffälliges
eval-tab-persons = Personen
eval-tab-course = Verlauf
eval-from = Von
eval-to = Bis
eval-go = Auswerten
eval-month = Dieser Monat
eval-last-month = Letzter Monat
eval-year = Dieses Jahr
eval-last-year = Letztes Jahr
eval-wrong-days = Zwei Tage wie 01.11.2026 und 30.11.2026, der erste zuerst
eval-choose = Oben einen Zeitraum wählen
eval-progress = { $n } von { $of } Belegen ausgewertet
eval-stop = Anhalten
eval-journal-pdf = Journal als PDF
eval-journal-csv = Journal als CSV
eval-save = Auswertung als PDF
eval-sum = { $days } · { $n } Belege · Umsatz { $amount }
eval-serious = genau ansehen
eval-notable = nachfragen
eval-remark = zur Kenntnis
eval-nothing = Nichts fällt auf
eval-limits-title = Was die Auswertung nicht kann
eval-limits = Die Auswertung zählt und vergleicht; sie weiß nicht, warum etwas geschah, und wirft niemandem etwas vor. Was nie gebucht wurde, sieht keine Kasse: Dafür die Fälle des Fachverfahrens mit den Belegen abgleichen.
eval-no-receipts = Kein einzelner Beleg dahinter
eval-receipts = Belege ansehen ({ $n })
eval-none = In diesem Zeitraum hat niemand kassiert
eval-all = Alle
eval-col-person = Person
eval-col-sales = Verkäufe
eval-col-back = Storno/Rück.
eval-col-late = nach 15 Min.
eval-col-closed = nach Abschl.
eval-col-aborts = Abbrüche
eval-col-struck = Gestrichen
eval-col-discounts = Nachlässe
eval-col-training = Training
eval-col-difference = Differenzen
eval-hours = Uhrzeit
eval-hours-hint = Verkäufe je Stunde, dunkel die Stornos und Rücknahmen
eval-shares = Stornos je Person
eval-shares-hint = Stornos und Rücknahmen im Verhältnis zu den Verkäufen
eval-days = Tage
eval-days-hint = Verkäufe in Euro, dunkel die Stornos und Rücknahmen
eval-differences = Kassendifferenzen
eval-no-difference = Keine Differenz in diesem Zeitraum
eval-digits = Erste Ziffern (Benford)
eval-digits-few = Weniger als 500 Verkäufe: das sagt nichts.
eval-digits-fixed = Wenige feste Preise bestimmen die Beträge; dafür gilt das Gesetz nicht.
eval-digits-fit = Verteilt wie erwartet. Gezählt / erwartet.
eval-digits-differ = Anders verteilt als erwartet; das beweist nichts. Gezählt / erwartet.
problem-journal-too-long = Auf Papier passen höchstens { $name } Belege. Bitte als CSV speichern oder weniger Tage wählen.

# Zahlungsregeln
menu-rules = Zahlungsregeln
rules-none = Keine Regel: Alles wird überall angenommen.
rules-unsaved = Noch nicht gespeichert. Bis dahin gilt, was vorher galt.
rules-add = Neue Regel
rules-change = Ändern …
rules-save = Speichern
rules-saved = Gespeichert. Die Regeln gelten ab sofort.
rules-for-all = für alles
rules-for = für { $items }
rules-everywhere = an allen Zahlstellen
rules-at = nur Zahlstelle { $point }
rules-fees = Gebühren
rules-articles = Artikel
rules-services = Leistungen
rules-transit = Durchlaufende Posten
rules-form-new = Neue Regel
rules-form = Regel ändern
rules-take-new = Hinzufügen
rules-take = Übernehmen
rules-kinds = Welche Zahlungsarten begrenzt sie?
rules-no-kinds = Bitte mindestens eine Zahlungsart wählen.
rules-limit = Sie werden angenommen
rules-limit-up-to = nur bis …
rules-limit-from = erst ab …
rules-limit-between = nur von … bis …
rules-limit-never = gar nicht
rules-from = Ab (€)
rules-up-to = Bis (€)
rules-amount-hint = 500,00
rules-amount-example = Erwartet wird ein Betrag wie 500,00.
rules-amount-missing = Der Betrag fehlt; erwartet wird etwas wie 500,00.
rules-amount-wrong = „{ $text }“ geht nicht; erwartet wird ein Betrag über null wie 500,00.
rules-crossed = Die obere Grenze liegt unter der unteren.
rules-twice = Genau diese Regel gibt es schon.
rules-items = Für welche Artikel gilt sie?
rules-any-kind = alle Arten
rules-office = Amt
rules-any-office = alle Ämter
rules-pick-office = Nur für Artikel dieses Amts
rules-group = Gruppe
rules-any-group = alle Gruppen
rules-pick-group = Nur für Artikel dieser Gruppe
rules-point = Zahlstelle
rules-any-point = alle Zahlstellen
rules-pick-point = Nur an dieser Zahlstelle
rules-try = Ausprobieren
rules-try-sub = Mit den Regeln links, auch ungespeichert
rules-try-amount = Betrag (€)
rules-try-item = Artikel
rules-try-item-hint = Name oder Nummer
rules-try-unknown = Dafür gibt es keinen Artikel.
rules-try-anything = beliebige Artikel
rules-try-point = An welcher Zahlstelle?
rules-try-question = Was gilt bei { $amount } für { $item }?
rules-taken = wird angenommen
rules-refused = Regel { $n }: { $rule }
rules-hint = Was keine Regel begrenzt, wird angenommen. Treffen mehrere Regeln zu, nennt die Kasse die oberste. Regeln für bestimmte Artikel zählen nur deren Summe, alle anderen den ganzen Vorgang. Auszahlungen begrenzen sie nie.
rules-second-text = Zahlungsregeln ändern immer zwei Personen. Grund und Namen stehen im Protokoll.
rules-reason-council = Ratsbeschluss
rules-reason-cost = Kosten der Kartenzahlung
rules-reason-office = Anordnung der Stadtkasse
