# The texts of the register in English; key for key as de.ftl.

## Weekdays before a date

weekday-mon = Mon
weekday-tue = Tue
weekday-wed = Wed
weekday-thu = Thu
weekday-fri = Fri
weekday-sat = Sat
weekday-sun = Sun

## Sale

sale-lines = { $n ->
    [one] { $n } line
   *[other] { $n } lines
}
