/* Tags in hand-written machine code: which are found, at which offset, with which evidence. */
#include "helper.h"

#include "../drivers/driver_fixture.h"
#include "drivers/driver_scan.h"
#include "owners/pool_functions.h"

enum { ALLOC, FREE, DBGPRINT, FLT_ALLOC, LOOKASIDE, LOOKASIDE_EX, OB_DEREF };

static struct fixture driver(uint16_t machine)
{
    return (struct fixture){.machine = machine,
                            .imports = {"ExAllocatePoolWithTag", "ExFreePoolWithTag", "DbgPrint",
                                        "FltAllocatePoolAlignedWithTag", "ExInitializeNPagedLookasideList",
                                        "ExInitializeLookasideListEx", "ObfDereferenceObjectWithTag"}};
}

static void scan(struct fixture *f, struct driver_index *index)
{
    struct buffer bytes = {0};
    struct error err;
    struct pe pe;
    struct driver_file file = {.path = strdup("a.sys"), .name = strdup("a.sys")};

    file.company = strdup("");
    file.description = strdup("");
    file.version = strdup("");
    fixture_build(f, &bytes);
    assert_true(pe_open(&pe, (const unsigned char *)bytes.bytes, bytes.length, &err));
    assert_true(driver_scan(&pe, driver_index_add(index, &file), index));
    buffer_free(&bytes);
}

static uint32_t tag_of(const char *tag)
{
    return pe_32((const unsigned char *)tag);
}

/* The scan must find the tag exactly once, at `rva`, with this evidence and function. */
static void check_one(struct fixture f, const char *tag, uint32_t rva, enum evidence evidence, const char *function)
{
    struct driver_index index = {0};
    size_t count;
    const struct driver_site *sites;

    scan(&f, &index);
    driver_index_finish(&index);
    sites = driver_index_sites(&index, tag_of(tag), &count);
    assert_int_equal(count, 1);
    assert_int_equal(sites->rva, rva);
    assert_int_equal(sites->evidence, evidence);
    assert_int_equal(sites->function, function ? pool_function_find(text_of(function)) : POOL_FUNCTION_NONE);
    driver_index_free(&index);
}

static void check_none(struct fixture f)
{
    struct driver_index index = {0};

    scan(&f, &index);
    assert_int_equal(index.site_count, 0);
    driver_index_free(&index);
}

/* --- x64 --- */

TEST(third_argument_of_an_allocation)
{
    struct fixture f = driver(FIXTURE_X64);
    uint32_t at;

    CODE(&f, "\x33\xC9\xBA\x80\x00\x00\x00"); // xor ecx, ecx; mov edx, 128
    at = CODE(&f, "\x41\xB8MFeS");            // mov r8d, tag
    fixture_call(&f, ALLOC);
    check_one(f, "MFeS", at, EVIDENCE_ALLOCATION, "ExAllocatePoolWithTag");
}

TEST(fourth_argument_of_the_filter_managers)
{
    struct fixture f = driver(FIXTURE_X64);
    uint32_t at = CODE(&f, "\x41\xB9MFeS"); // mov r9d, tag

    fixture_call(&f, FLT_ALLOC);
    check_one(f, "MFeS", at, EVIDENCE_ALLOCATION, "FltAllocatePoolAlignedWithTag");
}

TEST(second_argument_of_a_free)
{
    struct fixture f = driver(FIXTURE_X64);
    uint32_t at = CODE(&f, "\xBAMFeS"); // mov edx, tag

    CODE(&f, "\x48\x8B\xCB\x48"); // mov rcx, rbx; the REX.W prefix that Windows 10 puts before calls
    fixture_call(&f, FREE);
    check_one(f, "MFeS", at, EVIDENCE_FREE, "ExFreePoolWithTag");
}

