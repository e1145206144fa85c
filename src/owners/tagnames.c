#include "owners/tagnames.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "owners/tagfamilies.h"
#include "owners/tagnames_line.h"

#define JOINED_MAX 1000 // bytes of a joined driver or description; what does not fit is left out
#define UNKNOWN_DRIVER "<unknown>"
#define END_MARK 0x1A
#define SHRINKS "shrinks under memory pressure" // data/tagfamilies.txt explains this mark

enum pattern_kind { PATTERN_RANGE, PATTERN_ONE, PATTERN_ANY }; // the more specific first

struct tagnames_pattern {
    enum pattern_kind kind;
    size_t literals; // characters that are neither ? nor *
    size_t entry;
    struct text text;        // borrowed from keys
    struct text first, last; // of a range
};

void tagnames_free(struct tagnames *names)
{
    map_free(&names->keys);
    free(names->entries);
    free(names->patterns);
    buffer_free(&names->words);
    *names = (struct tagnames){0};
}

static bool is_blank_or_nul(char c)
{
    return c == ' ' || c == '\0';
}

/* The tag without blanks and NULs at its end, padded with blanks to TAG_COLUMNS in `scratch` if it is shorter. */
static struct text padded(struct text tag, char scratch[static 4 * TAG_COLUMNS])
{
    size_t columns = 0;

    while (tag.length && is_blank_or_nul(tag.data[tag.length - 1]))
        tag.length--;
    for (size_t i = 0; i < tag.length && columns < TAG_COLUMNS; columns++)
        text_code_point(tag, &i);
    if (columns >= TAG_COLUMNS)
        return tag;
    if (tag.length)
        memcpy(scratch, tag.data, tag.length);
    memset(scratch + tag.length, ' ', TAG_COLUMNS - columns);
    return (struct text){scratch, tag.length + TAG_COLUMNS - columns};
}

/* --- adding --- */

static size_t count_of(struct text t, char c)
{
    size_t count = 0;

    for (size_t i = 0; i < t.length; i++)
        count += t.data[i] == c;
    return count;
}

static void add_pattern(struct tagnames *names, size_t entry)
{
    struct text text = map_name(&names->keys, entry);
    struct tagline range = tagline_of(text);
    size_t ones = count_of(text, '?'), stars = count_of(text, '*');
    struct tagnames_pattern pattern = {.entry = entry, .text = text, .kind = stars ? PATTERN_ANY : PATTERN_ONE};

    pattern.literals = text.length - ones - stars;
    if (range.kind == TAGLINE_RANGE) {
        pattern.kind = PATTERN_RANGE;
        pattern.first = range.first;
        pattern.last = range.last;
        pattern.literals = range.prefix;
    } else if (ones + stars == 0) {
        return;
    }
    ARRAY_RESERVE(names->patterns, names->pattern_capacity, names->pattern_count + 1);
    names->patterns[names->pattern_count++] = pattern;
}

static int by_specificity(const void *a, const void *b)
{
    const struct tagnames_pattern *p = a, *q = b;

    if (p->literals != q->literals)
        return p->literals > q->literals ? -1 : 1;
    if (p->kind != q->kind)
        return p->kind < q->kind ? -1 : 1;
    return p->entry < q->entry ? -1 : 1;
}

/* The entry of that key, added if it is new; MAP_NONE when an earlier file has it. */
static size_t entry_of(struct tagnames *names, struct text key)
{
    size_t count = names->keys.count, entry = map_intern(&names->keys, key);

    if (entry < count)
        return names->entries[entry].file == names->files ? entry : MAP_NONE;
    ARRAY_RESERVE(names->entries, names->capacity, entry + 1);
    names->entries[entry] = (struct tagname){.file = names->files};
    add_pattern(names, entry);
    return entry;
}

static struct text words_at(const struct tagnames *names, size_t offset, size_t length)
{
    return length ? (struct text){names->words.bytes + offset, length} : (struct text){"", 0};
}

/* Appends `more` to the text at *offset, which moves to the end of the words. Not if the text contains it already, nor
 * beyond JOINED_MAX. */
static void join(struct tagnames *names, size_t *offset, size_t *length, struct text more, const char *separator)
{
    struct buffer *words = &names->words;
    struct text old = words_at(names, *offset, *length);
    size_t end = words->length;

    if (more.length == 0 || (old.length && text_find(old, more) != TEXT_NOWHERE))
        return;
    if (old.length && old.length + more.length > JOINED_MAX)
        return;
    ARRAY_RESERVE(words->bytes, words->capacity, end + old.length + strlen(separator) + more.length);
    buffer_add_text(words, words_at(names, *offset, *length)); // `old` may have moved
    if (old.length)
        buffer_add_string(words, separator);
    buffer_add_text(words, more);
    *offset = end;
    *length = words->length - end;
}

