/* pasted.h - lines of tools' output that were pasted into mail, threads and tickets, without what was put around them.
 *
 *     >  Io   Nonp  1021112 ...              quoted, at any depth        ->   Io   Nonp  1021112 ...
 *     > | Io | Nonp | 1,021,112 | ... |      a row of a Markdown table   ->   Io   Nonp 1,021,112 ...
 *     ```text   </pre>   {code}   |---|--:|  fences and rules            ->  (blank)
 *
 *     ESC [01;31m Io ESC [m Nonp 1021112 ... control sequences           ->  escapes.h
 *
 * No-break spaces (U+00A0), which mail and web pages put for blanks, become blanks in a line that begins with one or
 * has at least three; between digits they stay, as they separate groups of a number there.
 *
 * Indentation stays: the column of a heading tells where a tag begins, and tags may begin with blanks.
 */
#ifndef FORMATS_TEXT_PASTED_H
#define FORMATS_TEXT_PASTED_H

#include "base/buffer.h"

/* What a line is made in; all zero before the first one. */
struct pasted {
    struct buffer bare, row, plain; // owned
    bool has_no_escapes;            // known of all lines: none is looked for
};

void pasted_free(struct pasted *pasted);

/* The line itself where nothing was put around it; otherwise borrowed until the next call. */
struct text pasted_line(struct text line, struct pasted *pasted);

#endif