TEST(arguments_on_the_stack)
{
    struct fixture f = driver(FIXTURE_X64);
    uint32_t at = CODE(&f, "\xC7\x44\x24\x28MFeS"); // mov [rsp+28h], tag

    fixture_call(&f, LOOKASIDE);
    check_one(f, "MFeS", at, EVIDENCE_PREPARATION, "ExInitializeNPagedLookasideList");
    f = driver(FIXTURE_X64);
    at = CODE(&f, "\xC7\x44\x24\x30MFeS");
    fixture_call(&f, LOOKASIDE_EX);
    check_one(f, "MFeS", at, EVIDENCE_PREPARATION, "ExInitializeLookasideListEx");
}

TEST(tag_kept_in_a_register)
{
    struct fixture f = driver(FIXTURE_X64);
    uint32_t at = CODE(&f, "\xBBMFeS"); // mov ebx, tag

    fixture_call(&f, DBGPRINT);
    CODE(&f, "\x44\x8B\xC3"); // mov r8d, ebx
    fixture_call(&f, ALLOC);
    check_one(f, "MFeS", at, EVIDENCE_ALLOCATION, "ExAllocatePoolWithTag");
    f = driver(FIXTURE_X64);
    at = CODE(&f, "\x41\xBEMFeS"); // mov r14d, tag
    CODE(&f, "\x44\x89\xF2");      // mov edx, r14d
    fixture_call(&f, FREE);
    check_one(f, "MFeS", at, EVIDENCE_FREE, "ExFreePoolWithTag");
    f = driver(FIXTURE_X64);
    at = CODE(&f, "\xBDMFeS");    // mov ebp, tag
    CODE(&f, "\x89\x6C\x24\x28"); // mov [rsp+28h], ebp
    fixture_call(&f, LOOKASIDE);
    check_one(f, "MFeS", at, EVIDENCE_PREPARATION, "ExInitializeNPagedLookasideList");
}

TEST(call_through_a_register)
{
    struct fixture f = driver(FIXTURE_X64);
    uint32_t at;

    CODE(&f, "\x48\x8B\x35"); // mov rsi, [slot]
    fixture_operand(&f, ALLOC);
    at = CODE(&f, "\x41\xB8MFeS");
    CODE(&f, "\xFF\xD6"); // call rsi
    check_one(f, "MFeS", at, EVIDENCE_ALLOCATION, "ExAllocatePoolWithTag");
    f = driver(FIXTURE_X64);
    CODE(&f, "\x48\x8B\x35"); // rsi = DbgPrint
    fixture_operand(&f, DBGPRINT);
    CODE(&f, "\x4C\x8B\x35"); // r14 = ExAllocatePoolWithTag
    fixture_operand(&f, ALLOC);
    at = CODE(&f, "\x41\xB8MFeS");
    CODE(&f, "\x41\xFF\xD6"); // call r14
    check_one(f, "MFeS", at, EVIDENCE_ALLOCATION, "ExAllocatePoolWithTag");
}

TEST(call_guarded_against_speculation)
{
    struct fixture f = driver(FIXTURE_X64);
    uint32_t at = CODE(&f, "\x41\xB8MFeS");

    CODE(&f, "\x4C\x8B\x15"); // mov r10, [slot]; call guard
    fixture_operand(&f, ALLOC);
    fixture_call_code(&f, FIXTURE_TEXT);
    check_one(f, "MFeS", at, EVIDENCE_ALLOCATION, "ExAllocatePoolWithTag");
}

TEST(call_through_a_linker_thunk)
{
    struct fixture f = driver(FIXTURE_X64);
    uint32_t at, thunk = CODE(&f, "\xFF\x25");

    fixture_operand(&f, ALLOC);
    at = CODE(&f, "\x41\xB8MFeS");
    fixture_call_code(&f, thunk);
    check_one(f, "MFeS", at, EVIDENCE_ALLOCATION, "ExAllocatePoolWithTag");
    f = driver(FIXTURE_X64);
    CODE(&f, "\x48\xFF\x25"); // jmp with a redundant REX.W prefix
    fixture_operand(&f, ALLOC);
    at = CODE(&f, "\x41\xB8MFeS");
    fixture_call_code(&f, FIXTURE_TEXT);
    check_one(f, "MFeS", at, EVIDENCE_ALLOCATION, "ExAllocatePoolWithTag");
}

