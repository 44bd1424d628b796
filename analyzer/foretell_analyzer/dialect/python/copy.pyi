# mypy: ignore-errors
# # Copies.
class Error(Exception): ...

def copy(x: T) -> T: ...  # cost: len(x)
def deepcopy(x: T, memo: dict[int, Any] | None = None) -> T: ...  # cost: size(x)
