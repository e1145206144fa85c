#!/bin/sh
# Tests that a capture holds exactly the kernel's answers. The unmodified program collects from scenarios (see fakent.c); the
# program for this system reads the captures. Expected rows are generated with the scenarios, not by our program.
. "$(dirname "$0")/common.sh"

# made CLASS TICKS TAGS: writes a scenario of TAGS tags, and its rows to `expected`. Tag 1 leaks, tag 2 wraps in class 22,
# tag 3 exceeds 4 GB, tag 4 appears late and disappears early; the others are busy.
made() {
    echo 'clock 1790000000 60' >scenario
    echo "class $1" >>scenario
    : >expected
    awk -v class="$1" -v ticks="$2" -v tags="$3" '
        BEGIN {
            srand(7)
            for (i = 33; i < 127; i++)
                ord[sprintf("%c", i)] = i
            for (i = 1; i <= tags; i++)
                tag[i] = letter(i) letter(i / 50) letter(i / 2500) "x"
            for (t = 1; t <= ticks; t++) {
                print "tick" >> "scenario"
                for (i = 1; i <= tags; i++)
                    one(t, i)
            }
        }
        function letter(n) { return substr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx", int(n) % 50 + 1, 1) }
        function hex(name,   k, h) {
            for (k = 1; k <= 4; k++)
                h = h sprintf("%02x", ord[substr(name, k, 1)])
            return h
        }
        function one(t, i,   pa, pf, pb, na, nf, nb) {
            pa = calls[i] += int(rand() * 1000)
            pf = int(pa * 0.9)
            pb = (pa - pf) * 96
            na = int(rand() * 100); nf = int(na / 2); nb = (na - nf) * 4096
            if (i == 1) { na = 1000 * t; nf = 10; nb = na * 512 }
            if (i == 2 && class == 22) { pa = t * 100; pf = 4294967290; pb = 64 }
            if (i == 2 && class != 22) { pa = 4294967296 * t; pf = pa - 5; pb = 64 }
            if (i == 3) nb = 8589934592 + t
            if (i == 4 && (t == 1 || t == ticks)) return
            printf "%s %.0f %.0f %.0f %.0f %.0f %.0f\n", hex(tag[i]), pa, pf, pb, na, nf, nb >> "scenario"
            printf "\"%s\",\"%.0f\",\"%.0f\",\"%.0f\",\"%.0f\",\"%.0f\",\"%.0f\",\"%.0f\",\"%.0f\",\"%.0f\"\n", tag[i],
                pa, pf, pa - pf, pb, na, nf, na - nf, nb, pb + nb >> "expected"
        }'
}

# check WHAT TICKS: collects and compares with `expected`.
check() {
    rm -f x.pmcap
    with_kernel collect -o x.pmcap --interval 60s --count "$2" --quiet 2>said || fail "$1: collect failed"
    [ ! -s said ] || fail "$1: collect printed messages"
    rows_of x.pmcap >rows.txt
    same expected rows.txt "$1: the capture is not what the kernel said"
    echo "ok: $1, $(wc -l <expected) rows"
}

made 22 4 3000
check "3,000 tags of class 22" 4
[ "$(ls rows | head -n 1)" = 2026.09.21_14.14.20_1790000060.pool.csv ] || fail "wrong time"

made 22 3 200
echo 'grow 3' >>scenario
check "a table that grows while it is read" 3

made 255 4 3000
check "3,000 tags of class 255, with counters of 64 bits" 4

made 22 3 200
echo 'garbled 255' >>scenario
check "class 255 means something else, class 22 answers" 3

made 22 1 20000
check "20,000 tags, four times the first buffer" 1

# Tags with other bytes than letters: Windows-1252, NUL, blanks, characters that CSV quotes.
printf '%s\n' 'clock 1790000000 60' tick '612c2262 1 2 3 4 5 6' '41620063 7 0 8 0 0 0' '20206c65 1 0 1 0 0 0' \
    'e4f6fc80 1 0 1 0 0 0' '81ff0d0a 1 0 1 0 0 0' '4e744600 4294967295 0 18446744073709551615 0 0 9223372036854775807' >scenario
printf '"a,""b","1","2","-1","3","4","5","-1","6","9"\n' >expected
printf '"Ab\000c","7","0","7","8","0","0","0","0","8"\n' >>expected
printf '"  le","1","0","1","1","0","0","0","0","1"\n' >>expected
printf '"äöü€","1","0","1","1","0","0","0","0","1"\n' >>expected
rm -f x.pmcap
with_kernel collect -o x.pmcap --count 1 --quiet 2>said || fail "odd tags: collect failed"
rows_of x.pmcap >rows.txt
head -n 4 rows.txt >rows.head
same expected rows.head "odd tags are not what the kernel said"
grep -aq '^"NtF.*,"4294967295","0","4294967295","","0","0","0","9223372036854775807",""' rows.txt || fail "a number above 2^63 is not left out: $(tail -n 1 rows.txt)"
echo "ok: odd tags and numbers"

# Totals: pages of 4096 bytes; 0 means unknown.
printf '%s\n' 'totals 1000 2000' tick '41414141 1 0 100 1 0 200' >scenario
rm -f x.pmcap
with_kernel collect -o x.pmcap --count 2 --interval 10ms --quiet 2>said || fail "totals: collect failed"
"$native" visualize -d x.pmcap -t NonPagedUsedBytes --no-open -o x.txt >said 2>&1
grep -q 'reports 7.81 MB of nonpaged pool' said || fail "the nonpaged pool of 2000 pages is not reported"
printf '%s\n' tick '41414141 1 0 100 1 0 200' >scenario
rm -f x.pmcap
with_kernel collect -o x.pmcap --count 2 --interval 10ms --quiet 2>said || fail "no totals: collect failed"
"$native" visualize -d x.pmcap -t NonPagedUsedBytes --no-open -o x.txt >said 2>&1
! grep -q 'have no tag' said || fail "a pool total of 0 was used"
echo "ok: totals"

# CSV as the original collector writes it, written directly.
made 22 2 50
with_kernel collect --csv -o folder --encoding utf8 --interval 10ms --count 2 --quiet 2>said || fail "CSV: collect failed"
cat folder/*.pool.csv | tr -d '\r' | grep -v '^"DateTime"' | cut -d, -f3- >rows.txt
same expected rows.txt "the CSV files are not what the kernel said"
with_kernel snapshot -view csv -tags BAAx,CAAx | tr -d '\r' >rows.txt || fail "snapshot failed"
[ "$(wc -l <rows.txt)" = 3 ] || fail "snapshot shows $(wc -l <rows.txt) lines for two tags"
echo "ok: CSV and snapshot"
