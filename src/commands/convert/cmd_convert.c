#include <stdlib.h>
#include <string.h>

#include "commands/command.h"
#include "commands/convert/convert_output.h"
#include "commands/progress.h"
#include "commands/reading.h"
#include "commands/times.h"
#include "formats/pooltag.h"
#include "input/folder.h"
#include "model/tag.h"

struct convert_options {
    struct option_list inputs, only, tagfiles;
    bool all_files, redact, keep_tags;
    const char *interval, *start, *output;
    int encoding; // enum csv_encoding
};

#define AT(member) offsetof(struct convert_options, member)

static const char *const encodings[] = {"utf16", "utf8", NULL};

static const struct option options[] = {
    {NULL, NULL, OPTION_FILES, AT(inputs), "IN", NULL,
     "captures (.pmcap), CSV files, folders of these, and files\nof any other kind: docs/formats.md", true, false},
    {"-o", "--output", OPTION_TEXT, AT(output), "OUT", NULL,
     "a file that ends in .pmcap or .jsonl (lines of JSON), or\na folder for CSV files as the original's collector\nwrites them",
     true, false},
    READING_OPTIONS(AT(all_files), AT(interval), AT(start)),
    {NULL, "--encoding", OPTION_CHOICE, AT(encoding), "ENCODING", encodings,
     "of CSV files: utf16 (default, as PowerShell 5.1) or\nutf8 (as PowerShell 7)", false, false},
    {NULL, "--only", OPTION_LIST, AT(only), "TAG", NULL, "only these tags, as A B or A,B; * and ? are wildcards", false,
     false},
    {NULL, "--redact", OPTION_FLAG, AT(redact), NULL, NULL,
     "remove what tells whose machine it is, and say what was\nremoved: names, drivers, local times; rename tags that\n"
     "are not published; move times to the year 2000",
     false, false},
    {NULL, "--keep-tags", OPTION_FLAG, AT(keep_tags), NULL, NULL, "with --redact: rename no tag", false, false},
    {"-tagfile", "--tagfile", OPTION_FILES, AT(tagfiles), "FILE", NULL, "pooltag.txt: tags in it are published", false,
     false},
    {"-h", "--help", OPTION_HELP, 0, NULL, NULL, "show this help", false, false},
    {NULL, "--version", OPTION_VERSION, 0, NULL, NULL, "show the version", false, false},
    {0},
};

/* What the options ask for, and the files that they name. */
struct request {
    const struct convert_options *options;
    struct tagnames names, families;
    struct select select;
    struct redact redact;
    struct folder_options reading;
};

static bool read_request(struct request *r, struct error *err)
{
    const struct convert_options *o = r->options;

    for (size_t i = 0; i < o->only.count; i++)
        select_add(&r->select, text_of(o->only.items[i]));
    if (o->keep_tags && !o->redact)
        return error_set(err, "argument --keep-tags: goes with --redact only");
    r->redact = (struct redact){.names = &r->names, .keeps_tags = o->keep_tags};
    return command_clock(o->interval, o->start, &r->reading.clock, err) &&
           pooltag_load_all((char *const *)o->tagfiles.items, o->tagfiles.count, &r->names, &r->families, err);
}

static void request_free(struct request *r)
{
    redact_free(&r->redact);
    select_free(&r->select);
    tagnames_free(&r->names);
    tagnames_free(&r->families);
}

static bool print_report(const struct redact *redact, struct error *err)
{
    struct buffer b = {0};
    bool ok;

    redact_report(redact, &b);
    ok = os_write_stdout(b.bytes, b.length, err);
    buffer_free(&b);
    return ok;
}

/* A name of fewer than four characters is a tag with its blanks. */
static void warn_not_found(const struct select *select, struct warnings *warnings)
{
    for (size_t i = 0; i < select->count; i++) {
        struct text name = select->patterns[i], filled;
        bool is_short = text_characters(name) < TAG_CHARACTERS && !memchr(name.data, '*', name.length) &&
                        !memchr(name.data, '?', name.length);
        char room[TAG_CAPACITY];

        if (select->was_found[i])
            continue;
        if (is_short && tag_fill(name, room, &filled))
            warnings_add(warnings, WARNING_OPTION,
                         "--only: no tag '%.*s' was read: did you mean '%.*s'? Blanks are part of a tag",
                         (int)name.length, name.data, (int)filled.length, filled.data);
        else
            warnings_add(warnings, WARNING_OPTION, "--only: no tag '%.*s' was read", (int)name.length, name.data);
    }
}

static bool convert(struct request *r, struct warnings *warnings, struct error *err)
{
    const struct convert_options *o = r->options;
    struct output out = {.path = o->output,
                         .encoding = (enum csv_encoding)o->encoding,
                         .select = &r->select,
                         .redact = o->redact ? &r->redact : NULL,
                         .warnings = warnings};
    struct format_target target = {
        .take = output_put, .machine = output_put_machine, .gap = output_put_gap, .context = &out};
    struct file_list files = {0};
    struct progress progress;
    bool ok = folder_list(o->inputs.items, o->inputs.count, o->all_files, &files, err) && output_open(&out, err);

    out.target = &target;
    progress_start(&progress);
    r->reading.progress = (struct folder_progress){progress_report, &progress};
    ok = ok && folder_read(&files, &target, r->reading, warnings, err);
    if (ok && out.count == 0)
        ok = error_set(err, "%s: holds no snapshot %s", o->inputs.items[0],
                       out.given ? "of a tag that --only names" : "that can be read");
    if (out.given)
        warn_not_found(&r->select, warnings);
    ok = output_close(&out, ok, err);
    file_list_free(&files);
    return ok && (!o->redact || print_report(&r->redact, err));
}

static int run(int argc, char **argv, struct error *err)
{
    struct convert_options o = {0};
    struct request r = {.options = &o};
    struct warnings warnings = {0};
    int status = STATUS_USAGE;

    if (command_parse(&cmd_convert, argc, argv, &o, &status, err)) {
        status = read_request(&r, err) && convert(&r, &warnings, err) ? STATUS_OK : STATUS_FAILED;
        command_print_warnings(&warnings);
        warnings_free(&warnings);
    }
    request_free(&r);
    free(o.inputs.items);
    free(o.only.items);
    free(o.tagfiles.items);
    return status;
}

const struct command cmd_convert = {.name = "convert",
                                    .summary = "Turn captures, CSV and the files of other tools into each other",
                                    .options = options,
                                    .run = run};
