/* leaks_not_called.h - what grew most and is not called a leak: it is named with the reason, so that no large growth is
 * passed over in silence.
 *
 *     not called: dentry 12,000 -> 48,000 (+300 %), +6.87 MB: a cache: the system takes it back when memory is short
 *
 * Chosen are the tag that gained most bytes, by a tenth of what it had and a hundredth of all growth at least, and
 * those that gained most in proportion, at least as much as they had, along a line before others. None of fewer than
 * 25 blocks, and at most three. Of several boots the last one counts.
 */
#ifndef REPORT_LEAKS_NOT_CALLED_H
#define REPORT_LEAKS_NOT_CALLED_H

#include "base/buffer.h"
#include "report/leaks_view.h"

#define NOT_CALLED_MAX 3

/* Writes indices of findings, the largest growth of bytes first, and returns their number. With `all` those to watch
 * are left out: they have rows. */
size_t leaks_not_called(const struct leaks *leaks, bool all, size_t found[NOT_CALLED_MAX]);

/* The line above, without its beginning and its end. */
void leaks_add_not_called(struct buffer *b, const struct leaks_view *view, const struct leak_finding *finding);

#endif
