# mypy: ignore-errors
# Dates and times. The clock is the run's; the local zone is UTC unless the host says otherwise.
MINYEAR: int
MAXYEAR: int
UTC: timezone

class tzinfo:
    def utcoffset(self, dt: datetime | None, /) -> timedelta | None: ...
    def dst(self, dt: datetime | None, /) -> timedelta | None: ...
    def tzname(self, dt: datetime | None, /) -> str | None: ...
    def fromutc(self, dt: datetime, /) -> datetime: ...

class timezone(tzinfo):
    def __init__(self, offset: timedelta, name: str = ...) -> None: ...
    utc: timezone
    min: timezone
    max: timezone

class timedelta:
    def __init__(
        self,
        days: float = 0,
        seconds: float = 0,
        microseconds: float = 0,
        milliseconds: float = 0,
        minutes: float = 0,
        hours: float = 0,
        weeks: float = 0,
    ) -> None: ...
    min: timedelta
    max: timedelta
    resolution: timedelta
    days: int
    seconds: int
    microseconds: int
    def total_seconds(self) -> float: ...

class date:
    def __init__(self, year: int, month: int, day: int) -> None: ...
    min: date
    max: date
    resolution: timedelta
    year: int
    month: int
    day: int
    @classmethod
    def fromisocalendar(cls, year: int, week: int, day: int) -> Self: ...
    @classmethod
    def fromisoformat(cls, date_string: str, /) -> Self: ...
    @classmethod
    def fromordinal(cls, ordinal: int, /) -> Self: ...
    @classmethod
    def fromtimestamp(cls, timestamp: float, /) -> Self: ...
    @classmethod
    def today(cls) -> Self: ...
    def ctime(self) -> str: ...
    def isocalendar(self) -> _IsoCalendarDate: ...
    def isoformat(self) -> str: ...
    def isoweekday(self) -> int: ...
    def replace(self, year: int = ..., month: int = ..., day: int = ...) -> Self: ...
    def strftime(self, format: str) -> str: ...  # cost: len(format)
    def timetuple(self) -> time.struct_time: ...
    def toordinal(self) -> int: ...
    def weekday(self) -> int: ...

class time:
    def __init__(
        self,
        hour: int = 0,
        minute: int = 0,
        second: int = 0,
        microsecond: int = 0,
        tzinfo: tzinfo | None = None,
        *,
        fold: int = 0,
    ) -> None: ...
    min: time
    max: time
    resolution: timedelta
    hour: int
    minute: int
    second: int
    microsecond: int
    tzinfo: tzinfo | None
    fold: int
    @classmethod
    def fromisoformat(cls, string: str, /) -> Self: ...
    def dst(self) -> timedelta | None: ...
    def isoformat(self, timespec: str = "auto") -> str: ...
    def replace(
        self,
        hour: int = ...,
        minute: int = ...,
        second: int = ...,
        microsecond: int = ...,
        tzinfo: tzinfo | None = ...,
        *,
        fold: int = ...,
    ) -> Self: ...
    def strftime(self, format: str) -> str: ...  # cost: len(format)
    def tzname(self) -> str | None: ...
    def utcoffset(self) -> timedelta | None: ...

class datetime(date):
    def __init__(
        self,
        year: int,
        month: int,
        day: int,
        hour: int = 0,
        minute: int = 0,
        second: int = 0,
        microsecond: int = 0,
        tzinfo: tzinfo | None = None,
        *,
        fold: int = 0,
    ) -> None: ...
    min: datetime
    max: datetime
    hour: int
    minute: int
    second: int
    microsecond: int
    tzinfo: tzinfo | None
    fold: int
    @classmethod
    def combine(cls, date: date, time: time, tzinfo: tzinfo | None = ...) -> Self: ...
    @classmethod
    def fromtimestamp(cls, timestamp: float, tz: tzinfo | None = None) -> Self: ...
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self: ...
    @classmethod
    def strptime(cls, date_string: str, format: str, /) -> Self: ...  # cost: len(date_string)
    @classmethod
    def utcfromtimestamp(cls, timestamp: float, /) -> Self: ...
    @classmethod
    def utcnow(cls) -> Self: ...
    def astimezone(self, tz: tzinfo | None = None) -> Self: ...
    def date(self) -> date: ...
    def dst(self) -> timedelta | None: ...
    def isoformat(self, sep: str = "T", timespec: str = "auto") -> str: ...
    def replace(
        self,
        year: int = ...,
        month: int = ...,
        day: int = ...,
        hour: int = ...,
        minute: int = ...,
        second: int = ...,
        microsecond: int = ...,
        tzinfo: tzinfo | None = ...,
        *,
        fold: int = ...,
    ) -> Self: ...
    def time(self) -> time: ...
    def timestamp(self) -> float: ...
    def timetz(self) -> time: ...
    def tzname(self) -> str | None: ...
    def utcoffset(self) -> timedelta | None: ...
    def utctimetuple(self) -> time.struct_time: ...

class _IsoCalendarDate(tuple):
    year: int
    week: int
    weekday: int
