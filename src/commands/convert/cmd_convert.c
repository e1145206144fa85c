/* cmd_convert.c - poolmonviz convert: captures, CSV and the files of other tools into each other. */
#include <stdlib.h>
#include <string.h>

#include "commands/command.h"
#include "commands/convert/convert_output.h"
#include "commands/inputs.h"
#include "model/tag.h"
#include "os/terminal.h"

struct convert_options {
    struct input_options input;
    struct option_list only;
    bool redact, keep_tags;
    const char *output;
    int encoding; // enum csv_encoding
};

#define AT(member) offsetof(struct convert_options, member)
#define INPUT offsetof(struct convert_options, input)

static const char *const encodings[] = {"utf16", "utf8", NULL};

// clang-format off
static const struct option options[] = {
    {.kind = OPTION_FILES, .offset = INPUT_OFFSET(INPUT, captures),
     .value = "IN", .required = true,
     .help = "captures (.pmcap), CSV files, directories of these, and\n"
             "files of any other kind, .zip and .gz: docs/formats.md;\n"
             "- is standard input"},
    {.short_name = "-o", .long_name = "--output", .kind = OPTION_TEXT, .offset = AT(output), .value = "OUT",
     .required = true,
     .help = "a file named .pmcap or .jsonl (lines of JSON), or a\n"
             "directory for CSV files in the original collector's format"},
    INPUT_READING(INPUT),
    {.long_name = "--encoding", .kind = OPTION_CHOICE, .offset = AT(encoding),
     .value = "ENCODING", .choices = encodings,
     .help = "encoding of CSV files: utf16 (default, as PowerShell 5.1) or\n"
             "utf8 (as PowerShell 7)"},
    {.long_name = "--only", .kind = OPTION_LIST, .offset = AT(only), .value = "TAG",
     .help = "only these tags, as A B or A,B; * and ? are wildcards"},
    {.long_name = "--redact", .kind = OPTION_FLAG, .offset = AT(redact),
     .help = "remove what identifies the machine, and report what was\n"
             "removed: names, drivers, local times; rename tags that\n"
             "are not published; move times to the year 2000"},
    {.long_name = "--keep-tags", .kind = OPTION_FLAG, .offset = AT(keep_tags),
     .help = "with --redact: keep all tag names"},
    {.short_name = "-tagfile", .long_name = "--tagfile", .kind = OPTION_FILES, .offset = INPUT_OFFSET(INPUT, tagfiles),
     .value = "FILE", .help = "pooltag.txt: its tags count as published"},
    OPTIONS_END,
};
// clang-format on

/* The parsed options, and the data read for them. */
struct request {
    const struct convert_options *options;
    struct command_inputs in;
    struct select select;
    struct redact redact;
};

static bool read_request(struct request *r, struct error *err)
{
    const struct convert_options *o = r->options;

    for (size_t i = 0; i < o->only.count; i++)
        select_add(&r->select, text_of(o->only.items[i]));
    if (o->keep_tags && !o->redact)
        return error_set(err, "argument --keep-tags: needs --redact");
    r->redact = (struct redact){.names = &r->in.names, .keeps_tags = o->keep_tags};
    return inputs_check(&r->in, &o->input, err) && inputs_load_names(&r->in, err);
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

/* For a name of fewer than four characters, suggests the tag padded with spaces. */
static void warn_not_found(const struct select *select, struct warnings *warnings)
{
    for (size_t i = 0; i < select->count; i++) {
        struct text name = select->patterns[i], filled;
        bool is_short = text_characters(name) < TAG_CHARACTERS && !memchr(name.data, '*', name.length) &&
                        !memchr(name.data, '?', name.length);
        char space[TAG_CAPACITY];

        if (select->was_found[i])
            continue;
        if (is_short && tag_fill(name, space, &filled))
            warnings_add(warnings, WARNING_OPTION,
                         "--only: tag '%.*s' not found: did you mean '%.*s'? Spaces are part of a tag",
                         (int)name.length, name.data, (int)filled.length, filled.data);
        else
            warnings_add(warnings, WARNING_OPTION, "--only: tag '%.*s' not found", (int)name.length, name.data);
    }
}

static bool convert(struct request *r, struct error *err)
{
    const struct convert_options *o = r->options;
    struct output out = {.path = o->output,
                         .encoding = (enum csv_encoding)o->encoding,
                         .select = &r->select,
                         .redact = o->redact ? &r->redact : NULL,
                         .warnings = &r->in.warnings};
    struct format_target target = {
        .on_snapshot = output_put, .on_machine = output_put_machine, .on_gap = output_put_gap, .context = &out};
    bool ok = inputs_find(&r->in, err) && output_open(&out, err);

    out.target = &target;
    out.needs_all_times = r->in.clock.has_start;
    target.right_times = o->redact || out.kind != OUTPUT_CAPTURE; // these have no uptime
    ok = ok && inputs_pass_to(&r->in, &target, err) && output_tell_untimed(&out, err);
    if (ok && out.count == 0)
        ok = error_set(err, "%s: no snapshot %s", o->input.captures.items[0],
                       out.given ? "has a tag that --only names" : "can be read");
    if (out.given)
        warn_not_found(&r->select, &r->in.warnings);
    ok = output_close(&out, ok, err);
    return ok && (!o->redact || print_report(&r->redact, err));
}

static int run(int argc, char **argv, struct error *err)
{
    struct convert_options o = {0};
    struct request r = {.options = &o};
    int status = STATUS_USAGE;

    if (command_parse(&cmd_convert, argc, argv, &o, &status, err)) {
        status = read_request(&r, err) && convert(&r, err) ? STATUS_OK : STATUS_FAILED;
        command_print_warnings(&r.in.warnings);
    }
    redact_free(&r.redact);
    select_free(&r.select);
    inputs_free(&r.in);
    input_options_free(&o.input);
    free(o.only.items);
    return status;
}

const struct command cmd_convert = {.name = "convert",
                                    .summary = "Convert captures, CSV and the files of other tools into each other",
                                    .options = options,
                                    .run = run};
