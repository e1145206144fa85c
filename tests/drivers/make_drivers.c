/* make_drivers DIR - writes the driver files for the golden cases, and files that are not drivers. */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "driver_fixture.h"

static const char *directory;

static void write_bytes(const char *name, const void *bytes, size_t length)
{
    char path[1000];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", directory, name);
    file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
}

static void write_driver(const char *name, struct fixture *f)
{
    struct buffer b = {0};

    fixture_build(f, &b);
    write_bytes(name, b.bytes, b.length);
    buffer_free(&b);
}

static void make_directory(const char *name)
{
    char path[1000];

    snprintf(path, sizeof path, "%s/%s", directory, name);
    if (mkdir(path, 0777) != 0 && errno != EEXIST) {
        perror(path);
        exit(1);
    }
}

/* A filter driver that allocates Leak in three places, frees it in one, and has Zero only in its data. */
static struct fixture leaking(void)
{
    struct fixture f = {.machine = FIXTURE_X64,
                        .imports = {"ExAllocatePoolWithTag", "ExFreePoolWithTag", "ExAllocatePool2",
                                    "ExInitializeNPagedLookasideList", "FltRegisterFilter",
                                    "ObfDereferenceObjectWithTag"},
                        .company = "Example Corp",
                        .description = "Example file filter",
                        .version = {3, 2, 1, 4567}};

    CODE(&f, "\x33\xC9\xBA\x80\x00\x00\x00\x41\xB8Leak");
    fixture_call(&f, 0);
    CODE(&f, "\x48\x89\x43\x08\x41\xB8Leak\x48");
    fixture_call(&f, 2);
    CODE(&f, "\x0F\x1F\x44\x00\x00\x41\xBELeak\x45\x8B\xC6"); // mov r14d, tag; mov r8d, r14d
    fixture_call(&f, 0);
    CODE(&f, "\xBALeak");
    fixture_call(&f, 1);
    CODE(&f, "\xC7\x44\x24\x28LkLs");
    fixture_call(&f, 3);
    CODE(&f, "\xBA"
             "Dflt");
    fixture_call(&f, 5);
    CODE(&f, "\xB9LkWr");
    fixture_call_code(&f, FIXTURE_TEXT);
    CODE(&f, "\x41\xB8Lk3\0"); // a tag of three characters
    fixture_call(&f, 0);
    DATA(&f, "\x01\0\0\0\0\0\0\0\0\0\0\0\x20\0\0\0");
    DATA(&f, "Zero\0\0\0\0The text Late is longer\0");
    return f;
}

static void older(void)
{
    struct fixture f = {.machine = FIXTURE_X86,
                        .imports = {"ExAllocatePoolWithTag", "WdfVersionBind"},
                        .company = "Example \x1B[31mCorp", // an escape sequence, which must not reach a terminal
                        .description = "Virtual graphics disk",
                        .version = {1, 0, 0, 7}};

    CODE(&f, "\x68OldT\x6A\x10\x6A\x01");
    fixture_call(&f, 0);
    CODE(&f, "\x68Leak\x6A\x10\x6A\x01");
    fixture_call_code(&f, FIXTURE_TEXT);
    DATA(&f, "hello, Late, and more of it\0");
    write_driver("vgdisk.sys", &f);
}

static void arm(void)
{
    struct fixture f = {
        .machine = FIXTURE_ARM64, .is_reproducible = true, .imports = {"ExAllocatePool2", "ExFreePoolWithTag"}};

    fixture_movz(&f, 2, "ArmT");
    fixture_word(&f, 0x52800C80); // mov w0, 100
    fixture_movk(&f, 2, "ArmT");
    fixture_call(&f, 0);
    fixture_movz(&f, 2, "Leak");
    fixture_movk(&f, 2, "Leak");
    fixture_call(&f, 0);
    write_driver("arm-64.sys", &f);
}

static void kernel(void)
{
    struct fixture f = {.machine = FIXTURE_X64,
                        .exports = {"ExAllocatePoolWithTag", "ExFreePoolWithTag"},
                        .export_rvas = {FIXTURE_TEXT, FIXTURE_TEXT + 16},
                        .company = "Example Corp",
                        .description = "A kernel",
                        .version = {10, 0, 1, 2}};

    CODE(&f, "\x48\x8B\xC4\xC3\x90\x90\x90\x90\x90\x90\x90\x90\x90\x90\x90\x90");
    CODE(&f, "\x48\x8B\xC4\xC3\x90\x90\x90\x90\x90\x90\x90\x90\x90\x90\x90\x90");
    CODE(&f, "\x41\xB8Strg");
    fixture_call_code(&f, FIXTURE_TEXT);
    CODE(&f, "\xBAStrg");
    fixture_call_code(&f, FIXTURE_TEXT + 16);
    write_driver("kernel/ntoskrnl.exe", &f);
}

int main(int argc, char **argv)
{
    struct fixture f = leaking(), user = {.machine = FIXTURE_X64, .is_for_users = true};
    struct buffer cut = {0};

    if (argc != 2)
        return 2;
    directory = argv[1];
    if (mkdir(directory, 0777) != 0 && errno != EEXIST) {
        perror(directory);
        return 1;
    }
    make_directory("kernel");
    make_directory("older");
    make_directory("store");
    write_driver("leakflt.sys", &f);
    f = leaking();
    write_driver("store/leakflt.sys", &f); // the same build in another directory
    f = leaking();
    f.version[2] = 0;
    write_driver("older/leakflt.sys", &f);
    older();
    arm();
    kernel();
    CODE(&user, "\x41\xB8Leak\xE8\x00\x00\x00\x00");
    write_driver("program.sys", &user);
    f = leaking();
    fixture_build(&f, &cut);
    write_bytes("cut.sys", cut.bytes, 130);
    buffer_free(&cut);
    write_bytes("text.sys", "This is no driver: Leak\n", 24);
    return 0;
}
