/* memsnap.c - logs of memsnap.exe of the Windows Support Tools: the memory charged to each process.
 *
 *     !LogType=memsnap
 *     !SystemTime=09\03\2002 15:39:31.0781 (GMT)
 *     !TickCount=5025468
 *     Process ID         Proc.Name Wrkng.Set PagedPool  NonPgdPl  Pagefile    Commit   Handles   Threads
 *     000000EC        winlogon.exe    720896     32024     54204   7622656   7622656       375        19
 *
 * A process takes the place of a tag: its bytes of both pools are known, its blocks are not. Columns are found by
 * their headings. No log of this kind was available when this was written.
 */
#include <string.h>

#include "formats/foreign/snapshot_log.h"
#include "formats/text/number.h"

#define COLUMNS_MAX 24
#define MEMSNAP_COUNTERS (COUNTER_BIT(PAGED_BYTES) | COUNTER_BIT(NONPAGED_BYTES))

struct memsnap {
    struct snapshot_log log;
    bool has_heading;
    size_t columns;         // after the name
    size_t paged, nonpaged; // their index
    struct map processes;   // of the open snapshot, by identity and name
};

/* "Process ID  Proc.Name  Wrkng.Set PagedPool NonPgdPl ..." */
static bool parse_heading(struct memsnap *m, struct text line)
{
    struct text word;
    size_t count = 0;

    m->paged = m->nonpaged = SIZE_MAX;
    if (!text_equal(text_next_word(&line), text_of("Process")) || !text_equal(text_next_word(&line), text_of("ID")) ||
        !text_equal(text_next_word(&line), text_of("Proc.Name")))
        return false;
    for (; (word = text_next_word(&line)).length; count++) {
        if (text_equal(word, text_of("PagedPool")))
            m->paged = count;
        if (text_equal(word, text_of("NonPgdPl")))
            m->nonpaged = count;
    }
    m->columns = count;
    return m->paged != SIZE_MAX && m->nonpaged != SIZE_MAX && count <= COLUMNS_MAX;
}

static bool is_process_id(struct text word)
{
    for (size_t i = 0; i < word.length; i++)
        if (!strchr("0123456789abcdefABCDEF", word.data[i]) || !word.data[i])
            return false;
    return word.length > 0;
}

/* Removes the last word from the text. */
static struct text parse_last(struct text *t)
{
    struct text word;

    *t = text_trim(*t);
    for (word = (struct text){t->data + t->length, 0};
         t->length && t->data[t->length - 1] != ' ' && t->data[t->length - 1] != '\t'; t->length--)
        word = (struct text){word.data - 1, word.length + 1};
    return word;
}

/* The name may contain blanks: numbers are counted from the end. */
static bool parse_row(const struct memsnap *m, struct text line, struct text *process, struct text *name,
                      int64_t numbers[COLUMNS_MAX])
{
    struct text id = text_next_word(&line);

    if (!is_process_id(id))
        return false;
    for (size_t i = m->columns; i > 0; i--) {
        struct text word = parse_last(&line);

        if (!number_parse_integer(&word, &numbers[i - 1]) || word.length || numbers[i - 1] < 0)
            return false;
    }
    *name = text_trim(line);
    *process = (struct text){id.data, (size_t)(name->data + name->length - id.data)};
    return name->length > 0;
}

static void add(int64_t *to, int64_t value)
{
    if (__builtin_add_overflow(*to, value, to))
        *to = INT64_MAX;
}

/* Processes of one name are one tag. */
static void put_row(struct memsnap *m, struct text name, const int64_t numbers[COLUMNS_MAX])
{
    bool is_new;
    struct snapshot_row *row = snapshot_log_row(&m->log, name, &is_new);

    row->values.known = MEMSNAP_COUNTERS;
    add(&row->values.value[PAGED_BYTES], numbers[m->paged]);
    add(&row->values.value[NONPAGED_BYTES], numbers[m->nonpaged]);
}

static bool begin(struct memsnap *m, struct error *err)
{
    if (!snapshot_log_begin(&m->log, err))
        return false;
    map_clear(&m->processes);
    m->log.snapshot.counters = MEMSNAP_COUNTERS;
    return true;
}

/* A process that the snapshot has already is of the next one; several may have one name. */
static bool read_row(struct memsnap *m, struct text line, struct error *err)
{
    int64_t numbers[COLUMNS_MAX];
    struct text process, name;
    bool is_repeat;

    if (!parse_row(m, line, &process, &name, numbers)) {
        snapshot_log_drop_row(&m->log, m->log.lines.is_unterminated ? "the row is truncated" : "not a memsnap row");
        return true;
    }
    is_repeat = map_find(&m->processes, process) != MAP_NONE;
    if (!snapshot_log_continues(&m->log, process, is_repeat) && !begin(m, err))
        return false;
    map_intern(&m->processes, process);
    put_row(m, name, numbers);
    return true;
}

static bool read_line(void *context, struct text line, struct error *err)
{
    struct memsnap *m = context;
    struct memsnap heading = {0};

    if (parse_heading(&heading, line)) {
        m->has_heading = true;
        m->columns = heading.columns;
        m->paged = heading.paged;
        m->nonpaged = heading.nonpaged;
        return begin(m, err);
    }
    if (line.length && line.data[0] == '!') {
        snapshot_log_find_stamp(&m->log, line);
        return true;
    }
    if (text_trim(line).length == 0 || !m->has_heading)
        return true;
    return read_row(m, line, err);
}

static bool memsnap_read(struct format_input *input, struct format_target *target, struct error *err)
{
    static const struct snapshot_log_format format = {
        .read_line = read_line,
        .is_pasted = true,
        .no_snapshot = "memsnap log without any process row",
    };
    struct memsnap m = {0};
    bool ok;

    snapshot_log_open(&m.log, input, target);
    ok = snapshot_log_read(&m.log, &format, &m, err);
    if (ok)
        warnings_add(input->warnings, WARNING_FILE,
                     "%s: the rows are processes and the memory charged to them, not tags", input->path);
    map_free(&m.processes);
    snapshot_log_free(&m.log);
    return ok;
}

static bool is_heading(struct text line)
{
    struct memsnap heading;

    return parse_heading(&heading, line);
}

const struct format format_memsnap = {.name = "memsnap log", .detect_line = is_heading, .read = memsnap_read};
