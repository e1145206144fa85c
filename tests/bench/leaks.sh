#!/bin/sh
# Measures the leak finder's accuracy on captures of our own generator and, with a folder, of independent generators.
#
#     tests/bench/leaks.sh              bench_leaks: tests/bench/leak_families.c, seeds not used for tuning
#     tests/bench/leaks.sh REFERENCE    also REFERENCE/leakbench/score.py, with both of its generators (hours, 0.5 GB)
#     SEEDS=21,22 SHAPES=60h_15m,...    environment variables for score.py
set -eu
cd "$(dirname "$0")/../.."

cmake --build build/release --target poolmonviz bench_leaks >/dev/null
echo "Our own captures (tests/bench/leak_families.c):"
echo
build/release/bench_leaks
[ $# -eq 0 ] && exit 0
for generator in bench_gen.py bench_gen2.py; do
    echo
    echo "Captures of $generator, counted by score.py, which counts daily cycles seen for less than a day as false:"
    echo
    /usr/bin/python3 "$1/leakbench/score.py" build/release/poolmonviz --generator $generator --seeds "${SEEDS:-21,22}" \
        ${SHAPES:+--shapes "$SHAPES"}
done
