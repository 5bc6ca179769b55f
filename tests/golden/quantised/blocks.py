"""Random blocks of every quantised format, dequantised by others, as hashes: what tests/kernels/quantised_blocks_test.cpp compares with.

    python blocks.py > blocks.json        (numpy, gguf; torch and bitsandbytes where the last is there)

GGUF's formats are dequantised by the gguf package. The others by the scalar definitions below, written from the formats' papers and
their reference kernels. Bytes come from splitmix64 of a counter, floats are hashed by their bits, every NaN as 0x7FC00000.
"""
import json

import gguf
import numpy as np

M = np.uint64(0xFFFFFFFFFFFFFFFF)


def mixed(z):
    """splitmix64's output function (Steele, Lea, Flood 2014)."""
    with np.errstate(over="ignore"):
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def random_bytes(seed, first, count):
    """Bytes [first, first + count) of the stream `seed`; both multiples of 8."""
    with np.errstate(over="ignore"):
        n = np.arange(first // 8 + 1, (first + count) // 8 + 1, dtype=np.uint64)
        return mixed(np.uint64(seed) + n * np.uint64(0x9E3779B97F4A7C15)).view(np.uint8)


def hash_of(values, first):
    """The sum, modulo 2^64, of mixed(index · odd constant ^ bits): so it can be taken in parts, and still sees the order."""
    values = np.ascontiguousarray(values, np.float32).reshape(-1)
    bits = values.view(np.uint32).astype(np.uint64)
    bits[np.isnan(values)] = 0x7FC00000
    with np.errstate(over="ignore"):
        index = (np.arange(values.size, dtype=np.uint64) + np.uint64(first)) * np.uint64(0x9E3779B97F4A7C15)
        return int(np.sum(mixed(index ^ bits), dtype=np.uint64))


def halves(block, offset):
    return block[:, offset:offset + 2].copy().view(np.float16).astype(np.float32)


def bit_stream(data, bits, count):
    """`count` unsigned numbers of `bits` bits each from every row of bytes, lowest bit first."""
    ones = np.unpackbits(data, axis=1, bitorder="little")[:, :count * bits].reshape(len(data), count, bits)
    return (ones * (1 << np.arange(bits))).sum(axis=2)


FP4 = np.array([0, 0.0625, 8, 12, 4, 6, 2, 3, 0, -0.0625, -8, -12, -4, -6, -2, -3], np.float32) / np.float32(12)
NF4 = np.array([-1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635, -0.18477343022823334,
                -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224,
                0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.0], np.float32)


def run(name, seed, blocks, block_bytes, dequantise):
    per_part = 8192
    total, values = 0, 0
    for begin in range(0, blocks, per_part):
        count = min(per_part, blocks - begin)
        data = random_bytes(seed, begin * block_bytes, count * block_bytes).reshape(count, block_bytes)
        with np.errstate(all="ignore"):
            out = dequantise(data)
        total = (total + hash_of(out, values)) & int(M)
        values += out.size
    return {"format": name, "seed": seed, "blocks": blocks, "values": values, "hash": f"{total:016x}"}


def main():
    rows = []
    types = ["Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K", "IQ4_NL", "IQ4_XS"]
    for seed, name in enumerate(types, 1):
        kind = gguf.GGMLQuantizationType[name]
        rows.append(run(name, seed, 100_000, gguf.GGML_QUANT_SIZES[kind][1], lambda data: gguf.quants.dequantize(data, kind)))
    print(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
