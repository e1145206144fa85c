#include "owners/pool_functions.h"

#include <string.h>

const struct pool_function pool_functions[] = {
    {"ExAllocatePoolWithTag", POOL_ALLOCATES, 2},
    {"ExAllocatePool2", POOL_ALLOCATES, 2},
    {"ExAllocatePool3", POOL_ALLOCATES, 2},
    {"ExAllocatePoolWithQuotaTag", POOL_ALLOCATES, 2},
    {"ExAllocatePoolWithTagPriority", POOL_ALLOCATES, 2},
    {"ExAllocateCacheAwareRundownProtection", POOL_ALLOCATES, 1},
    {"MmAllocateMappingAddress", POOL_ALLOCATES, 1},
    {"FsRtlAllocatePoolWithTag", POOL_ALLOCATES, 2},
    {"FsRtlAllocatePoolWithQuotaTag", POOL_ALLOCATES, 2},
    {"FsRtlAllocateExtraCreateParameter", POOL_ALLOCATES, 4},
    {"FltAllocatePoolAlignedWithTag", POOL_ALLOCATES, 3},
    {"FltAllocateExtraCreateParameter", POOL_ALLOCATES, 5},
    {"NdisAllocateMemoryWithTag", POOL_ALLOCATES, 2},
    {"NdisAllocateMemoryWithTagPriority", POOL_ALLOCATES, 2},
    {"NdisAllocateCloneOidRequest", POOL_ALLOCATES, 2},
    {"RxAllocatePoolWithTag", POOL_ALLOCATES, 2},
    {"_RxAllocatePoolWithTag", POOL_ALLOCATES, 2},
    {"VideoPortAllocatePool", POOL_ALLOCATES, 3},
    {"EngAllocMem", POOL_ALLOCATES, 2},
    {"EngAllocUserMem", POOL_ALLOCATES, 1},
    {"StorPortAllocatePool", POOL_ALLOCATES, 2},
    {"ExInitializeNPagedLookasideList", POOL_PREPARES, 5},
    {"ExInitializePagedLookasideList", POOL_PREPARES, 5},
    {"ExInitializeLookasideListEx", POOL_PREPARES, 6},
    {"FsRtlInitExtraCreateParameterLookasideList", POOL_PREPARES, 3},
    {"FltInitExtraCreateParameterLookasideList", POOL_PREPARES, 4},
    {"NdisInitializeNPagedLookasideList", POOL_PREPARES, 5},
    {"IoInitializeRemoveLockEx", POOL_PREPARES, 1},
    {"ExFreePoolWithTag", POOL_FREES, 1},
    {"ExFreePool2", POOL_FREES, 1},
    {"FltFreePoolAlignedWithTag", POOL_FREES, 2},
    {"NdisFreeMemoryWithTag", POOL_FREES, 1},
    {"NdisFreeMemoryWithTagPriority", POOL_FREES, 2},
    {"MmFreeMappingAddress", POOL_FREES, 1},
    {"MmMapLockedPagesWithReservedMapping", POOL_FREES, 1},
    {"MmUnmapReservedMapping", POOL_FREES, 1},
    {"RxFreePoolWithTag", POOL_FREES, 1},
    {"_RxFreePool", POOL_FREES, 1},
    {"ObReferenceObjectByHandleWithTag", POOL_REFERENCES, 4},
    {"ObReferenceObjectByPointerWithTag", POOL_REFERENCES, 4},
    {"ObReferenceObjectSafeWithTag", POOL_REFERENCES, 1},
    {"ObOpenObjectByPointerWithTag", POOL_REFERENCES, 6},
    {"ObfReferenceObjectWithTag", POOL_REFERENCES, 1},
    {"ObfDereferenceObjectWithTag", POOL_REFERENCES, 1},
    {"ObDereferenceObjectDeferDeleteWithTag", POOL_REFERENCES, 1},
};

const size_t pool_function_count = sizeof pool_functions / sizeof *pool_functions;

unsigned pool_function_find(struct text name)
{
    for (unsigned i = 0; i < pool_function_count; i++)
        if (text_equal(name, text_of(pool_functions[i].name)))
            return i;
    return POOL_FUNCTION_NONE;
}

/* WdfVersionBind: the functions of the framework, which allocate for the driver, are reached through it. */
bool pool_function_is_source(struct text name)
{
    static const char *const others[] = {
        "ExAllocatePool",
        "ExAllocatePoolWithQuota",
        "WdfVersionBind",
        "FltRegisterFilter",
        "FltAllocateContext",
        "NdisAllocateNetBufferListPool",
        "NdisAllocateNetBufferPool",
        "StorPortExtendedFunction",
        "StorPortInitialize",
        "ExAllocateFromNPagedLookasideList",
    };
    unsigned function = pool_function_find(name);

    if (function != POOL_FUNCTION_NONE)
        return pool_functions[function].effect <= POOL_PREPARES;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (text_equal(name, text_of(others[i])))
            return true;
    return false;
}
