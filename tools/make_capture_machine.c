#include "make_capture_machine.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Monday evening, so that 30 hours later it is two in the morning: the hour of reboots.
static const int64_t first_moment = INT64_C(1757966411) * TICKS_PER_S + 48217;
static const double reboot_hole_s = 600, boot_to_collector_s = 200;
static const double hour_s = 3600, day_s = 86400, two_pi = 6.283185307179586;

/* What everybody has seen on a server; sizes of the right order. Those that wrap come first:
 * FMsl slowly enough that for some minutes only its allocs have wrapped and its Diff is negative. */
static const struct {
    char name[TAG_BYTES + 1];
    enum pool pool;
    enum life life;
    int blocks, block_bytes;
    double churn_per_s;
    bool wraps;
} known[] = {
    {"FMsl", POOL_NONPAGED, LIFE_NOISE, 62180, 112, 110, true},
    {"Irp ", POOL_NONPAGED, LIFE_NOISE, 3100, 560, 9000, true},
    {"Se  ", POOL_PAGED, LIFE_NOISE, 4260, 48, 2600, true},
    {"MmSt", POOL_PAGED, LIFE_WARMUP, 61280, 3584, 12, false},
    {"Ntff", POOL_PAGED, LIFE_WARMUP, 63470, 1344, 9, false},
    {"FMfn", POOL_PAGED, LIFE_WARMUP, 118000, 368, 40, false},
    {"FIcs", POOL_PAGED, LIFE_WARMUP, 62150, 400, 9, false},
    {"Ntfx", POOL_NONPAGED, LIFE_WARMUP, 63500, 352, 9, false},
    {"MmCa", POOL_NONPAGED, LIFE_WARMUP, 64100, 432, 10, false},
    {"NtfE", POOL_PAGED, LIFE_WARMUP, 9100, 288, 2, false},
    {"CcSc", POOL_NONPAGED, LIFE_WARMUP, 5200, 592, 3, false},
    {"MPsc", POOL_PAGED, LIFE_WARMUP, 33000, 320, 6, false},
    {"CM31", POOL_PAGED, LIFE_STEADY, 14210, 4416, 0, false},
    {"CM25", POOL_PAGED, LIFE_STEADY, 4170, 4112, 0, false},
    {"CM16", POOL_PAGED, LIFE_NOISE, 2600, 4096, 0.01, false},
    {"EtwB", POOL_NONPAGED, LIFE_STEADY, 433, 131072, 0, false},
    {"ConT", POOL_NONPAGED, LIFE_STEADY, 1480, 16384, 0, false},
    {"HalD", POOL_NONPAGED, LIFE_STEADY, 96, 151552, 0, false},
    {"MmPb", POOL_PAGED, LIFE_STEADY, 12, 1310720, 0, false},
    {"EtwR", POOL_NONPAGED, LIFE_NOISE, 9870, 256, 0.6, false},
    {"EtwD", POOL_PAGED, LIFE_NOISE, 4300, 224, 0.1, false},
    {"EtwG", POOL_PAGED, LIFE_NOISE, 3900, 240, 0.02, false},
    {"File", POOL_NONPAGED, LIFE_DAILY, 21400, 368, 700, false},
    {"Thre", POOL_NONPAGED, LIFE_DAILY, 2290, 2640, 3, false},
    {"Proc", POOL_NONPAGED, LIFE_DAILY, 164, 3200, 0.2, false},
    {"Even", POOL_NONPAGED, LIFE_DAILY, 31200, 112, 260, false},
    {"Toke", POOL_PAGED, LIFE_DAILY, 2640, 1920, 5, false},
    {"SeTd", POOL_PAGED, LIFE_DAILY, 2640, 592, 5, false},
    {"SeAt", POOL_PAGED, LIFE_NOISE, 5300, 176, 30, false},
    {"Key ", POOL_PAGED, LIFE_DAILY, 11800, 256, 420, false},
    {"ObNm", POOL_PAGED, LIFE_NOISE, 3700, 128, 600, false},
    {"ObDi", POOL_PAGED, LIFE_NOISE, 410, 384, 0.5, false},
    {"Sema", POOL_NONPAGED, LIFE_DAILY, 4100, 112, 30, false},
    {"Muta", POOL_NONPAGED, LIFE_DAILY, 2900, 128, 20, false},
    {"VadS", POOL_NONPAGED, LIFE_DAILY, 26700, 160, 90, false},
    {"Vad ", POOL_NONPAGED, LIFE_DAILY, 14200, 192, 60, false},
    {"AlMs", POOL_PAGED, LIFE_NOISE, 780, 400, 14, false},
    {"TcpE", POOL_NONPAGED, LIFE_DAILY, 1870, 1120, 6, false},
    {"TcpL", POOL_NONPAGED, LIFE_STEADY, 42, 560, 0, false},
    {"UdpA", POOL_NONPAGED, LIFE_NOISE, 130, 640, 1, false},
    {"AfdB", POOL_NONPAGED, LIFE_BURST, 310, 4112, 8, false},
    {"AfdE", POOL_NONPAGED, LIFE_DAILY, 2050, 512, 6, false},
    {"LSwi", POOL_NONPAGED, LIFE_BURST, 120, 10240, 3, false},
    {"LSbf", POOL_PAGED, LIFE_BURST, 90, 33280, 2, false},
    {"Nbuf", POOL_NONPAGED, LIFE_BURST, 640, 2064, 12, false},
    {"NDnd", POOL_NONPAGED, LIFE_STEADY, 2048, 2304, 0, false},
    {"Wfpn", POOL_NONPAGED, LIFE_DAILY, 3800, 336, 40, false},
    {"Pool", POOL_NONPAGED, LIFE_STEADY, 7, 270336, 0, false},
};

