/* require.h - checks that stay in release builds, because memory would be read or written out of bounds without them.
 *
 *     assert(moment < store->moment_count);    an invariant: a mistake of ours; dev, asan and fuzz builds check it
 *     require(length <= capacity);             the same, and the next line would corrupt memory: every build checks it
 *
 * Neither is for input: a fault in a file is a warning or an error with a sentence.
 */
#ifndef BASE_REQUIRE_H
#define BASE_REQUIRE_H

/* Prints file, line and condition to stderr and aborts. */
_Noreturn void require_failed(const char *file, int line, const char *condition);

#define require(condition) ((condition) ? (void)0 : require_failed(__FILE__, __LINE__, #condition))

#endif
