#include "drivers/driver_scan_x86.h"

#include <string.h>

/* From a tag to its call, in bytes: the other arguments are loaded between. */
#define CALL_WINDOW 128
#define HOLDER_WINDOW 512 // a tag kept in a register for several calls
#define LOAD_WINDOW 1024  // from the load of a register with a slot to the call through it
#define TEXT_RUN 8        // consecutive printable bytes that are assumed to be text
#define TEXT_RUN_CALLED 16

/* One section of code. */
struct code_section {
    struct driver_code *code;
    const unsigned char *bytes;
    size_t length;
    uint32_t rva;
    bool is_64;
    size_t last_number; // offset of the last number classified: no byte belongs to two instructions
    uint64_t effort;    // remaining steps of searching for calls: bounds the time a crafted file can cost
};

/* --- calls --- */

/* The RVA of a 32-bit operand that ends at `end`: relative in x64, an address in x86. */
static uint64_t rva_of_operand(const struct code_section *s, size_t end)
{
    uint32_t operand = pe_32(s->bytes + end - 4);

    if (s->is_64)
        return (uint64_t)((int64_t)s->rva + (int64_t)end + (int32_t)operand);
    return (uint64_t)operand - s->code->pe->image_base;
}

/* Where a direct call leads, through the jump that linkers insert. */
static enum driver_call call_of_code(const struct code_section *s, size_t end, unsigned *function)
{
    uint64_t rva = (uint64_t)((int64_t)s->rva + (int64_t)end + (int32_t)pe_32(s->bytes + end - 4));
    enum driver_call call = driver_call_of_code(s->code, rva, function);
    size_t offset = (size_t)(rva - s->rva);

    if (call != CALL_OWN || rva < s->rva || rva - s->rva > s->length || s->length - offset < 8)
        return call;
    offset += s->bytes[offset] == 0x48; // a REX prefix without effect
    if (s->bytes[offset] == 0xFF && s->bytes[offset + 1] == 0x25) {
        enum driver_call through = driver_call_of_slot(s->code, rva_of_operand(s, offset + 6), function);

        return through == CALL_NONE ? call : through;
    }
    return call;
}

/* Where `call register` leads: the import slot that was loaded into the register last. */
static enum driver_call call_of_register(struct code_section *s, size_t from, unsigned number, unsigned *function)
{
    size_t first = from > LOAD_WINDOW ? from - LOAD_WINDOW : 0;

    for (size_t i = from; i-- > first && s->effort; s->effort--) {
        const unsigned char *code = s->bytes + i;
        unsigned reg = (code[1] >> 3 & 7) | (s->is_64 && i > 0 ? (code[-1] & 4u) << 1 : 0);
        enum driver_call call;

        if (code[0] != 0x8B || (code[1] & 0xC7) != 0x05 || i + 6 > s->length || reg != number)
            continue;
        call = driver_call_of_slot(s->code, rva_of_operand(s, i + 6), function);
        if (call != CALL_NONE)
            return call;
    }
    return CALL_OWN;
}

/* FF /2: through a slot, a register, or memory that a register points to. */
static enum driver_call indirect_call(struct code_section *s, size_t i, unsigned *function)
{
    unsigned char modrm = s->bytes[i + 1];
    bool is_extended = s->is_64 && i > 0 && s->bytes[i - 1] == 0x41;

    if (modrm == 0x15 || modrm == 0x25) {
        enum driver_call call = driver_call_of_slot(s->code, rva_of_operand(s, i + 6), function);

        return call == CALL_NONE && modrm == 0x15 ? CALL_OWN : call;
    }
    if (modrm >= 0xD0 && modrm <= 0xD7)
        return call_of_register(s, i, (modrm & 7u) | (is_extended ? 8 : 0), function);
    return (modrm >= 0x50 && modrm <= 0x57) || (modrm >= 0x90 && modrm <= 0x97) ? CALL_OWN : CALL_NONE;
}

/* The call at `i`, if any. Loading a pointer from the slot of a function that takes tags counts as a call: kernels with
 * speculation guards call through the pointer. */
static enum driver_call call_at(struct code_section *s, size_t i, unsigned *function)
{
    const unsigned char *code = s->bytes + i;

