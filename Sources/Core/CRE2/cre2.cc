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

void write_error(const char *reason, char *error, size_t error_bytes) noexcept {
    if (error == nullptr || error_bytes == 0) return;
    const size_t length = std::min(std::strlen(reason), error_bytes - 1);
    std::memcpy(error, reason, length);
    error[length] = '\0';
}

// noexcept: only a failed allocation could throw here, and that ends a Swift program as well.
bool match(
    const cre2_pattern &pattern, const re2::StringPiece &text, cre2_anchor anchor, cre2_span *span) noexcept {
    re2::StringPiece whole;
    const re2::RE2::Anchor start =
        anchor == CRE2_ANCHOR_START ? re2::RE2::ANCHOR_START : re2::RE2::UNANCHORED;
    if (!pattern.expression.Match(text, 0, text.size(), start, &whole, span == nullptr ? 0 : 1)) return false;
    if (span != nullptr) {
        const ptrdiff_t from = whole.data() - text.data();
        *span = {from, from + static_cast<ptrdiff_t>(whole.size())};
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
    const cre2_pattern *pattern, const char *text, size_t text_bytes, cre2_anchor anchor, cre2_span *span) {
    return match(*pattern, re2::StringPiece(text == nullptr ? "" : text, text_bytes), anchor, span);
}
