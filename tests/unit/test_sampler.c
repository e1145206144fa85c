#include "helper.h"

#include "os/clock.h"
#include "recorder/sampler.h"

/* A machine whose clocks the tests set, and a source that answers what they say. */
static struct {
    struct os_moment now;
    int64_t slept_until_ms; // by the last wait
    bool stop;
    size_t asked, fails_at; // fails_at: the take that fails, from 1; 0: none does
    bool is_over, closed;
} machine;

static struct os_moment clock_now(void)
{
    return machine.now;
}

/* Sleep as the system gives it: until the tick, or, when the tests say so, longer. */
static bool wait_until(int64_t uptime_ms)
{
    if (machine.stop)
        return true;
    if (uptime_ms > machine.now.uptime_ms) {
        machine.now.utc_us += (uptime_ms - machine.now.uptime_ms) * 1000;
        machine.now.uptime_ms = uptime_ms;
    }
    machine.slept_until_ms = uptime_ms;
    return false;
}

static void pass_ms(int64_t ms)
{
    machine.now.uptime_ms += ms;
    machine.now.utc_us += ms * 1000;
}

static bool fake_open(const struct source_options *options, void **state, struct machine *out, struct error *err)
{
    if (options->page_size == 1)
        return error_set(err, "no such machine");
    *state = &machine;
    *out = (struct machine){.page_size = 4096};
    return true;
}

static bool fake_take(void *state, struct snapshot *out, struct warnings *warnings, struct error *err)
{
    struct pool_row row = {.known = COUNTER_BIT(PAGED_BYTES), .value[PAGED_BYTES] = 7};

    (void)state;
    (void)warnings;
    if (++machine.asked == machine.fails_at)
        return error_set(err, "no answer");
    snapshot_start(out, machine.now.utc_us, LOCAL_TIME_UNKNOWN, COUNTER_BIT(PAGED_BYTES));
    out->uptime_ms = machine.now.uptime_ms;
    snapshot_add(out, text_of("Aaaa"), &row);
    snapshot_add(out, text_of("Bbbb"), &row);
    return true;
}

static bool fake_is_over(const void *state)
{
    (void)state;
    return machine.is_over;
}

static void fake_close(void *state)
{
    machine.closed = state == &machine;
}

static const struct source endless = {.name = "fake", .open = fake_open, .take = fake_take, .close = fake_close};
static const struct source played = {
    .name = "played", .open = fake_open, .take = fake_take, .is_over = fake_is_over, .close = fake_close};

static struct sampler started(const struct source *source, int64_t duration_ms)
{
    struct sampler_options options = {.source.now = clock_now, .wait = wait_until};
    struct sampler s;
    struct error err;

    memset(&machine, 0, sizeof machine);
    machine.now = (struct os_moment){.utc_us = INT64_C(1772355600000000), .uptime_ms = 5000};
    assert_true(sampler_open(&s, source, &options, &err));
    sampler_start(&s, 60000, duration_ms);
    return s;
}

static enum sampler_event next(struct sampler *s)
{
    struct warnings warnings = {0};
    struct error err;
    enum sampler_event event = sampler_next(s, &warnings, &err);

    warnings_free(&warnings);
    return event;
}

TEST(the_first_snapshot_is_taken_at_once_and_the_others_on_the_grid)
{
    struct sampler s = started(&endless, 0);

    assert_int_equal(next(&s), SAMPLER_SNAPSHOT);
    assert_int_equal(machine.slept_until_ms, 5000);
    pass_ms(400); // a slow disk
    assert_int_equal(sampler_next_in_ms(&s), 59600);
    assert_int_equal(next(&s), SAMPLER_SNAPSHOT);
    assert_int_equal(machine.slept_until_ms, 65000);
    assert_int_equal(s.taken, 2);
    assert_int_equal(s.missed, 0);
    assert_false(s.clock_was_set);
    sampler_close(&s);
    assert_true(machine.closed);
}