/* Tags that break a reader: quotes, commas, globs, numbers, blanks, NULs, high bytes, markup, options. */
static const char hostile[][TAG_BYTES + 1] = {
    "Cs@\"", "Sp**", "a,b ", "Io  ", "NULL",   "1e5 ", "Vi\0\0", "K\0\0\0", "Mm\xe9 ", "Fil\xe5", "-Usb", "</sc",
    "Rx??",  ".UMD", "@GM6", "=Sum", "\"qq\"", "_LCK", "$x$ ",   "'ap'",    "NaN ",    "  Xp",    "TRUE",
};

static const char ordinary[] =
    "AcpD AcpS AcpX AfdC AfdP AfdX AlEB AlIn ArbA ArbL CcBc CcPB CcVa CcWk CMVa CMVI ClfB ClfI D3Dx DEnn "
    "DfsC Devi DxgK Dxgk Driv EtwC EtwS EtwT ExWl FLex FLfl FMcn FMcr FMic FMis FMvo FOCX FSfc FatF Fatx "
    "FxDr FxL2 Gh05 Gla1 HidC Hvix HTab IPse InNb InPa IoNm IoSB IoTt IoUs Ip6R IpAT IpFI KAPC KSec KeST "
    "LStr LeGe Lfsr Lxpe MFeP MFeS MPfc MePr MiPr MmCi MmDT MmIn MmLd MmPr MmRe MmRl MuMT MupI NDam NDfi "
    "NDoa NDpb NDpp NLNS Netb Ntf0 NtfI NtfS NtfV NtFs NtFU ObSc ObSq ObHd OlmC PcNb Pcdb PcwR Ppcd PnPD "
    "Psap PsEx PsIm PsIn PsJb PsQt PsTh RRle ReTa RefS RfMm RxIr RxMx Sci0 ScSI SeLs SeSd Seci SmBt SmMs "
    "SmSt SrTT StCd Stor Symb TcBW TcIn TmRq TmTx Tprs UlHT UlRB Usqu Ussc UsbA ViMm Vi12 VmSw VoSD WPLm "
    "WfpL WfpE WfpF Wmip WmiG WofC";

