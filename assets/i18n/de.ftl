# Die Texte der Kasse. Diese Datei ist die erste und vollständige; en.ftl folgt ihr Schlüssel für Schlüssel.

## Wochentage vor einem Datum

weekday-mon = Mo
weekday-tue = Di
weekday-wed = Mi
weekday-thu = Do
weekday-fri = Fr
weekday-sat = Sa
weekday-sun = So

## Verkauf

sale-lines = { $n ->
    [one] { $n } Position
   *[other] { $n } Positionen
}
