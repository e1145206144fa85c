/* walk_internal.h - what os/walk.c asks the system while it walks. */
#ifndef OS_WALK_INTERNAL_H
#define OS_WALK_INTERNAL_H

enum walk_entry {
    WALK_IGNORE, // gone since it was listed, a link to a directory, or neither file nor directory
    WALK_FILE,   // or a link to one
    WALK_DIRECTORY,
};

enum walk_entry os_walk_entry(const char *path);

#endif
