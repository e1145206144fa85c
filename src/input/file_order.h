/* file_order.h - whether the times of files contradict their names.
 *
 * Files that were copied have the times of the copying. In such an order calls fall, which looks like restarts; where
 * they fall nowhere in the order of the names, that is the likelier one.
 */
#ifndef INPUT_FILE_ORDER_H
#define INPUT_FILE_ORDER_H

#include "base/warnings.h"
#include "store/store.h"

/* Of a finished store whose times are known: warns of such an order. */
void file_order_check(const struct store *store, struct warnings *warnings);

#endif