/* A known driver replaces <unknown>. */
static void join_driver(struct tagnames *names, struct tagname *entry, struct text driver)
{
    struct text unknown = text_of(UNKNOWN_DRIVER);

    if (text_equal(words_at(names, entry->driver_offset, entry->driver_length), unknown))
        entry->driver_length = 0;
    if (entry->driver_length && text_equal(driver, unknown))
        return;
    join(names, &entry->driver_offset, &entry->driver_length, driver, ", ");
}

static size_t add_tag(struct tagnames *names, const struct tagline *line)
{
    char scratch[4 * TAG_COLUMNS];
    bool keeps_blanks =
        line->kind == TAGLINE_RANGE || line->tag.data[line->tag.length - 1] == '*'; // matches any blanks
    size_t entry = entry_of(names, keeps_blanks ? line->tag : padded(line->tag, scratch));

    if (entry == MAP_NONE)
        return MAP_NONE;
    join_driver(names, &names->entries[entry], line->driver);
    join(names, &names->entries[entry].description_offset, &names->entries[entry].description_length, line->description,
         "; ");
    return entry;
}

static void add_more(struct tagnames *names, size_t entry, struct text more)
{
    if (entry != MAP_NONE)
        join(names, &names->entries[entry].description_offset, &names->entries[entry].description_length, more, " ");
}

/* Old tools end a text file with the byte 0x1A. */
static struct text before_end_mark(struct text file)
{
    const char *mark = file.length ? memchr(file.data, END_MARK, file.length) : NULL;

    return mark ? (struct text){file.data, (size_t)(mark - file.data)} : file;
}

size_t tagnames_add(struct tagnames *names, struct text file)
{
    struct text rest = before_end_mark(file), line;
    size_t count = 0, last = MAP_NONE;

    names->files++;
    while (text_next_line(&rest, &line)) {
        struct tagline what = tagline_of(line);

        if (what.kind == TAGLINE_MORE) {
            add_more(names, last, what.description);
            continue;
        }
        last = what.kind == TAGLINE_NOTHING ? MAP_NONE : add_tag(names, &what);
        count += what.kind != TAGLINE_NOTHING;
    }
    if (names->pattern_count)
        qsort(names->patterns, names->pattern_count, sizeof *names->patterns, by_specificity);
    return count;
}

void tagnames_add_families(struct tagnames *names)
{
    tagnames_add(names, (struct text){tagfamilies, tagfamilies_length});
}

/* --- finding --- */

static bool pattern_fits(const struct tagnames_pattern *pattern, struct text tag)
{
    if (pattern->kind == PATTERN_RANGE)
        return tagline_in_range(pattern->first, pattern->last, tag);
    return text_matches(pattern->text, tag);
}

static size_t find_pattern(const struct tagnames *names, struct text tag)
{
    for (size_t i = 0; i < names->pattern_count; i++)
        if (pattern_fits(&names->patterns[i], tag))
            return names->patterns[i].entry;
    return MAP_NONE;
}

/* Windows sets the highest bit of the tag of a protected block, which must be freed with its tag: "Fil\xE5" is File.
 * False: the bit is not set. */
static bool unprotected(struct text tag, char scratch[static 4 * TAG_COLUMNS], struct text *out)
{
    size_t last = 0, i = 0, columns = 0;
    uint32_t c = 0;

    for (; i < tag.length && columns < TAG_COLUMNS; columns++) {
        last = i;
        c = text_code_point(tag, &i);
    }
    if (columns < TAG_COLUMNS || i < tag.length || c < 0xA0 || c > 0xFF)
        return false;
    memcpy(scratch, tag.data, last);
    scratch[last] = (char)(c - 0x80);
    *out = (struct text){scratch, last + 1};
    return true;
}

static size_t find_entry(const struct tagnames *names, struct text tag)
{
    char scratch[4 * TAG_COLUMNS], other_scratch[4 * TAG_COLUMNS];
    struct text key = padded(tag, scratch), other;
    size_t entry = map_find(&names->keys, key);

    if (entry == MAP_NONE && unprotected(key, other_scratch, &other)) {
        entry = map_find(&names->keys, other);
        key = other;
    }
    return entry == MAP_NONE ? find_pattern(names, key) : entry;
}

bool tagnames_find(const struct tagnames *names, struct text tag, struct text *driver, struct text *description)
{
    size_t entry = find_entry(names, tag);

    if (entry == MAP_NONE)
        return false;
    *driver = words_at(names, names->entries[entry].driver_offset, names->entries[entry].driver_length);
    *description = words_at(names, names->entries[entry].description_offset, names->entries[entry].description_length);
    return true;
}

bool tagnames_shrinks(const struct tagnames *names, struct text tag)
{
    struct text driver, description;

    return tagnames_find(names, tag, &driver, &description) && text_find(description, text_of(SHRINKS)) != TEXT_NOWHERE;
}