TEST(sleep_is_reported_with_the_next_snapshot)
{
    struct sampler s = started(&endless, 0);

    next(&s);
    pass_ms(INT64_C(3600) * 1000 + 5); // the lid was closed for an hour
    assert_int_equal(sampler_next_in_ms(&s), 0);
    assert_int_equal(next(&s), SAMPLER_SNAPSHOT);
    assert_int_equal(s.missed, 59); // due after one minute, taken after sixty
    assert_false(s.clock_was_set);
    assert_int_equal(next(&s), SAMPLER_SNAPSHOT);
    assert_int_equal(s.missed, 0);
    sampler_close(&s);
}

TEST(a_clock_step_is_reported_once)
{
    struct sampler s = started(&endless, 0);

    next(&s);
    machine.now.utc_us += INT64_C(600000000); // ten minutes ahead
    assert_int_equal(next(&s), SAMPLER_SNAPSHOT);
    assert_true(s.clock_was_set);
    assert_int_equal(next(&s), SAMPLER_SNAPSHOT);
    assert_false(s.clock_was_set);
    sampler_close(&s);
}

TEST(a_source_that_fails_is_asked_again_at_the_next_tick)
{
    struct sampler s = started(&endless, 0);

    machine.fails_at = 2;
    assert_int_equal(next(&s), SAMPLER_SNAPSHOT);
    assert_int_equal(next(&s), SAMPLER_FAILED);
    assert_int_equal(s.taken, 1);
    assert_int_equal(next(&s), SAMPLER_SNAPSHOT);
    assert_int_equal(machine.slept_until_ms, 125000);
    sampler_close(&s);
}

TEST(a_replay_ends_when_it_says_so)
{
    struct sampler s = started(&played, 0);

    machine.fails_at = 2;
    assert_int_equal(next(&s), SAMPLER_SNAPSHOT);
    assert_int_equal(next(&s), SAMPLER_NOTHING); // its next snapshot is not due yet
    machine.fails_at = 3;
    machine.is_over = true;
    assert_int_equal(next(&s), SAMPLER_ENDED);
    assert_int_equal(next(&s), SAMPLER_ENDED);
    assert_int_equal(machine.asked, 3); // nobody asks a replay that is over
    sampler_close(&s);
}

TEST(no_tick_begins_when_the_duration_is_over)
{
    struct sampler s = started(&endless, 120000);

    assert_int_equal(next(&s), SAMPLER_SNAPSHOT); // at 0, 1 min; not at 2 min
    assert_int_equal(next(&s), SAMPLER_SNAPSHOT);
    assert_int_equal(next(&s), SAMPLER_ENDED);
    sampler_close(&s);
}

TEST(a_stop_ends_the_wait)
{
    struct sampler s = started(&endless, 0);

    next(&s);
    machine.stop = true;
    assert_int_equal(next(&s), SAMPLER_ENDED);
    assert_int_equal(machine.asked, 1);
    sampler_close(&s);
}

TEST(only_selected_tags_are_kept)
{
    struct select select = {0};
    struct sampler s = started(&endless, 0);

    select_add(&select, text_of("B*"));
    s.options.select = &select;
    assert_int_equal(next(&s), SAMPLER_SNAPSHOT);
    assert_int_equal(s.snapshot.count, 1);
    assert_true(text_equal(snapshot_text_of(&s.snapshot, s.snapshot.rows[0].tag), text_of("Bbbb")));
    sampler_close(&s);
    select_free(&select);
}

TEST(a_source_that_cannot_be_opened_leaves_nothing_to_close)
{
    struct sampler_options options = {.source.page_size = 1};
    struct sampler s;
    struct error err;

    memset(&machine, 0, sizeof machine);
    assert_false(sampler_open(&s, &endless, &options, &err));
    assert_string_equal(err.text, "no such machine");
    sampler_close(&s);
    assert_false(machine.closed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_snapshot_is_taken_at_once_and_the_others_on_the_grid),
        cmocka_unit_test(sleep_is_reported_with_the_next_snapshot),
        cmocka_unit_test(a_clock_step_is_reported_once),
        cmocka_unit_test(a_source_that_fails_is_asked_again_at_the_next_tick),
        cmocka_unit_test(a_replay_ends_when_it_says_so),
        cmocka_unit_test(no_tick_begins_when_the_duration_is_over),
        cmocka_unit_test(a_stop_ends_the_wait),
        cmocka_unit_test(only_selected_tags_are_kept),
        cmocka_unit_test(a_source_that_cannot_be_opened_leaves_nothing_to_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