TEST(tail_call)
{
    struct fixture f = driver(FIXTURE_X64);
    uint32_t at = CODE(&f, "\xBAMFeS");

    CODE(&f, "\x48\xFF\x25"); // jmp [slot]
    fixture_operand(&f, FREE);
    check_one(f, "MFeS", at, EVIDENCE_FREE, "ExFreePoolWithTag");
    f = (struct fixture){.machine = FIXTURE_X64, .exports = {"ExFreePoolWithTag"}, .export_rvas = {FIXTURE_TEXT}};
    CODE(&f, "\x48\x8B\xC4\xC3"); // body of the exported function
    at = CODE(&f, "\xBAMFeS");
    CODE(&f, "\xE9"); // jmp
    add_number(&f.text, FIXTURE_TEXT - (fixture_here(&f) + 4), 4);
    check_one(f, "MFeS", at, EVIDENCE_FREE, "ExFreePoolWithTag");
}

TEST(kernel_calls_its_own_export)
{
    struct fixture f = {.machine = FIXTURE_X64, .exports = {"ExAllocatePoolWithTag"}, .export_rvas = {FIXTURE_TEXT}};
    uint32_t at;

    CODE(&f, "\x48\x8B\xC4\xC3"); // body of the exported function
    at = CODE(&f, "\x41\xB8MFeS");
    fixture_call_code(&f, FIXTURE_TEXT);
    check_one(f, "MFeS", at, EVIDENCE_ALLOCATION, "ExAllocatePoolWithTag");
}

TEST(tag_passed_to_own_functions_and_to_wdf)
{
    struct fixture f = driver(FIXTURE_X64);
    uint32_t at = CODE(&f, "\xB9MFeS"); // mov ecx, tag

    fixture_call_code(&f, FIXTURE_TEXT);
    check_one(f, "MFeS", at, EVIDENCE_ARGUMENT, NULL);
    f = driver(FIXTURE_X64);
    at = CODE(&f, "\x41\xB9MFeS");
    CODE(&f, "\xFF\x90\x40\x06\x00\x00"); // call [rax+640h]
    check_one(f, "MFeS", at, EVIDENCE_ARGUMENT, NULL);
}

/* For example a number of bytes that happens to be printable. */
TEST(tag_passed_as_another_argument_is_code)
{
    struct fixture f = driver(FIXTURE_X64);
    uint32_t at = CODE(&f, "\xBAMFeS");

    fixture_call(&f, ALLOC);
    check_one(f, "MFeS", at, EVIDENCE_CODE, NULL);
}

TEST(only_the_next_call_receives_it)
{
    struct fixture f = driver(FIXTURE_X64);
    uint32_t at = CODE(&f, "\x41\xB8MFeS");

    fixture_call(&f, DBGPRINT);
    fixture_call(&f, ALLOC);
    check_one(f, "MFeS", at, EVIDENCE_CODE, NULL);
}

TEST(tag_of_a_reference_count_is_distinguished)
{
    struct fixture f = driver(FIXTURE_X64);
    uint32_t at = CODE(&f, "\xBAMFeS");

    fixture_call(&f, OB_DEREF);
    check_one(f, "MFeS", at, EVIDENCE_REFERENCE, "ObfDereferenceObjectWithTag");
}

TEST(protection_bit_is_removed)
{
    struct fixture f = driver(FIXTURE_X64);
    uint32_t at = CODE(&f, "\xBAMFe\xD3"); // 'S' | 0x80

    fixture_call(&f, FREE);
    check_one(f, "MFeS", at, EVIDENCE_FREE, "ExFreePoolWithTag");
}

