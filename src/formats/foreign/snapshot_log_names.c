/* snapshot_log_names.c - times in names of files that are in the lines of a log.
 *
 *     poolmon_20200522-0805.log                 type, and copy of several files into one
 *     ==> poolmon_20200522-0805.log <==         head and tail
 *     ---------- POOLMON_20200522-0805.LOG      find
 *     poolmon_20200522-0805.log:12: Abcd ...    findstr and grep; the format passes what is before the row
 */
#include <string.h>

#include "formats/foreign/snapshot_log_internal.h"

#define NAME_BYTES_MIN 14 // 200530-220000.log has more
#define NAME_BYTES_MAX 300
#define WORDS_MAX 1 // of letters only, in a line that is a name and no prose: "poolmon 05-12-2020 22.00.log"

/* The length of a name's ending at the point; 0: it is no file of text. */
static size_t ending_length(struct text line, size_t point)
{
    static const char *const endings[] = {".log", ".txt", ".out", ".csv", ".dat"};
    struct text ending = text_skip(line, point);

    if (ending.length > 4)
        ending.length = 4;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (text_equal_nocase(ending, text_of(endings[i])))
            return ending.length;
    return 0;
}

/* The line up to the first ending of a file of text that a blank, a colon or nothing follows. Empty: there is none. */
static struct text name_at_start(struct text line)
{
    const char *point = line.data, *end = line.data + line.length;

    if (line.length > NAME_BYTES_MAX)
        end = line.data + NAME_BYTES_MAX;
    for (; point < end && (point = memchr(point, '.', (size_t)(end - point))); point++) {
        size_t after = (size_t)(point - line.data);
        size_t length = ending_length(line, after);

        after += length;
        if (length && after <= NAME_BYTES_MAX &&
            (after == line.length || line.data[after] == ' ' || line.data[after] == ':'))
            return (struct text){line.data, after};
    }
    return (struct text){0};
}

static bool is_prose(struct text line)
{
    size_t words = 0;
    struct text word;

    while ((word = text_next_word(&line)).length) {
        size_t letters = 0;

        while (letters < word.length && ((word.data[letters] | 0x20) >= 'a' && (word.data[letters] | 0x20) <= 'z'))
            letters++;
        words += letters == word.length && !text_equal_nocase(word, text_of("at")) &&
                 !text_equal_nocase(word, text_of("am")) && !text_equal_nocase(word, text_of("pm"));
    }
    return words > WORDS_MAX;
}

/* What may follow the name: the number of a line, "<==". */
static bool is_end(struct text rest)
{
    for (size_t i = 0; i < rest.length; i++)
        if (!text_is_digit_at(rest, i) && (!rest.data[i] || !strchr(": <=", rest.data[i])))
            return false;
    return true;
}

/* A terminated copy. */
static const char *path_of(struct text name, char path[NAME_BYTES_MAX + 1])
{
    memcpy(path, name.data, name.length);
    path[name.length] = '\0';
    return path;
}

bool snapshot_log_name_stamp(const struct snapshot_log *log, struct text line, struct stamp *out)
{
    char path[NAME_BYTES_MAX + 1];
    struct text bare = text_trim(line), name = name_at_start(bare);

    if (name.length < NAME_BYTES_MIN || !is_end(text_skip(bare, name.length)) || is_prose(name) ||
        !stamp_from_name(path_of(name, path), &log->orders, out))
        return false;
    out->is_digits = true;
    return true;
}

void snapshot_log_add_names(struct snapshot_log *log, struct text head)
{
    char path[NAME_BYTES_MAX + 1];
    struct text line;

    log->orders = log->input->clock->orders;
    if (log->order)
        log->orders.run = log->order;
    while (text_next_line(&head, &line)) {
        struct text name = name_at_start(line);

        if (name.length >= NAME_BYTES_MIN)
            stamp_add_name(&log->orders, path_of(name, path));
    }
}
