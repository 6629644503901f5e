// Prints the tree of every text of its input, or `!` and why there is none. Texts and trees end with a NUL byte.
#include <pg_query.h>
#include <stdio.h>
#include <stdlib.h>

int main(void) {
    size_t room = 1 << 16, length = 0;
    char *text = malloc(room);
    int byte;
    while (text && (byte = getchar()) != EOF) {
        if (length == room) text = realloc(text, room *= 2);
        if (!text) return 1;
        text[length++] = (char)byte;
        if (byte != 0) continue;
        PgQueryParseResult result = pg_query_parse(text);
        if (result.error) printf("!%s", result.error->message);
        else fputs(result.parse_tree, stdout);
        putchar(0);
        pg_query_free_parse_result(result);
        length = 0;
    }
    return text ? 0 : 1;
}
