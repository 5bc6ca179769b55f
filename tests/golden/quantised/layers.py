"""Layers of random bytes as GPTQ, AWQ and bitsandbytes store them, dequantised by the definitions below, as hashes: what
tests/engine/load/quantised_layers_test.cpp compares with.

    python layers.py > layers.json        (numpy, gguf; if bitsandbytes is installed, it checks the definitions of its own formats)

A layer's tensors are the streams seed, seed + 1, … of blocks.py, in the order of the arguments below.
"""
import json
import sys

import numpy as np

from blocks import FP4, NF4, hash_of, random_bytes

OFFSET = np.float32(0.3125)
NESTED = 256


def stream(seed, count, dtype):
    size = count * np.dtype(dtype).itemsize
    return random_bytes(seed, 0, (size + 7) // 8 * 8)[:size].view(dtype)


def unpacked(words, bits):
    """Along the first axis: numbers of `bits` bits from words (n, m), lowest bit first, without gaps."""
    n, m = words.shape
    ones = (words[:, None, :] >> np.arange(32, dtype=np.uint32)[None, :, None] & 1).reshape(n * 32 // bits, bits, m)
    return (ones.astype(np.int64) << np.arange(bits)[None, :, None]).sum(axis=1)


def gptq(seed, rows, columns, bits, group, v2, act_order):
    size = columns if group == -1 else group
    groups = columns // size
    q = unpacked(stream(seed, columns * bits // 32 * rows, np.uint32).reshape(-1, rows), bits)
    zeros = unpacked(np.ascontiguousarray(stream(seed + 1, groups * rows * bits // 32, np.uint32).reshape(groups, -1).T), bits).T
    scales = stream(seed + 2, groups * rows, np.float16).reshape(groups, rows).astype(np.float32)
    k = np.arange(columns)
    g = ((k * 7919 + 13) % columns if act_order else k) // size
    return (scales[g] * (q - zeros[g] - (0 if v2 else 1)).astype(np.float32)).T


def awq(seed, rows, columns, bits, group, v2, act_order):
    order = [0, 2, 4, 6, 1, 3, 5, 7]
    groups = columns // group

    def nibbles(words):
        out = np.empty((len(words), rows), np.int64)
        for i, column in enumerate(order):
            out[:, column::8] = words >> np.uint32(4 * i) & np.uint32(15)
        return out

    q = nibbles(stream(seed, columns * rows // 8, np.uint32).reshape(columns, -1))
    zeros = nibbles(stream(seed + 1, groups * rows // 8, np.uint32).reshape(groups, -1))
    scales = stream(seed + 2, groups * rows, np.float16).reshape(groups, rows).astype(np.float32)
    g = np.arange(columns) // group
    return (scales[g] * (q - zeros[g]).astype(np.float32)).T


def int8(seed, rows, columns):
    q = stream(seed, rows * columns, np.int8).reshape(rows, columns)
    scb = stream(seed + 1, rows, np.float32)
    return q.astype(np.float32) * scb[:, None] * np.float32(7.874015718698502e-3)


def four_bits(seed, rows, columns, codes, block, nested):
    data = stream(seed, rows * columns // 2, np.uint8)
    q = np.stack([data >> 4, data & 15], axis=1).reshape(-1)
    blocks = rows * columns // block
    if nested:
        index = stream(seed + 1, blocks, np.uint8)
        outer = stream(seed + 2, (blocks + NESTED - 1) // NESTED, np.float32)
        table = stream(seed + 3, 256, np.float32)
        absmax = table[index] * np.repeat(outer, NESTED)[:blocks] + OFFSET
    else:
        absmax = stream(seed + 1, blocks, np.float32)
    return (codes[q] * np.repeat(absmax, block)).reshape(rows, columns)


def check_with_library(rows, columns):
    """The library's own dequantisation on the CPU gives the same bits (of finite scales: it computes in its own order else)."""
    import bitsandbytes.functional as F
    import torch
    scb = np.abs(stream(91, rows, np.float16).astype(np.float32))
    scb[~np.isfinite(scb)] = 1
    q = stream(90, rows * columns, np.int8).reshape(rows, columns)
    theirs = F.int8_vectorwise_dequant(torch.from_numpy(q.copy()), torch.from_numpy(scb)).numpy()
    assert np.array_equal(theirs, q.astype(np.float32) * scb[:, None] * np.float32(7.874015718698502e-3))
    for kind, codes in (("nf4", NF4), ("fp4", FP4)):
        weight = torch.from_numpy(np.random.default_rng(1).normal(size=(rows, columns)).astype(np.float32))
        packed, state = F.quantize_4bit(weight, blocksize=64, quant_type=kind, compress_statistics=False)
        assert np.array_equal(state.code.numpy(), codes), kind
        data = packed.numpy().reshape(-1)
        ours = codes[np.stack([data >> 4, data & 15], axis=1).reshape(-1)] * np.repeat(state.absmax.numpy().reshape(-1), 64)
        assert np.array_equal(F.dequantize_4bit(packed, state).numpy().reshape(-1), ours), kind


CASES = ([(f"gptq{b}_g{g}", gptq, (b, g, b == 8, False)) for b in (8, 4, 3, 2) for g in (32, 128)] +
         [("gptq4_row", gptq, (4, -1, False, False)), ("gptq4_g64_v2", gptq, (4, 64, True, False)),
          ("gptq4_act_order", gptq, (4, 128, False, True)), ("awq_g128", awq, (4, 128, False, False)), ("awq_g64", awq, (4, 64, False, False)),
          ("bnb_int8", int8, ()), ("bnb_nf4", four_bits, (NF4, 64, False)), ("bnb_nf4_nested", four_bits, (NF4, 64, True)),
          ("bnb_fp4", four_bits, (FP4, 128, False))])


def main():
    rows, columns = 96, 4096
    cases = []
    for i, (name, make, arguments) in enumerate(CASES):
        with np.errstate(all="ignore"):
            values = make(100 + 10 * i, rows, columns, *arguments)
        case = {"name": name, "seed": 100 + 10 * i, "rows": rows, "columns": columns, "hash": f"{hash_of(values, 0):016x}"}
        if make in (gptq, awq):
            case |= dict(zip(("bits", "group", "v2", "act_order"), arguments))
        if make is four_bits:
            case |= {"block": arguments[1], "nested": arguments[2]}
        cases.append(case)
    try:
        check_with_library(64, 256)
        print("bitsandbytes agrees", file=sys.stderr)
    except ImportError:
        print("bitsandbytes is not installed: its own dequantisation was not asked", file=sys.stderr)
    print(json.dumps(cases, indent=1))


if __name__ == "__main__":
    main()
