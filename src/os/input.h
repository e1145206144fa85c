/* input.h - standard input as a file that can be read at any offset, and more than once. */
#ifndef OS_INPUT_H
#define OS_INPUT_H

#include "os/files.h"

/* Opens it: itself where it is a file, otherwise a copy of all that it gives. The copy is a temporary file that other
 * users cannot read and that is gone when it is closed, or when the program ends. Waits for the end of the input.
 * `name` is for messages. */
bool os_open_input(struct os_file *file, const char *name, struct error *err);

#endif
