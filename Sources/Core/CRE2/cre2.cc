#include "cre2.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>
#include <string>

#include <re2/re2.h>

struct cre2_pattern {
    re2::RE2 expression;

    cre2_pattern(const re2::StringPiece &pattern, const re2::RE2::Options &options) : expression(pattern, options) {}
};

namespace {

// More groups than a caller of ours reads are not reported.
constexpr int kSpanLimit = 16;

void write_error(const char *reason, char *error, size_t error_bytes) noexcept {
    if (error == nullptr || error_bytes == 0) return;
    const size_t length = std::min(std::strlen(reason), error_bytes - 1);
    std::memcpy(error, reason, length);
    error[length] = '\0';
}

re2::RE2::Anchor re2_anchor(cre2_anchor anchor) noexcept {
    switch (anchor) {
        case CRE2_ANCHOR_START: return re2::RE2::ANCHOR_START;
        case CRE2_ANCHOR_BOTH: return re2::RE2::ANCHOR_BOTH;
        case CRE2_UNANCHORED: break;
    }
    return re2::RE2::UNANCHORED;
}

// noexcept: only a failed allocation could throw here, and that ends a Swift program as well.
bool match(
    const cre2_pattern &pattern, const re2::StringPiece &text, size_t from, cre2_anchor anchor, cre2_span *spans,
    int span_count) noexcept {
    if (from > text.size()) return false;
    const int wanted = std::clamp(span_count, 0, kSpanLimit);
    re2::StringPiece groups[kSpanLimit];
    if (!pattern.expression.Match(text, from, text.size(), re2_anchor(anchor), groups, wanted)) return false;
    for (int index = 0; index < span_count; index++) {
        if (index >= wanted || groups[index].data() == nullptr) {
            spans[index] = {-1, -1};
        } else {
            const ptrdiff_t start = groups[index].data() - text.data();
            spans[index] = {start, start + static_cast<ptrdiff_t>(groups[index].size())};
        }
    }
    return true;
}

}  // namespace

extern "C" cre2_pattern *cre2_compile(
    const char *pattern, size_t pattern_bytes, unsigned flags, int64_t memory_bytes_limit, char *error,
    size_t error_bytes) {
    try {
        re2::RE2::Options options;
        options.set_log_errors(false);
        options.set_max_mem(memory_bytes_limit);
        options.set_encoding(
            (flags & CRE2_LATIN1) ? re2::RE2::Options::EncodingLatin1 : re2::RE2::Options::EncodingUTF8);
        options.set_case_sensitive(!(flags & CRE2_IGNORE_CASE));
        options.set_longest_match((flags & CRE2_LONGEST) != 0);
        auto compiled = std::make_unique<cre2_pattern>(re2::StringPiece(pattern, pattern_bytes), options);
        if (!compiled->expression.ok()) {
            write_error(compiled->expression.error().c_str(), error, error_bytes);
            return nullptr;
        }
        return compiled.release();
    } catch (const std::exception &failure) {
        write_error(failure.what(), error, error_bytes);
    } catch (...) {
        write_error("the pattern could not be compiled", error, error_bytes);
    }
    return nullptr;
}

extern "C" void cre2_free(cre2_pattern *pattern) { delete pattern; }

extern "C" bool cre2_match(
    const cre2_pattern *pattern, const char *text, size_t text_bytes, size_t from, cre2_anchor anchor,
    cre2_span *spans, int span_count) {
    return match(*pattern, re2::StringPiece(text == nullptr ? "" : text, text_bytes), from, anchor, spans, span_count);
}
