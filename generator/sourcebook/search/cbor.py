"""So much of CBOR (RFC 8949) as Pagefind's lists are made of: whole numbers, text and arrays of known length."""

from __future__ import annotations

from typing import Any

_UNSIGNED, _TEXT, _ARRAY = 0, 3, 4


def cbor_load(data: bytes) -> Any:
    """The value that `data` holds: numbers, text and lists. Raises ValueError on anything else."""
    value, end = _read(data, 0)
    if end != len(data):
        raise ValueError("more than one value")
    return value


def _read(data: bytes, place: int) -> tuple[Any, int]:
    try:
        kind, number = data[place] >> 5, data[place] & 31
    except IndexError:
        raise ValueError("cut off") from None
    place += 1
    if number > 23:
        if number > 27:
            raise ValueError("a length that is not known")
        size = 1 << (number - 24)
        number = int.from_bytes(data[place : place + size], "big")
        place += size
    if kind == _UNSIGNED:
        return number, place
    if kind == _TEXT:
        return data[place : place + number].decode(), place + number
    if kind == _ARRAY:
        items = []
        for _ in range(number):
            item, place = _read(data, place)
            items.append(item)
        return items, place
    raise ValueError(f"no such kind of value here: {kind}")


def cbor_dump(value: Any) -> bytes:
    """`value`, made of numbers, text and lists, in the shortest form."""
    out = bytearray()
    _write(value, out)
    return bytes(out)


def _write(value: Any, out: bytearray) -> None:
    if isinstance(value, int):
        _head(_UNSIGNED, value, out)
    elif isinstance(value, str):
        text = value.encode()
        _head(_TEXT, len(text), out)
        out += text
    else:
        _head(_ARRAY, len(value), out)
        for item in value:
            _write(item, out)


def _head(kind: int, number: int, out: bytearray) -> None:
    if number < 24:
        out.append(kind << 5 | number)
        return
    size = max(0, (number.bit_length() - 1).bit_length() - 3)  # 1, 2, 4 or 8 bytes
    out.append(kind << 5 | 24 + size)
    out += number.to_bytes(1 << size, "big")
