/* Which taps of a window lie inside an image; the twin of window.ts. */
#ifndef ESPDL_WINDOW_H
#define ESPDL_WINDOW_H

#include <stdint.h>

/* The first tap of a window that starts at `start` (may be negative) and lies inside the image. */
static inline int32_t espdl_first_tap(int32_t start, int32_t dilation) {
  if (dilation == 1) return start < 0 ? -start : 0;
  return start < 0 ? (dilation - 1 - start) / dilation : 0;
}

/* One past the last of `taps` taps that lies inside an image of `length`; never below 0. */
static inline int32_t espdl_end_tap(int32_t start, int32_t dilation, int32_t taps, int32_t length) {
  int32_t rest = length - start;
  int32_t end = rest <= 0 ? 0 : dilation == 1 ? rest : (rest + dilation - 1) / dilation;
  return end < taps ? end : taps;
}

#endif