TEST(unprintable_tags_count_only_as_arguments)
{
    struct fixture f = driver(FIXTURE_X64);
    uint32_t at = CODE(&f, "\x41\xB8"
                           "abc\0");

    fixture_call(&f, ALLOC);
    check_one(f, "abc\0", at, EVIDENCE_ALLOCATION, "ExAllocatePoolWithTag");
    f = driver(FIXTURE_X64);
    CODE(&f, "\x41\xB8"
             "abc\0");
    fixture_call_code(&f, FIXTURE_TEXT);
    CODE(&f, "\xBAMFe\xD3");
    fixture_call(&f, DBGPRINT);
    check_none(f);
}

TEST(store_into_memory_is_code)
{
    struct fixture f = driver(FIXTURE_X64);
    uint32_t at = CODE(&f, "\xC7\x45\xB8MFeS"); // mov [rbp-48h], tag; the byte B8 is the displacement, not a mov

    fixture_call(&f, ALLOC);
    check_one(f, "MFeS", at, EVIDENCE_CODE, NULL);
    f = driver(FIXTURE_X64);
    at = CODE(&f, "\xC7\x84\x24\x90\x00\x00\x00MFeS"); // mov [rsp+90h], tag
    CODE(&f, "\x90");
    check_one(f, "MFeS", at, EVIDENCE_CODE, NULL);
}

TEST(numbers_of_other_sizes_are_not_tags)
{
    struct fixture f = driver(FIXTURE_X64);

    CODE(&f, "\x48\xB8MFeSMFeS\x90\x90\x90");     // mov rax, 64 bits
    CODE(&f, "\x66\xC7\x44\x24\x28MFPQ\x90\x90"); // mov word [rsp+28h], 16 bits; push rax; push rcx
    CODE(&f, "\x68MFeS\x90\x90\x90\x90\x90");     // push imm32: x64 pushes no arguments
    check_none(f);
}

TEST(register_passed_as_another_argument_is_code)
{
    struct fixture f = driver(FIXTURE_X64);
    uint32_t at = CODE(&f, "\xBBMFeS"); // mov ebx, tag

    CODE(&f, "\x8B\xD3"); // mov edx, ebx: the number of bytes
    fixture_call(&f, ALLOC);
    check_one(f, "MFeS", at, EVIDENCE_CODE, NULL);
    f = driver(FIXTURE_X64);
    at = CODE(&f, "\xBBMFeS");
    CODE(&f, "\x8B\xD3");
    fixture_call(&f, ALLOC);
    CODE(&f, "\x44\x8B\xC3"); // mov r8d, ebx: the tag
    fixture_call(&f, ALLOC);
    check_one(f, "MFeS", at, EVIDENCE_ALLOCATION, "ExAllocatePoolWithTag");
    f = driver(FIXTURE_ARM64);
    at = fixture_movz(&f, 20, "MFeS");
    fixture_movk(&f, 20, "MFeS");
    fixture_word(&f, 0x2A1403E1); // mov w1, w20: the number of bytes
    fixture_call(&f, ALLOC);
    check_one(f, "MFeS", at, EVIDENCE_CODE, NULL);
    f = driver(FIXTURE_ARM64);
    at = fixture_movz(&f, 20, "MFeS");
    fixture_movk(&f, 20, "MFeS");
    fixture_word(&f, 0x2A1403E1);
    fixture_call(&f, ALLOC);
    fixture_word(&f, 0x2A1403E2); // mov w2, w20: the tag
    fixture_call(&f, ALLOC);
    check_one(f, "MFeS", at, EVIDENCE_ALLOCATION, "ExAllocatePoolWithTag");
}

/* --- x86 --- */

