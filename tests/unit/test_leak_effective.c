#include "leak_helper.h"

#include "leaks/leak_effective.h"

/* +1 -1 +1 ...: negative autocorrelation counts as none. */
TEST(neighbours_that_agree_count_for_fewer)
{
    double alternating[48], pairs[48], r = (24.0 - 23.0) / 48; // 24 products of +1 and 23 of -1

    for (int i = 0; i < 48; i++) {
        alternating[i] = i % 2 ? -1 : 1;
        pairs[i] = i / 2 % 2 ? -1 : 1;
    }
    assert_close(effective_n(alternating, 48), 48, 1e-12);
    assert_close(effective_n(pairs, 48), 48 * (1 - r) / (1 + r), 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(neighbours_that_agree_count_for_fewer),
    };

    return RUN(tests);
}
