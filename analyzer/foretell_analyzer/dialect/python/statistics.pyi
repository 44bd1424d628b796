# mypy: ignore-errors
# # Means, spreads and the normal distribution.
class StatisticsError(ValueError): ...

class LinearRegression(tuple):
    def __init__(self, slope: float, intercept: float) -> None: ...
    slope: float
    intercept: float

class NormalDist:
    def __init__(self, mu: float = 0.0, sigma: float = 1.0) -> None: ...
    mean: float
    median: float
    mode: float
    stdev: float
    variance: float
    @classmethod
    def from_samples(cls, data: Iterable[float]) -> NormalDist: ...  # cost: len(data)
    def cdf(self, x: float) -> float: ...
    def inv_cdf(self, p: float) -> float: ...
    def overlap(self, other: NormalDist) -> float: ...
    def pdf(self, x: float) -> float: ...
    def quantiles(self, n: int = 4) -> list[float]: ...  # cost: n
    def samples(self, n: int, *, seed: object = None) -> list[float]: ...  # cost: n
    def zscore(self, x: float) -> float: ...

def correlation(x: Iterable[float], y: Iterable[float], /) -> float: ...  # cost: len(data)
def covariance(x: Iterable[float], y: Iterable[float], /) -> float: ...  # cost: len(data)
def fmean(
    data: Iterable[float], weights: Iterable[float] | None = None
) -> float: ...  # cost: len(data)
def geometric_mean(data: Iterable[float]) -> float: ...  # cost: len(data)
def harmonic_mean(
    data: Iterable[float], weights: Iterable[float] | None = None
) -> float: ...  # cost: len(data)
def mean(data: Iterable[float]) -> Any: ...  # cost: len(data)
def median(data: Iterable[float]) -> Any: ...  # cost: len(data)
def median_high(data: Iterable[float]) -> Any: ...  # cost: len(data)
def median_low(data: Iterable[float]) -> Any: ...  # cost: len(data)
def mode(data: Iterable[float]) -> Any: ...  # cost: len(data)
def median_grouped(data: Iterable[float], interval: float = 1.0) -> float: ...  # cost: len(data)
def pstdev(data: Iterable[float], mu: float | None = None) -> float: ...  # cost: len(data)
def stdev(data: Iterable[float], xbar: float | None = None) -> float: ...  # cost: len(data)
def pvariance(data: Iterable[float], mu: float | None = None) -> Any: ...  # cost: len(data)
def variance(data: Iterable[float], xbar: float | None = None) -> Any: ...  # cost: len(data)
def multimode(data: Iterable[float]) -> list[Any]: ...  # cost: len(data)
def quantiles(
    data: Iterable[float], *, n: int = 4, method: str = "exclusive"
) -> list[Any]: ...  # cost: len(data)
def linear_regression(
    x: Iterable[float], y: Iterable[float], /, *, proportional: object = False
) -> LinearRegression: ...  # cost: len(x)