static uint64_t random_next(struct synthetic *machine) // splitmix64
{
    uint64_t z = machine->random += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static double random_unit(struct synthetic *machine) // [0, 1)
{
    return (double)(random_next(machine) >> 11) * 0x1p-53;
}

static double random_between(struct synthetic *machine, double low, double high)
{
    return low + (high - low) * random_unit(machine);
}

static size_t random_below(struct synthetic *machine, size_t limit)
{
    return (size_t)(random_unit(machine) * (double)limit);
}

// Mean 0, deviation 1, near enough to a bell.
static double random_bell(struct synthetic *machine)
{
    double sum = random_unit(machine);

    sum += random_unit(machine);
    sum += random_unit(machine);
    return 2 * (sum - 1.5);
}

static uint64_t random_events(struct synthetic *machine, double mean) // Poisson
{
    uint64_t events = 0;

    if (mean <= 0)
        return 0;
    if (mean > 30)
        return (uint64_t)fmax(0, mean + sqrt(mean) * random_bell(machine));
    double floor = exp(-mean);
    for (double left = random_unit(machine); left > floor; left *= random_unit(machine))
        events++;
    return events;
}

static bool name_taken(const struct synthetic *machine, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (memcmp(machine->tags[i].name, name, TAG_BYTES) == 0)
            return true;
    return false;
}

static bool add_tag(struct synthetic *machine, size_t *count, const char *name)
{
    if (*count == machine->options.tags || name_taken(machine, *count, name))
        return false;
    memcpy(machine->tags[(*count)++].name, name, TAG_BYTES);
    return true;
}

static void invent_name(struct synthetic *machine, char *name)
{
    static const char first[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const char rest[] =
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    name[0] = first[random_below(machine, sizeof first - 1)];
    for (size_t i = 1; i < TAG_BYTES; i++)
        name[i] = rest[random_below(machine, sizeof rest - 1)];
    if (random_unit(machine) < 0.03)
        name[TAG_BYTES - 1] = ' ';
}

/* Paces and sizes are drawn so that the figures in make_capture.c hold. Some tags do nothing after boot. */
static double draw_churn_per_s(struct synthetic *machine)
{
    const double idle = 0.23, slow = 0.915, once_in_two_days = 1 / (2 * day_s), once_a_minute = 1 / 60.0;
    double u = random_unit(machine);

    if (u < idle)
        return 0;
    if (u < slow) // evenly on a logarithmic scale
        return once_in_two_days * pow(once_a_minute / once_in_two_days, (u - idle) / (slow - idle));
    return once_a_minute * pow(120000, pow((u - slow) / (1 - slow), 1.5)); // up to 2000 a second
}

static enum life draw_life(struct synthetic *machine)
{
    double u = random_unit(machine);

    return u < 0.88 ? LIFE_NOISE : u < 0.92 ? LIFE_DAILY : u < 0.94 ? LIFE_BURST : LIFE_WARMUP;
}

static void draw_blocks(struct synthetic *machine, struct tag *tag)
{
    double bytes = 16 * floor(exp(5.2 + 1.3 * random_bell(machine)) / 16);
    tag->block_bytes = (int64_t)fmin(fmax(bytes, 16), 65536);
    double most = 24e6 / (double)tag->block_bytes;                       // the known tags stay the largest
    double blocks = 80 * (pow(1 - random_unit(machine), -1 / 0.75) - 1); // Pareto: a few hold nearly all
    double u = random_unit(machine);

    blocks = random_unit(machine) < 0.08 ? 0 : floor(fmin(blocks, most));
    if (u < 0.55)
        tag->pools[POOL_NONPAGED].blocks = blocks;
    else if (u < 0.80)
        tag->pools[POOL_PAGED].blocks = blocks;
    else
        for (int pool = 0; pool < POOLS_OF_A_TAG; pool++)
            tag->pools[pool].blocks = floor(blocks * random_between(machine, 0.2, 0.8)) + 1;
}

static void draw_presence(struct synthetic *machine, struct tag *tag)
{
    double u = random_unit(machine);

    if (u < 0.02)
        tag->first_snapshot = random_below(machine, machine->options.snapshots);
    else if (u < 0.03)
        tag->end_snapshot = 1 + random_below(machine, machine->options.snapshots);
}

static void draw_tag(struct synthetic *machine, struct tag *tag)
{
    tag->churn_per_s = draw_churn_per_s(machine);
    tag->life = tag->churn_per_s > 0 ? draw_life(machine) : LIFE_STEADY;
    draw_blocks(machine, tag);
    draw_presence(machine, tag);
    // A tag without live blocks is listed for those it freed.
    bool empty = tag->pools[POOL_PAGED].blocks + tag->pools[POOL_NONPAGED].blocks == 0;
    if (empty || random_unit(machine) < 0.85)
        tag->boot_frees = (uint64_t)exp(random_between(machine, 0, log(4e8)));
}

static void make_known(struct tag *tag, size_t which)
{
    tag->life = known[which].life;
    tag->block_bytes = known[which].block_bytes;
    tag->churn_per_s = known[which].churn_per_s;
    tag->wraps = known[which].wraps;
    tag->pools[known[which].pool].blocks = known[which].blocks;
}

static void make_tag(struct synthetic *machine, struct tag *tag)
{
    size_t which = 0, kinds = sizeof known / sizeof *known;

    tag->end_snapshot = SIZE_MAX;
    while (which < kinds && memcmp(known[which].name, tag->name, TAG_BYTES) != 0)
        which++;
    if (which < kinds)
        make_known(tag, which);
    else
        draw_tag(machine, tag);
    tag->mixed_sizes = random_unit(machine) < 0.25;
    tag->temper =
        tag->life == LIFE_WARMUP ? random_between(machine, 0.4, 2.5) * hour_s : random_between(machine, 0.1, 0.5);
}

static void make_leak(struct synthetic *machine, const struct leak *leak)
{
    struct tag *tag = machine->tags;

    while (memcmp(tag->name, leak->name, TAG_BYTES) != 0)
        tag++;
    *tag = (struct tag){.life = LIFE_NOISE, .block_bytes = 432, .churn_per_s = 1.5, .end_snapshot = SIZE_MAX};
    memcpy(tag->name, leak->name, TAG_BYTES);
    tag->pools[POOL_NONPAGED].blocks = 2150;
    tag->leak_per_s = leak->bytes_per_hour / hour_s / (double)tag->block_bytes;
}

// Windows lists tags in the order of a hash table: in none.
static void shuffle(struct synthetic *machine)
{
    for (size_t i = machine->options.tags; i > 1; i--) {
        size_t j = random_below(machine, i);
        struct tag tag = machine->tags[i - 1];
        machine->tags[i - 1] = machine->tags[j];
        machine->tags[j] = tag;
    }
}

static void make_tags(struct synthetic *machine)
{
    const struct machine_options *options = &machine->options;
    char name[TAG_BYTES];
    size_t count = 0;

    for (size_t i = 0; i < options->leak_count; i++)
        add_tag(machine, &count, options->leaks[i].name);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        add_tag(machine, &count, known[i].name);
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++)
        add_tag(machine, &count, hostile[i]);
    for (size_t i = 0; i + TAG_BYTES < sizeof ordinary; i += TAG_BYTES + 1)
        add_tag(machine, &count, ordinary + i);
    while (count < options->tags) {
        invent_name(machine, name);
        add_tag(machine, &count, name);
    }
    for (size_t i = 0; i < count; i++)
        make_tag(machine, &machine->tags[i]);
    for (size_t i = 0; i < options->leak_count; i++)
        make_leak(machine, &options->leaks[i]);
    shuffle(machine);
}

// After a boot services start over some minutes, and by two hours all that will run does.
static bool starting(const struct synthetic *machine)
{
    return machine->uptime_s < 2 * hour_s;
}

static double settled(const struct synthetic *machine)
{
    return 1 - 0.4 * exp(-machine->uptime_s / (hour_s / 4));
}

// Part of the blocks that a tag's churn can replace in an hour: one that wanted more would chase it for days.
static double reach(const struct tag *tag)
{
    double blocks = 0;

    for (size_t pool = 0; pool < POOLS_OF_A_TAG; pool++)
        blocks += tag->pools[pool].blocks;
    return tag->churn_per_s * hour_s / fmax(blocks, 1);
}

static double noise_level(struct synthetic *machine, struct tag *tag, double elapsed_s)
{
    double kept = exp(-elapsed_s / hour_s), size = fmin(0.04, reach(tag));

    tag->mood = kept * tag->mood + size * sqrt(1 - kept * kept) * random_bell(machine);
    return settled(machine) * (1 + tag->mood);
}

static double daily_level(struct synthetic *machine, struct tag *tag, double elapsed_s)
{
    double now_s = (double)machine->local_ticks / TICKS_PER_S, at_work_s = 8 * hour_s;

    (void)elapsed_s;
    return settled(machine) * (1 + tag->temper * sin(two_pi * fmod(now_s - at_work_s, day_s) / day_s));
}

static double burst_level(struct synthetic *machine, struct tag *tag, double elapsed_s)
{
    tag->mood *= exp(-elapsed_s / 900);
    if (random_events(machine, elapsed_s / (7 * hour_s)))
        tag->mood += random_between(machine, 3, 20);
    return settled(machine) * (1 + tag->mood);
}

static double warmup_level(struct synthetic *machine, struct tag *tag, double elapsed_s)
{
    (void)elapsed_s;
    return 1 - exp(-machine->uptime_s / tag->temper);
}

static double steady_level(struct synthetic *machine, struct tag *tag, double elapsed_s)
{
    (void)machine, (void)tag, (void)elapsed_s;
    return 1;
}

// Live blocks, as a multiple of the ordinary number.
static double (*const levels[])(struct synthetic *, struct tag *, double elapsed_s) = {
    [LIFE_STEADY] = steady_level, [LIFE_NOISE] = noise_level,   [LIFE_DAILY] = daily_level,
    [LIFE_BURST] = burst_level,   [LIFE_WARMUP] = warmup_level,
};

static int64_t wanted_blocks(const struct tag *tag, size_t pool, double level)
{
    return (int64_t)(tag->pools[pool].blocks * level) + (pool == POOL_NONPAGED ? (int64_t)tag->leaked : 0);
}

// Noise lives on the churn alone, once the machine has started; the others do what they must.
static bool move_pool(struct pool_state *pool, int64_t wanted, int64_t events, bool only_churn)
{
    int64_t change = wanted - (int64_t)(pool->allocs - pool->frees);

    if (only_churn && llabs(change) > events)
        change = change < 0 ? -events : events;
    int64_t churn = llabs(change) < events ? (events - llabs(change) + 1) / 2 : 0;
    pool->allocs += (uint64_t)(churn + (change > 0 ? change : 0));
    pool->frees += (uint64_t)(churn + (change < 0 ? -change : 0));
    return change != 0 || churn != 0;
}

static bool pool_used(const struct tag *tag, size_t pool)
{
    bool neither = tag->pools[POOL_PAGED].blocks == 0 && tag->pools[POOL_NONPAGED].blocks == 0;

    return tag->pools[pool].blocks > 0 || (neither && pool == POOL_NONPAGED);
}

static void step_tag(struct synthetic *machine, struct tag *tag, double elapsed_s)
{
    bool only_churn = tag->life == LIFE_NOISE && tag->leak_per_s <= 0 && !starting(machine);
    uint64_t events = random_events(machine, tag->churn_per_s * elapsed_s);

    tag->changed = false;
    if (only_churn && events == 0)
        return;
    tag->leaked += random_events(machine, tag->leak_per_s * elapsed_s);
    double level = levels[tag->life](machine, tag, elapsed_s);
    for (size_t pool = 0; pool < POOLS_OF_A_TAG; pool++)
        if (pool_used(tag, pool) &&
            move_pool(&tag->pools[pool], wanted_blocks(tag, pool, level), (int64_t)events, only_churn))
            tag->changed = true;
}

/* So many frees that halfway through the first boot allocs has wrapped and frees is about to. */
static double frees_before_wrap(const struct synthetic *machine, const struct tag *tag, int64_t live)
{
    const struct machine_options *options = &machine->options;
    double snapshots = (double)(options->reboot_at ? options->reboot_at : options->snapshots);

    return 0x1p32 - tag->churn_per_s / 2 * snapshots / 2 * options->interval_s - (double)live / 2;
}

static void boot_tag(struct synthetic *machine, struct tag *tag, bool first_boot)
{
    tag->mood = 0;
    tag->leaked = random_events(machine, tag->leak_per_s * machine->uptime_s);
    double level = levels[tag->life](machine, tag, hour_s);
    double boot_work = first_boot ? 1 : random_between(machine, 0.1, 0.7); // still at it
    double own_work = (double)random_events(machine, tag->churn_per_s / 2 * machine->uptime_s);
    double frees = floor((double)tag->boot_frees * boot_work) + own_work;

    for (size_t pool = 0; pool < POOLS_OF_A_TAG; pool++) {
        if (!pool_used(tag, pool))
            continue;
        int64_t live = wanted_blocks(tag, pool, level);
        if (tag->wraps && first_boot)
            frees = fmax(0, frees_before_wrap(machine, tag, live));
        tag->pools[pool].frees = (uint64_t)frees;
        tag->pools[pool].allocs = (uint64_t)(frees) + (uint64_t)live;
    }
    tag->changed = true;
}

static void show_tags(struct synthetic *machine)
{
    for (size_t i = 0; i < machine->options.tags; i++) {
        struct tag *tag = &machine->tags[i];
        tag->present = machine->snapshot >= tag->first_snapshot && machine->snapshot < tag->end_snapshot;
    }
}

static void boot(struct synthetic *machine, double uptime_s, bool first_boot)
{
    machine->uptime_s = uptime_s;
    for (size_t i = 0; i < machine->options.tags; i++)
        boot_tag(machine, &machine->tags[i], first_boot);
}

void machine_start(struct synthetic *machine, const struct machine_options *options)
{
    *machine = (struct synthetic){.options = *options, .random = options->seed, .local_ticks = first_moment};
    machine->tags = calloc(options->tags, sizeof *machine->tags);
    if (machine->tags == NULL) {
        fprintf(stderr, "make_capture: out of memory\n");
        exit(1);
    }
    make_tags(machine);
    boot(machine, options->uptime_hours * hour_s, true);
    show_tags(machine);
}

void machine_step(struct synthetic *machine)
{
    bool reboot = ++machine->snapshot == machine->options.reboot_at;
    double elapsed_s = machine->options.interval_s + random_between(machine, 0.4, 2.2) + (reboot ? reboot_hole_s : 0);

    machine->local_ticks += (int64_t)(elapsed_s * TICKS_PER_S);
    machine->uptime_s += elapsed_s;
    if (reboot)
        boot(machine, boot_to_collector_s, false);
    else
        for (size_t i = 0; i < machine->options.tags; i++)
            step_tag(machine, &machine->tags[i], elapsed_s);
    show_tags(machine);
}

int64_t tag_used_bytes(const struct tag *tag, enum pool pool)
{
    int64_t live = (int64_t)(tag->pools[pool].allocs - tag->pools[pool].frees);
    int64_t extra = tag->mixed_sizes && live > 0 ? (int64_t)(tag->pools[pool].frees % 64) * 16 : 0;

    return live * tag->block_bytes + extra;
}

void machine_free(struct synthetic *machine)
{
    free(machine->tags);
    *machine = (struct synthetic){0};
}