    switch (code[0]) {
    case 0xFF:
        return indirect_call(s, i, function);
    case 0xE8:
        return call_of_code(s, i + 5, function);
    case 0xE9:
        return call_of_code(s, i + 5, function) == CALL_FUNCTION ? CALL_FUNCTION : CALL_NONE;
    case 0x8B:
        if ((code[1] & 0xC7) != 0x05)
            return CALL_NONE;
        return driver_call_of_slot(s->code, rva_of_operand(s, i + 6), function) == CALL_FUNCTION ? CALL_FUNCTION
                                                                                                 : CALL_NONE;
    case 0xA1:
        return !s->is_64 && driver_call_of_slot(s->code, rva_of_operand(s, i + 5), function) == CALL_FUNCTION
                   ? CALL_FUNCTION
                   : CALL_NONE;
    default:
        return CALL_NONE;
    }
}

static enum driver_call next_call(struct code_section *s, size_t from, unsigned *function)
{
    enum driver_call call = CALL_NONE;

    for (size_t i = from; call == CALL_NONE && i < from + CALL_WINDOW && i + 6 <= s->length && s->effort; i++) {
        s->effort--;
        call = call_at(s, i, function);
    }
    return call;
}

/* --- tags in registers --- */

/* Which argument a register holds: ecx, edx, r8, r9; in 32 bits the first two of a fastcall. */
static int argument_of_register(const struct code_section *s, unsigned number)
{
    static const signed char arguments[16] = {[1] = 1, [2] = 2, [8] = 3, [9] = 4};

    if (!s->is_64 && number > 2)
        return DRIVER_ARGUMENT_NONE;
    return arguments[number] ? arguments[number] - 1 : DRIVER_ARGUMENT_NONE;
}

/* The argument at that offset from the stack pointer. */
static int argument_of_stack(const struct code_section *s, unsigned char offset)
{
    if (s->is_64)
        return offset >= 0x20 && offset < 0x80 && offset % 8 == 0 ? 4 + (offset - 0x20) / 8 : DRIVER_ARGUMENT_NONE;
    return offset < 0x40 && offset % 4 == 0 ? offset / 4 : DRIVER_ARGUMENT_NONE;
}

/* As which argument the instruction at `i` passes on what the register holds. */
static int passed_as(const struct code_section *s, size_t i, unsigned holder)
{
    const unsigned char *code = s->bytes + i;
    unsigned rex = s->is_64 && i > 0 && (code[-1] & 0xF0) == 0x40 ? code[-1] : 0;
    unsigned reg = (code[1] >> 3 & 7) | (rex & 4) << 1, rm = (code[1] & 7) | (rex & 1) << 3;

    if (!s->is_64 && code[0] == 0x50 + holder)
        return DRIVER_ARGUMENT_UNKNOWN;
    if (code[0] == 0x8B && code[1] >= 0xC0 && rm == holder)
        return argument_of_register(s, reg);
    if (code[0] == 0x89 && code[1] >= 0xC0 && reg == holder)
        return argument_of_register(s, rm);
    if (code[0] == 0x89 && (code[1] & 0xC7) == 0x44 && code[2] == 0x24 && reg == holder)
        return argument_of_stack(s, code[3]);
    return DRIVER_ARGUMENT_NONE;
}

/* A tag kept in a register: looks for a function that takes tags and gets it. */
static void classify_holder(struct code_section *s, size_t start, size_t end, uint32_t value, unsigned holder)
{
    uint32_t rva = s->rva + (uint32_t)start;
    bool found = false;

    for (size_t i = end; !found && i < end + HOLDER_WINDOW && i + 6 <= s->length; i++) {
        int argument = passed_as(s, i, holder);
        unsigned function;

        if (argument == DRIVER_ARGUMENT_NONE || next_call(s, i + 1, &function) != CALL_FUNCTION)
            continue;
        found = argument == DRIVER_ARGUMENT_UNKNOWN || argument == pool_functions[function].argument;
        if (found)
            driver_code_add_load(s->code, value, rva, argument, CALL_FUNCTION, function);
    }
    if (!found)
        driver_code_add_load(s->code, value, rva, DRIVER_ARGUMENT_NONE, CALL_NONE, 0);
}

static void classify(struct code_section *s, size_t start, size_t end, uint32_t value, int argument)
{
    unsigned function = POOL_FUNCTION_NONE;
    enum driver_call call = argument == DRIVER_ARGUMENT_NONE ? CALL_NONE : next_call(s, end, &function);

    driver_code_add_load(s->code, value, s->rva + (uint32_t)start, argument, call, function);
}

