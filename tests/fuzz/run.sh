#!/usr/bin/env bash
# Fuzzes encoding for SECONDS (600) with clang's libFuzzer, under the address and undefined-behaviour sanitizers. Needs clang 19 or newer
# (apt install clang-19 libclang-rt-19-dev). What it finds lies in build/fuzz.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-600} compiler=${CLANG:-clang++-19}
mkdir -p build/fuzz/corpus && cd build/fuzz
flags=(-std=c++23 -O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all -I../.. -DSOURCE_DIR="\"$(cd ../.. && pwd)\"")
sources=(../../engine/tokenizer/*.cpp ../../engine/base/{base64,file,utf8,utf8_stream}.cpp
  ../../engine/load/{folder_vocabulary,json,rank_vocabulary,tokenizer_json,tokenizer_steps,vocab_merges,vocabulary}.cpp)
printf '%s\n' "${sources[@]}" ../../tests/fuzz/encode_fuzz.cpp | xargs -P "$(nproc)" -I{} sh -c \
  'object=$(basename {} .cpp).o; [ "$object" -nt {} ] || "$@" -c {} -o "$object"' sh "$compiler" "${flags[@]}" $(pkg-config --cflags sentencepiece libpcre2-8 libutf8proc fmt)
"$compiler" -fsanitize=address,undefined,fuzzer *.o -o encode_fuzz $(pkg-config --libs sentencepiece libpcre2-8 libutf8proc fmt)
exec ./encode_fuzz -max_total_time="$seconds" -max_len=2000 -timeout=10 -print_final_stats=1 corpus