TEST(pushed_to_an_allocation)
{
    struct fixture f = driver(FIXTURE_X86);
    uint32_t at = CODE(&f, "\x68MFeS"); // push tag

    CODE(&f, "\x68\x80\x00\x00\x00\x6A\x01"); // push 128; push 1
    fixture_call(&f, ALLOC);
    check_one(f, "MFeS", at, EVIDENCE_ALLOCATION, "ExAllocatePoolWithTag");
}

TEST(pushed_and_called_through_a_register)
{
    struct fixture f = driver(FIXTURE_X86);
    uint32_t at;

    CODE(&f, "\x8B\x3D"); // mov edi, [slot]
    fixture_operand(&f, ALLOC);
    at = CODE(&f, "\xBEMFeS");            // mov esi, tag
    CODE(&f, "\x56\x6A\x10\x6A\x00");     // push esi; push 16; push 0
    CODE(&f, "\xFF\xD7\x90\x90\x90\x90"); // call edi
    check_one(f, "MFeS", at, EVIDENCE_ALLOCATION, "ExAllocatePoolWithTag");
}

/* Old drivers keep strings in the code section, and 'h' (0x68) is push imm32. */
TEST(push_inside_a_string_is_not_a_tag)
{
    struct fixture f = driver(FIXTURE_X86);

    CODE(&f, "\xCC\xCCThe path of the file\0");
    CODE(&f, "hello\0\xCC\xCC");
    check_none(f);
}

TEST(push_after_a_string_is_found)
{
    struct fixture f = driver(FIXTURE_X86);
    uint32_t at;

    CODE(&f, "PQRSTUVW"); // eight push instructions that are letters
    at = CODE(&f, "\x68MFeSj@");
    fixture_call(&f, ALLOC);
    check_one(f, "MFeS", at, EVIDENCE_ALLOCATION, "ExAllocatePoolWithTag");
}

/* --- ARM64 --- */

TEST(halves_with_other_code_between)
{
    struct fixture f = driver(FIXTURE_ARM64);
    uint32_t at = fixture_movz(&f, 2, "MFeS");

    fixture_word(&f, 0xAA1303E1); // mov x1, x19
    fixture_word(&f, 0x52800020); // mov w0, 1
    fixture_movk(&f, 2, "MFeS");
    fixture_call(&f, ALLOC);
    check_one(f, "MFeS", at, EVIDENCE_ALLOCATION, "ExAllocatePoolWithTag");
}

TEST(halves_the_other_way_round)
{
    struct fixture f = driver(FIXTURE_ARM64);
    uint32_t at = fixture_word(&f, 0x52A00000 | ('e' | 'S' << 8) << 5 | 1); // movz w1, high, lsl 16

    fixture_word(&f, 0x72800000 | ('M' | 'F' << 8) << 5 | 1); // movk w1, low
    fixture_call(&f, FREE);
    check_one(f, "MFeS", at, EVIDENCE_FREE, "ExFreePoolWithTag");
}

TEST(halves_in_two_registers_are_not_a_tag)
{
    struct fixture f = driver(FIXTURE_ARM64);

    fixture_movz(&f, 3, "MFeS");
    fixture_movk(&f, 2, "MFeS");
    fixture_call(&f, ALLOC);
    fixture_word(&f, 0xD2800000 | ('M' | 'F' << 8) << 5 | 4); // movz x4: 64 bits
    fixture_movk(&f, 4, "MFeS");
    fixture_movz(&f, 5, "MFeS");
    fixture_word(&f, 0x72800000 | ('e' | 'S' << 8) << 5 | 5); // movk w5, the lower half again
    check_none(f);
}

TEST(literal_pool)
{
    struct fixture f = driver(FIXTURE_ARM64);
    uint32_t at = fixture_word(&f, 0x18000000 | 5 << 5 | 2); // ldr w2, five instructions on

    fixture_call(&f, ALLOC);
    fixture_word(&f, 0xD65F03C0); // ret
    fixture_word(&f, tag_of("MFeS"));
    check_one(f, "MFeS", at, EVIDENCE_ALLOCATION, "ExAllocatePoolWithTag");
}

