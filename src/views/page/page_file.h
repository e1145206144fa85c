/* page_file.h - the page, built from web/ and embedded in the program (cmake/page.cmake). */
#ifndef VIEWS_PAGE_PAGE_FILE_H
#define VIEWS_PAGE_PAGE_FILE_H

#include <stddef.h>

extern const char page_file[]; // HTML, UTF-8, not NUL-terminated, with the lines "<!--STATIC-->" and "<!--DATA-->"
extern const size_t page_file_length; // 0: built without the page

#endif