/* --- instructions that hold a number --- */

/* Whether the next call is to a function whose tag is that argument. */
static bool is_passed(struct code_section *s, size_t end, int argument)
{
    unsigned function;

    return argument != DRIVER_ARGUMENT_NONE && next_call(s, end, &function) == CALL_FUNCTION &&
           pool_functions[function].argument == argument;
}

/* B8+r: mov r32, number. The byte before may be a REX prefix, which selects r8 to r15 or a 64-bit number, or the end of
 * another instruction. If only one of these makes it the tag of the next call, that one is right. */
static void parse_mov(struct code_section *s, size_t i)
{
    unsigned rex = s->is_64 && i > 0 && (s->bytes[i - 1] & 0xF0) == 0x40 ? s->bytes[i - 1] : 0,
             number = s->bytes[i] & 7u;
    int plain = argument_of_register(s, number), extended = argument_of_register(s, number | (rex & 1) << 3);
    bool has_prefix = rex && ((rex & 8) || !is_passed(s, i + 5, extended)) && is_passed(s, i + 5, plain) ? false : rex;
    uint32_t value = pe_32(s->bytes + i + 1);
    int argument = has_prefix ? extended : plain;

    if (has_prefix && (rex & 8))
        return;
    s->last_number = i + 1;
    if (argument == DRIVER_ARGUMENT_NONE)
        classify_holder(s, i - has_prefix, i + 5, value, number | (has_prefix ? (rex & 1) << 3 : 0));
    else
        classify(s, i - has_prefix, i + 5, value, argument);
}

static bool is_printable(unsigned char c)
{
    return c >= 0x20 && c <= 0x7E;
}

/* Whether the push at `i`, the letter h followed by four characters, is part of a text. */
static bool is_text(const struct code_section *s, size_t i, size_t most)
{
    size_t first = i, last = i + 5;

    while (first > 0 && i - first < most && is_printable(s->bytes[first - 1]))
        first--;
    while (last < s->length && last - i < most && is_printable(s->bytes[last]))
        last++;
    return last - first >= most || (most == TEXT_RUN && last < s->length && s->bytes[last] == 0);
}

/* 68: push number. Only in x86: x64 pushes no arguments. */
static void parse_push(struct code_section *s, size_t i)
{
    unsigned function = POOL_FUNCTION_NONE;
    enum driver_call call;

    if (s->is_64)
        return;
    s->last_number = i + 1;
    call = next_call(s, i + 5, &function);
    if (call != CALL_FUNCTION && is_text(s, i, call == CALL_OWN ? TEXT_RUN_CALLED : TEXT_RUN))
        return;
    driver_code_add_load(s->code, pe_32(s->bytes + i + 1), s->rva + (uint32_t)i, DRIVER_ARGUMENT_UNKNOWN, call,
                         function);
}

/* C7 /0: mov to memory or to a register; the number follows the operand. */
static void parse_store(struct code_section *s, size_t i)
{
    unsigned char modrm = s->bytes[i + 1], mod = modrm >> 6, rm = modrm & 7;
    bool has_sib = mod != 3 && rm == 4;
    unsigned char sib = has_sib ? s->bytes[i + 2] : 0;
    size_t shift = mod == 1 ? 1 : mod == 2 || (mod == 0 && (rm == 5 || (has_sib && (sib & 7) == 5))) ? 4 : 0;
    size_t number = i + 2 + has_sib + shift;
    int argument = DRIVER_ARGUMENT_NONE;

    if ((modrm & 0x38) != 0 || (i > 0 && s->bytes[i - 1] == 0x66) || number + 4 > s->length)
        return;
    if (!driver_tag_is_possible(pe_32(s->bytes + number)))
        return;
    s->last_number = number;
    if (mod == 3)
        argument = argument_of_register(s, rm);
    else if (has_sib && sib == 0x24 && mod < 2)
        argument = argument_of_stack(s, mod == 1 ? s->bytes[i + 3] : 0);
    classify(s, i, number + 4, pe_32(s->bytes + number), argument);
}

/* 8B 05 and similar, FF 35: loads a register with a variable, or in x86 pushes one. A variable that holds a tag counts
 * if the next call gets it. */