TEST(arm_tag_kept_in_a_register)
{
    struct fixture f = driver(FIXTURE_ARM64);
    uint32_t at = fixture_movz(&f, 20, "MFeS");

    fixture_movk(&f, 20, "MFeS");
    fixture_call(&f, DBGPRINT);
    fixture_word(&f, 0x2A1403E2); // mov w2, w20
    fixture_call(&f, ALLOC);
    check_one(f, "MFeS", at, EVIDENCE_ALLOCATION, "ExAllocatePoolWithTag");
}

TEST(arm_seventh_argument)
{
    struct fixture f = driver(FIXTURE_ARM64);
    uint32_t at = fixture_movz(&f, 6, "MFeS");

    fixture_movk(&f, 6, "MFeS");
    fixture_call(&f, LOOKASIDE_EX);
    check_one(f, "MFeS", at, EVIDENCE_PREPARATION, "ExInitializeLookasideListEx");
}

TEST(arm_call_through_a_linker_thunk)
{
    struct fixture f = driver(FIXTURE_ARM64);
    uint32_t at, thunk = fixture_here(&f);

    fixture_word(&f, 0x90000010 | 1u << 29); // adrp x16, next page
    fixture_word(&f, 0xF9400210);            // ldr x16, [x16]
    fixture_word(&f, 0xD61F0200);            // br x16
    at = fixture_movz(&f, 2, "MFeS");
    fixture_movk(&f, 2, "MFeS");
    fixture_call_code(&f, thunk);
    check_one(f, "MFeS", at, EVIDENCE_ALLOCATION, "ExAllocatePoolWithTag");
}

TEST(arm_tag_passed_to_own_functions)
{
    struct fixture f = driver(FIXTURE_ARM64);
    uint32_t at = fixture_movz(&f, 0, "MFeS");

    fixture_movk(&f, 0, "MFeS");
    fixture_call_code(&f, FIXTURE_TEXT);
    fixture_word(&f, 0xD65F03C0);
    fixture_word(&f, 0xD65F03C0);
    check_one(f, "MFeS", at, EVIDENCE_ARGUMENT, NULL);
}

/* --- variables --- */

/* Finds the load and, with weaker evidence, the variable itself. */
static void check_variable(struct fixture f, uint32_t load, uint32_t variable)
{
    struct driver_index index = {0};
    const struct driver_site *sites;
    size_t count;

    scan(&f, &index);
    driver_index_finish(&index);
    sites = driver_index_sites(&index, tag_of("MFeS"), &count);
    assert_int_equal(count, 2);
    assert_int_equal(sites[0].rva, load);
    assert_int_equal(sites[0].evidence, EVIDENCE_ALLOCATION);
    assert_int_equal(sites[1].rva, variable);
    assert_int_equal(sites[1].evidence, EVIDENCE_DATA);
    driver_index_free(&index);
}

TEST(tag_loaded_from_a_variable)
{
    struct fixture f = driver(FIXTURE_X64);
    uint32_t load, variable;

    DATA(&f, "\0\0\0\0");
    variable = DATA(&f, "MFeS\0\0\0\0");
    load = CODE(&f, "\x44\x8B\x05"); // mov r8d, [variable]
    add_number(&f.text, variable - (fixture_here(&f) + 4), 4);
    fixture_call(&f, ALLOC);
    check_variable(f, load, variable);
    f = driver(FIXTURE_X86);
    DATA(&f, "\0\0\0\0MFeS\0\0\0\0");
    load = CODE(&f, "\xFF\x35"); // push [variable]
    add_number(&f.text, FIXTURE_BASE + variable, 4);
    CODE(&f, "\x6A\x10\x6A\x01");
    fixture_call(&f, ALLOC);
    check_variable(f, load, variable);
    f = driver(FIXTURE_ARM64);
    DATA(&f, "\0\0\0\0MFeS\0\0\0\0");
    fixture_word(&f, 0x90000009 | 2u << 29); // adrp x9, two pages on
    load = fixture_word(&f, 0xB9400522);     // ldr w2, [x9, 4]
    fixture_call(&f, ALLOC);
    check_variable(f, load, variable);
}

