# mypy: ignore-errors
# Calendars.
FRIDAY: int
MONDAY: int
SATURDAY: int
SUNDAY: int
THURSDAY: int
TUESDAY: int
WEDNESDAY: int
day_abbr: list[str]
day_name: list[str]
month_abbr: list[str]
month_name: list[str]

class IllegalMonthError(ValueError):
    def __init__(self, month: int) -> None: ...

class IllegalWeekdayError(ValueError):
    def __init__(self, weekday: int) -> None: ...

def calendar(theyear: int, w: int = 2, l: int = 1, c: int = 6, m: int = 3) -> str: ...  # cost: 1000
def month(theyear: int, themonth: int, w: int = 0, l: int = 0) -> str: ...  # cost: 100
def monthcalendar(year: int, month: int) -> list[list[int]]: ...  # cost: 40
def prmonth(theyear: int, themonth: int, w: int = 0, l: int = 0) -> None: ...  # cost: 100
def prcal(theyear: int, w: int = 2, l: int = 1, c: int = 6, m: int = 3) -> None: ...  # cost: 1000
def firstweekday() -> int: ...
def isleap(year: int) -> bool: ...
def leapdays(y1: int, y2: int) -> int: ...
def weekday(year: int, month: int, day: int) -> int: ...
def timegm(tuple: tuple) -> int: ...
def monthrange(year: int, month: int) -> tuple[int, int]: ...
