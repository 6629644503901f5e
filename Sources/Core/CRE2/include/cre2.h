#ifndef CRE2_H
#define CRE2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled RE2 pattern. Immutable: any number of threads may match with it at the same time.
typedef struct cre2_pattern cre2_pattern;

/// Byte offsets into the matched text.
typedef struct {
    ptrdiff_t start;
    ptrdiff_t end;
} cre2_span;

enum {
    /// Bytes, not UTF-8: `\xff` is the byte 255.
    CRE2_LATIN1 = 1,
    /// ASCII letters match in either case.
    CRE2_IGNORE_CASE = 2,
    /// The longest match at the leftmost place, instead of the first alternative.
    CRE2_LONGEST = 4,
};

typedef enum {
    CRE2_UNANCHORED = 0,
    /// The match begins where the text does.
    CRE2_ANCHOR_START = 1,
} cre2_anchor;

/// Compiles a pattern; nothing is ever logged.
///
/// `memory_bytes_limit` bounds the program and its caches, and with that the size of a pattern. Returns NULL for a
/// pattern that RE2 does not accept, and then writes the reason to `error`, cut to `error_bytes` and NUL-terminated.
cre2_pattern *cre2_compile(
    const char *pattern, size_t pattern_bytes, unsigned flags, int64_t memory_bytes_limit, char *error,
    size_t error_bytes);

void cre2_free(cre2_pattern *pattern);

/// Searches `text`, in time linear in it.
///
/// `span` receives the whole match; without it, NULL, the search is faster. Returns false when there is no match.
bool cre2_match(
    const cre2_pattern *pattern, const char *text, size_t text_bytes, cre2_anchor anchor, cre2_span *span);

#ifdef __cplusplus
}
#endif
#endif