TEST(variable_passed_as_another_argument_is_data)
{
    struct fixture f = driver(FIXTURE_X64);
    uint32_t variable;

    DATA(&f, "\0\0\0\0");
    variable = DATA(&f, "MFeS\0\0\0\0");
    CODE(&f, "\x8B\x15"); // mov edx, [variable]
    add_number(&f.text, variable - (fixture_here(&f) + 4), 4);
    fixture_call(&f, ALLOC);
    check_one(f, "MFeS", variable, EVIDENCE_DATA, NULL);
}

/* --- data --- */

TEST(constant_in_data)
{
    struct fixture f = driver(FIXTURE_X64);
    uint32_t at;

    DATA(&f, "\x01\0\0\0\0\0\0\0\x20\0\0\0\0\0\0\0");
    at = DATA(&f, "MFeS");
    DATA(&f, "\0\0\0\0");
    check_one(f, "MFeS", at, EVIDENCE_DATA, NULL);
}

TEST(longer_and_unaligned_strings_are_not_tags)
{
    struct fixture f = driver(FIXTURE_X64);

    DATA(&f, "MFeSx\0\0\0");
    DATA(&f, "\0\0\0xMFeS\0\0\0\0");
    DATA(&f, "\0\0MFeS\0\0"); // not 4-byte aligned
    DATA(&f, "M\0F\0e\0S\0"); // UTF-16
    check_none(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(third_argument_of_an_allocation),
        cmocka_unit_test(fourth_argument_of_the_filter_managers),
        cmocka_unit_test(second_argument_of_a_free),
        cmocka_unit_test(arguments_on_the_stack),
        cmocka_unit_test(tag_kept_in_a_register),
        cmocka_unit_test(call_through_a_register),
        cmocka_unit_test(call_guarded_against_speculation),
        cmocka_unit_test(call_through_a_linker_thunk),
        cmocka_unit_test(tail_call),
        cmocka_unit_test(kernel_calls_its_own_export),
        cmocka_unit_test(tag_passed_to_own_functions_and_to_wdf),
        cmocka_unit_test(tag_passed_as_another_argument_is_code),
        cmocka_unit_test(only_the_next_call_receives_it),
        cmocka_unit_test(tag_of_a_reference_count_is_distinguished),
        cmocka_unit_test(protection_bit_is_removed),
        cmocka_unit_test(unprintable_tags_count_only_as_arguments),
        cmocka_unit_test(store_into_memory_is_code),
        cmocka_unit_test(numbers_of_other_sizes_are_not_tags),
        cmocka_unit_test(register_passed_as_another_argument_is_code),
        cmocka_unit_test(pushed_to_an_allocation),
        cmocka_unit_test(pushed_and_called_through_a_register),
        cmocka_unit_test(push_inside_a_string_is_not_a_tag),
        cmocka_unit_test(push_after_a_string_is_found),
        cmocka_unit_test(halves_with_other_code_between),
        cmocka_unit_test(halves_the_other_way_round),
        cmocka_unit_test(halves_in_two_registers_are_not_a_tag),
        cmocka_unit_test(literal_pool),
        cmocka_unit_test(arm_tag_kept_in_a_register),
        cmocka_unit_test(arm_seventh_argument),
        cmocka_unit_test(arm_call_through_a_linker_thunk),
        cmocka_unit_test(arm_tag_passed_to_own_functions),
        cmocka_unit_test(tag_loaded_from_a_variable),
        cmocka_unit_test(variable_passed_as_another_argument_is_data),
        cmocka_unit_test(constant_in_data),
        cmocka_unit_test(longer_and_unaligned_strings_are_not_tags),
    };

    return RUN(tests);
}
