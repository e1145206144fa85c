#include "recorder/sampler.h"

#include "os/clock.h"

static int64_t uptime_ms(const struct sampler *s)
{
    return (s->options.source.now ? s->options.source.now : os_now)().uptime_ms;
}

bool sampler_open(struct sampler *s, const struct source *source, const struct sampler_options *options,
                  struct error *err)
{
    *s = (struct sampler){.options = *options, .source = source};
    if (source->open(&options->source, &s->state, &s->machine, err))
        return true;
    *s = (struct sampler){0};
    return false;
}

void sampler_start(struct sampler *s, int64_t interval_ms, int64_t duration_ms)
{
    s->started_ms = uptime_ms(s);
    s->schedule = (struct schedule){.start_ms = s->started_ms, .interval_ms = interval_ms};
    s->end_ms = duration_ms ? s->started_ms + duration_ms : INT64_MAX;
}

static void note_gaps(struct sampler *s, int64_t missed)
{
    const struct snapshot *now = &s->snapshot;

    s->missed = missed;
    s->clock_was_set = s->taken && s->last_uptime_ms >= 0 && now->uptime_ms >= 0 && // a replay may not know it
                       schedule_clock_step_ms(s->last_utc_us, now->utc_us, s->last_uptime_ms, now->uptime_ms) != 0;
    s->last_utc_us = now->utc_us;
    s->last_uptime_ms = now->uptime_ms;
}

static enum sampler_event take(struct sampler *s, struct warnings *warnings, struct error *err)
{
    int64_t missed = schedule_pass(&s->schedule, uptime_ms(s));
    double started = os_wall_seconds();

    if (!s->source->take(s->state, &s->snapshot, warnings, err)) {
        if (!s->source->is_over)
            return SAMPLER_FAILED;
        s->is_over = s->source->is_over(s->state);
        return s->is_over ? SAMPLER_ENDED : SAMPLER_NOTHING;
    }
    s->take_ms = (os_wall_seconds() - started) * 1e3;
    if (s->options.select)
        select_rows(s->options.select, &s->snapshot);
    note_gaps(s, missed);
    s->taken++;
    return SAMPLER_SNAPSHOT;
}

enum sampler_event sampler_next(struct sampler *s, struct warnings *warnings, struct error *err)
{
    int64_t due_ms = schedule_due(&s->schedule);

    if (s->is_over || due_ms >= s->end_ms || (s->options.wait ? s->options.wait : os_wait)(due_ms))
        return SAMPLER_ENDED;
    return take(s, warnings, err);
}

int64_t sampler_next_in_ms(const struct sampler *s)
{
    int64_t left_ms = schedule_due(&s->schedule) - uptime_ms(s);

    return left_ms > 0 ? left_ms : 0;
}

void sampler_close(struct sampler *s)
{
    if (s->source)
        s->source->close(s->state);
    snapshot_free(&s->snapshot);
    *s = (struct sampler){0};
}
