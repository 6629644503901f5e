#pragma once
#include <stddef.h>
#include <stdint.h>

/// libFuzzer's own `main`, without being the program's: see https://llvm.org/docs/LibFuzzer.html.
/// Calls `test` with every input it makes, until a limit of the arguments is reached; a crash ends the process.
int LLVMFuzzerRunDriver(int *_Nonnull argc, char *_Nullable *_Nullable *_Nonnull argv, int (*_Nonnull test)(const uint8_t *_Nullable bytes, size_t count));
