/* A driver with tags in each form that compilers generate. compiled.sh builds it; it is never run.
 *
 *     Aloc   passed to an allocation         Hold   kept in a register for two allocations and a free
 *     Look   passed to a lookaside list      Wrap   passed to a function of the driver
 *     Prot   passed to a free, with the protection bit
 *     Cnst   a constant in data              Decy   only as part of a string
 */
typedef unsigned int ULONG;
#ifdef _WIN64
typedef unsigned long long SIZE_T;
#else
typedef unsigned int SIZE_T;
#endif

#define KERNEL __declspec(dllimport)

KERNEL void *__stdcall ExAllocatePoolWithTag(int type, SIZE_T bytes, ULONG tag);
KERNEL void __stdcall ExFreePoolWithTag(void *block, ULONG tag);
KERNEL void __stdcall ExInitializeNPagedLookasideList(void *list, void *allocate, void *free, ULONG flags, SIZE_T size,
                                                      ULONG tag, unsigned short depth);
KERNEL ULONG DbgPrint(const char *format, ...);

/* Tags as in source code: in reverse byte order. */
#define TAG(a, b, c, d) ((ULONG)(a) | (ULONG)(b) << 8 | (ULONG)(c) << 16 | (ULONG)(d) << 24)

char list[512];
void *kept[4];

struct registration {
    unsigned short type, flags;
    void *cleanup;
    SIZE_T size;
    ULONG tag;
    void *more[4];
};

const struct registration registrations[] = {{1, 0, 0, 32, TAG('C', 'n', 's', 't'), {0}}, {0xFFFF, 0, 0, 0, 0, {0}}};
const char text[] = "This text holds Decy inside";

__attribute__((noinline)) void *wrapper(ULONG tag, SIZE_T bytes)
{
    kept[3] = kept[0];
    return ExAllocatePoolWithTag(1, bytes, tag);
}

static void several(int bytes)
{
    ULONG tag = TAG('H', 'o', 'l', 'd');

    kept[1] = ExAllocatePoolWithTag(0, (SIZE_T)bytes, tag);
    DbgPrint("first %p", kept[1]);
    if (bytes > 3)
        ExFreePoolWithTag(kept[1], tag);
    kept[0] = ExAllocatePoolWithTag(1, (SIZE_T)bytes * 2, tag);
    DbgPrint("second %p", kept[0]);
}

int __stdcall DriverEntry(void *driver, void *path)
{
    kept[0] = ExAllocatePoolWithTag(1, 128, TAG('A', 'l', 'o', 'c'));
    DbgPrint(text, registrations[(SIZE_T)driver & 1].tag);
    ExInitializeNPagedLookasideList(list, 0, 0, 0, 64, TAG('L', 'o', 'o', 'k'), 0);
    several((int)(SIZE_T)path);
    wrapper(TAG('W', 'r', 'a', 'p'), 77);
    ExFreePoolWithTag(kept[0], TAG('P', 'r', 'o', 't') | 0x80000000);
    return 0;
}
