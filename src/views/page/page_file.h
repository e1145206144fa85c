/* page_file.h - the page of the reports, built from web/ and carried by the program (cmake/page.cmake). */
#ifndef VIEWS_PAGE_PAGE_FILE_H
#define VIEWS_PAGE_PAGE_FILE_H

#include <stddef.h>

extern const char page_file[];        // HTML with one line "<!--DATA-->", UTF-8, not terminated
extern const size_t page_file_length; // 0: built without the page

#endif
