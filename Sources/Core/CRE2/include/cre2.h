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

/// Byte offsets into the matched text; both are -1 for a group that took no part in the match.
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
    /// The match begins at `from`.
    CRE2_ANCHOR_START = 1,
    /// The match is all of the text from `from` on.
    CRE2_ANCHOR_BOTH = 2,
} cre2_anchor;

/// Compiles a pattern; nothing is ever logged.
///
/// `memory_bytes_limit` bounds the program and its caches, and with that the size of a pattern. Returns NULL for a
/// pattern that RE2 does not accept, and then writes the reason to `error`, cut to `error_bytes` and NUL-terminated.
cre2_pattern *cre2_compile(
    const char *pattern, size_t pattern_bytes, unsigned flags, int64_t memory_bytes_limit, char *error,
    size_t error_bytes);

void cre2_free(cre2_pattern *pattern);

/// Searches `text` from the byte offset `from`, in time linear in the text.
///
/// `spans` receives the whole match and the groups after it; `span_count` may be 0, which is fastest.
/// Returns false when there is no match, and when `from` lies behind the text.
bool cre2_match(
    const cre2_pattern *pattern, const char *text, size_t text_bytes, size_t from, cre2_anchor anchor,
    cre2_span *spans, int span_count);

#ifdef __cplusplus
}
#endif
#endif
