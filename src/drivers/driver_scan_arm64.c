#include "drivers/driver_scan_arm64.h"

/* Distances in instructions of four bytes. */
#define PAIR_WINDOW 32   // between the two halves of a number
#define CALL_WINDOW 32   // from a tag to its call
#define HOLDER_WINDOW 96 // a tag kept in a register for several calls
#define ADDRESS_WINDOW 8 // from an adrp to the instruction that uses it
#define LOAD_WINDOW 256  // from the load of a call address to the call

/* One section of code. */
struct code_section {
    struct driver_code *code;
    const unsigned char *bytes;
    size_t count;
    uint32_t rva;
    uint64_t effort; // remaining steps of searching for calls: bounds the time a crafted file can cost
};

static uint32_t word_at(const struct code_section *s, size_t i)
{
    return pe_32(s->bytes + i * 4);
}

static uint64_t rva_at(const struct code_section *s, size_t i)
{
    return s->rva + (uint64_t)i * 4;
}

/* --- calls --- */

/* Sign-extends a number of that many bits. */
static int64_t sign_extend(uint64_t value, unsigned bits)
{
    uint64_t sign = UINT64_C(1) << (bits - 1);

    return (int64_t)((value ^ sign) - sign);
}

/* The page address that the adrp at `i` computes. */
static uint64_t page_of(const struct code_section *s, size_t i, uint32_t word)
{
    uint64_t pages = (uint64_t)(word >> 5 & 0x7FFFF) << 2 | (word >> 29 & 3);

    return (rva_at(s, i) & ~UINT64_C(0xFFF)) + (uint64_t)sign_extend(pages, 21) * 4096;
}

/* Where the call through a register at `from` leads: adrp xm, page; ldr xn, [xm, offset] before it. */
static enum driver_call call_of_register(struct code_section *s, size_t from, uint32_t xn, unsigned *function)
{
    size_t first = from > LOAD_WINDOW ? from - LOAD_WINDOW : 0, load = from;
    uint32_t word = 0;

    while (load > first && s->effort && ((word = word_at(s, load - 1)) & 0xFFC0001F) != (0xF9400000 | xn)) {
        s->effort--;
        load--;
    }
    if (load == first)
        return CALL_OWN;
    for (size_t i = load - 1; i > first && s->effort; i--, s->effort--) {
        uint32_t adrp = word_at(s, i - 1);
        enum driver_call call;

        if ((adrp & 0x9F00001F) != (0x90000000 | (word >> 5 & 0x1F)))
            continue;
        call = driver_call_of_slot(s->code, page_of(s, i - 1, adrp) + (word >> 10 & 0xFFF) * UINT64_C(8), function);
        return call == CALL_NONE ? CALL_OWN : call;
    }
    return CALL_OWN;
}

/* Where bl or b leads, through the adrp, ldr, br that linkers insert. */
static enum driver_call call_of_code(struct code_section *s, size_t i, uint32_t word, unsigned *function)
{
    uint64_t rva = rva_at(s, i) + (uint64_t)sign_extend((uint64_t)(word & 0x3FFFFFF) << 2, 28);
    enum driver_call call = driver_call_of_code(s->code, rva, function);
    uint64_t target = (rva - s->rva) / 4;

    if (call != CALL_OWN || rva < s->rva || target + 3 > s->count)
        return call;
    if ((word_at(s, (size_t)target) & 0x9F000000) == 0x90000000 &&
        (word_at(s, (size_t)target + 2) & 0xFFFFFC1F) == 0xD61F0000) {
        enum driver_call through =
            call_of_register(s, (size_t)target + 2, word_at(s, (size_t)target + 2) >> 5 & 0x1F, function);

        return through;
    }
    return call;
}

static enum driver_call call_at(struct code_section *s, size_t i, unsigned *function)
{
    uint32_t word = word_at(s, i);
    enum driver_call call;

    if ((word & 0xFC000000) == 0x94000000) // bl
        return call_of_code(s, i, word, function);
    if ((word & 0xFFFFFC1F) == 0xD63F0000) // blr
        return call_of_register(s, i, word >> 5 & 0x1F, function);
    if ((word & 0xFC000000) == 0x14000000) { // b, as the last call of a function
        call = call_of_code(s, i, word, function);
        return call == CALL_FUNCTION ? call : CALL_NONE;
    }
    if ((word & 0xFFFFFC1F) == 0xD61F0000) { // br, likewise
        call = call_of_register(s, i, word >> 5 & 0x1F, function);
        return call == CALL_FUNCTION ? call : CALL_NONE;
    }
    return CALL_NONE;
}

static enum driver_call next_call(struct code_section *s, size_t from, unsigned *function)
{
    enum driver_call call = CALL_NONE;

    for (size_t i = from; call == CALL_NONE && i < from + CALL_WINDOW && i < s->count && s->effort; i++) {
        s->effort--;
        call = call_at(s, i, function);
    }
    return call;
}