static void parse_load(struct code_section *s, size_t i)
{
    unsigned rex = s->is_64 && i > 0 && (s->bytes[i - 1] & 0xF0) == 0x40 ? s->bytes[i - 1] : 0, function;
    bool is_push = s->bytes[i] == 0xFF;
    int argument =
        is_push ? DRIVER_ARGUMENT_UNKNOWN : argument_of_register(s, (s->bytes[i + 1] >> 3 & 7) | (rex & 4) << 1);
    uint64_t rva = rva_of_operand(s, i + 6);
    const struct pe_section *section = rva <= UINT32_MAX ? pe_section_at(s->code->pe, (uint32_t)rva) : NULL;
    const unsigned char *variable = section && section->is_data ? pe_data(s->code->pe, (uint32_t)rva, 4) : NULL;

    if (!variable || argument == DRIVER_ARGUMENT_NONE || (rex & 8) || !driver_tag_is_printable(pe_32(variable)))
        return;
    if (next_call(s, i + 6, &function) == CALL_FUNCTION && (is_push || pool_functions[function].argument == argument))
        driver_code_add_load(s->code, pe_32(variable), s->rva + (uint32_t)(i - (rex != 0)), argument, CALL_FUNCTION,
                             function);
}

/* Whether the instruction at `i` loads or pushes a variable. */
static bool is_load(const struct code_section *s, size_t i)
{
    return s->is_64 ? s->bytes[i] == 0x8B && (s->bytes[i + 1] & 0xC7) == 0x05
                    : s->bytes[i] == 0xFF && s->bytes[i + 1] == 0x35;
}

static void parse_instruction(struct code_section *s, size_t i)
{
    if (s->bytes[i] == 0xC7) {
        if (i + 12 <= s->length)
            parse_store(s, i);
        return;
    }
    if (i + 6 <= s->length && is_load(s, i)) {
        parse_load(s, i);
        return;
    }
    if (i + 5 > s->length || s->last_number == i + 1 || !driver_tag_is_possible(pe_32(s->bytes + i + 1)))
        return;
    if (s->bytes[i] == 0x68)
        parse_push(s, i);
    else
        parse_mov(s, i);
}

/* --- the search, sixteen bytes at a time --- */

typedef unsigned char lanes __attribute__((vector_size(16)));

static lanes load(const unsigned char *code)
{
    lanes l;

    memcpy(&l, code, sizeof l);
    return l;
}

static lanes printable_lanes(lanes l)
{
    return (lanes)((l - 0x20) < 0x5F);
}

/* Marks bytes at which a mov or push of three printable bytes may begin, a load or push of a variable, or any C7. */
static lanes instructions(const unsigned char *code, bool is_64)
{
    lanes first = load(code), second = load(code + 1);
    lanes moves = (lanes)((first & 0xF8) == 0xB8) | (lanes)(first == 0x68);
    lanes text = printable_lanes(second) & printable_lanes(load(code + 2)) & printable_lanes(load(code + 3));
    lanes loads = is_64 ? (lanes)(first == 0x8B) & (lanes)((second & 0xC7) == 0x05)
                        : (lanes)(first == 0xFF) & (lanes)(second == 0x35);

    return (moves & text) | loads | (lanes)(first == 0xC7);
}

void driver_scan_x86(struct driver_code *code, const struct pe_section *section)
{
    struct code_section s = {.code = code,
                             .bytes = code->pe->bytes + section->file_offset,
                             .length = section->size,
                             .rva = section->rva,
                             .is_64 = code->pe->machine == PE_X64,
                             .effort = DRIVER_EFFORT(section->size)};
    size_t i = 0;

    for (; i + sizeof(lanes) + 3 <= s.length; i += sizeof(lanes)) {
        lanes found = instructions(s.bytes + i, s.is_64);
        uint64_t halves[2];

        memcpy(halves, &found, sizeof halves);
        if ((halves[0] | halves[1]) == 0)
            continue;
        for (size_t k = 0; k < sizeof(lanes); k++)
            if (found[k])
                parse_instruction(&s, i + k);
    }
    for (; i < s.length; i++)
        if ((s.bytes[i] & 0xF8) == 0xB8 || s.bytes[i] == 0x68 || s.bytes[i] == 0xC7 ||
            (i + 1 < s.length && is_load(&s, i)))
            parse_instruction(&s, i);
}
