# mypy: ignore-errors
# Internet addresses and networks.
IPV4LENGTH: int
IPV6LENGTH: int

class AddressValueError(ValueError): ...
class NetmaskValueError(ValueError): ...

class _Address:
    compressed: str
    exploded: str
    is_global: bool
    is_link_local: bool
    is_loopback: bool
    is_multicast: bool
    is_private: bool
    is_reserved: bool
    is_unspecified: bool
    max_prefixlen: int
    packed: bytes
    reverse_pointer: str
    version: int

class IPv4Address(_Address):
    def __init__(self, address: object) -> None: ...

class IPv6Address(_Address):
    def __init__(self, address: object) -> None: ...
    ipv4_mapped: IPv4Address | None
    is_site_local: bool
    scope_id: str | None
    sixtofour: IPv4Address | None
    teredo: tuple[IPv4Address, IPv4Address] | None

class _Network:
    broadcast_address: Any
    compressed: str
    exploded: str
    hostmask: Any
    is_global: bool
    is_link_local: bool
    is_loopback: bool
    is_multicast: bool
    is_private: bool
    is_reserved: bool
    is_unspecified: bool
    max_prefixlen: int
    netmask: Any
    network_address: Any
    num_addresses: int
    prefixlen: int
    reverse_pointer: str
    version: int
    with_hostmask: str
    with_netmask: str
    with_prefixlen: str
    def address_exclude(self, other: Any) -> Iterator[Any]: ...
    def compare_networks(self, other: Any) -> int: ...
    def hosts(self) -> Iterator[Any]: ...
    def overlaps(self, other: Any) -> bool: ...
    def subnet_of(self, other: Any) -> bool: ...
    def subnets(self, prefixlen_diff: int = 1, new_prefix: int | None = None) -> Iterator[Any]: ...
    def supernet(self, prefixlen_diff: int = 1, new_prefix: int | None = None) -> Any: ...
    def supernet_of(self, other: Any) -> bool: ...

class IPv4Network(_Network):
    def __init__(self, address: object, strict: bool = True) -> None: ...

class IPv6Network(_Network):
    def __init__(self, address: object, strict: bool = True) -> None: ...
    is_site_local: bool

class IPv4Interface(IPv4Address):
    def __init__(self, address: object) -> None: ...
    hostmask: IPv4Address
    ip: IPv4Address
    netmask: IPv4Address
    network: IPv4Network
    with_hostmask: str
    with_netmask: str
    with_prefixlen: str

class IPv6Interface(IPv6Address):
    def __init__(self, address: object) -> None: ...
    hostmask: IPv6Address
    ip: IPv6Address
    netmask: IPv6Address
    network: IPv6Network
    with_hostmask: str
    with_netmask: str
    with_prefixlen: str

def collapse_addresses(addresses: Iterable[Any]) -> Iterator[Any]: ...  # cost: len(addresses)
def get_mixed_type_key(obj: object) -> Any: ...
def ip_address(address: object) -> IPv4Address | IPv6Address: ...
def ip_interface(address: object) -> IPv4Interface | IPv6Interface: ...
def ip_network(address: object, strict: bool = True) -> IPv4Network | IPv6Network: ...
def summarize_address_range(first: Any, last: Any) -> Iterator[Any]: ...
def v4_int_to_packed(address: int) -> bytes: ...
def v6_int_to_packed(address: int) -> bytes: ...