/* --- tags --- */

/* A tag in a register that is not an argument: looks for `mov wN, wHolder` and a function that takes tags. */
static void classify_holder(struct code_section *s, size_t start, size_t end, uint32_t value, uint32_t holder)
{
    uint32_t rva = (uint32_t)rva_at(s, start);
    unsigned function;

    for (size_t i = end; i < end + HOLDER_WINDOW && i < s->count; i++) {
        uint32_t word = word_at(s, i);

        if ((word & 0xFFFFFFF8) != (0x2A0003E0 | holder << 16)) // to w0 ... w7
            continue;
        if (next_call(s, i + 1, &function) != CALL_FUNCTION || pool_functions[function].argument != (word & 7))
            continue;
        driver_code_add_load(s->code, value, rva, (int)(word & 7), CALL_FUNCTION, function);
        return;
    }
    driver_code_add_load(s->code, value, rva, DRIVER_ARGUMENT_NONE, CALL_NONE, 0);
}

/* Classifies a number that is in the register from instruction `end` on. */
static void classify(struct code_section *s, size_t start, size_t end, uint32_t value, uint32_t number)
{
    unsigned function = POOL_FUNCTION_NONE;
    enum driver_call call;

    if (!driver_tag_is_possible(value))
        return;
    if (number > 7) {
        classify_holder(s, start, end, value, number);
        return;
    }
    call = next_call(s, end, &function);
    driver_code_add_load(s->code, value, (uint32_t)rva_at(s, start), (int)number, call, function);
}

/* movk wd, half: searches back for the movz of the other half. */
static void parse_movk(struct code_section *s, size_t i, uint32_t word)
{
    uint32_t number = word & 0x1F, is_high = word >> 21 & 1, half = word >> 5 & 0xFFFF;

    for (size_t back = 1; back <= PAIR_WINDOW && back <= i; back++) {
        uint32_t other = word_at(s, i - back);

        if ((other & 0x7F80001F) != (0x52800000 | number) && (other & 0x7F80001F) != (0x72800000 | number))
            continue;
        if ((other & 0xFFC00000) == 0x52800000 && (other >> 21 & 1) != is_high)
            classify(s, i - back, i + 1, half << (16 * is_high) | (other >> 5 & 0xFFFF) << (16 * !is_high), number);
        return;
    }
}

/* ldr wd, literal: a number stored among the code. */
static void parse_literal(struct code_section *s, size_t i, uint32_t word)
{
    int64_t target = (int64_t)i + sign_extend(word >> 5 & 0x7FFFF, 19);

    if (target >= 0 && (uint64_t)target < s->count)
        classify(s, i, i + 1, word_at(s, (size_t)target), word & 0x1F);
}

/* ldr wd, [xm, offset]: a variable that holds a tag counts if the next call gets it. */
static void parse_load(struct code_section *s, size_t i, uint32_t word)
{
    uint32_t base = word >> 5 & 0x1F, number = word & 0x1F;
    size_t first = i > ADDRESS_WINDOW ? i - ADDRESS_WINDOW : 0;

    for (size_t k = i; number < 8 && k > first; k--) {
        uint32_t adrp = word_at(s, k - 1);
        uint64_t rva;
        const struct pe_section *section;
        const unsigned char *variable;
        unsigned function;

        if ((adrp & 0x9F00001F) != (0x90000000 | base))
            continue;
        rva = page_of(s, k - 1, adrp) + (word >> 10 & 0xFFF) * UINT64_C(4);
        section = rva <= UINT32_MAX ? pe_section_at(s->code->pe, (uint32_t)rva) : NULL;
        variable = section && section->is_data ? pe_data(s->code->pe, (uint32_t)rva, 4) : NULL;
        if (variable && driver_tag_is_printable(pe_32(variable)) && next_call(s, i + 1, &function) == CALL_FUNCTION &&
            pool_functions[function].argument == number)
            driver_code_add_load(s->code, pe_32(variable), (uint32_t)rva_at(s, i), (int)number, CALL_FUNCTION,
                                 function);
        return;
    }
}

void driver_scan_arm64(struct driver_code *code, const struct pe_section *section)
{
    struct code_section s = {.code = code,
                             .bytes = code->pe->bytes + section->file_offset,
                             .count = section->size / 4,
                             .rva = section->rva,
                             .effort = DRIVER_EFFORT(section->size)};

    for (size_t i = 0; i < s.count; i++) {
        uint32_t word = word_at(&s, i);

        if ((word & 0xFFC00000) == 0x72800000) // movk, either half
            parse_movk(&s, i, word);
        else if ((word & 0xFF000000) == 0x18000000)
            parse_literal(&s, i, word);
        else if ((word & 0xFFC00000) == 0xB9400000)
            parse_load(&s, i, word);
    }
}
