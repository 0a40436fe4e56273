/* Which taps of a window lie inside an image; the twin of window.ts. */
#ifndef ESPDL_WINDOW_H
#define ESPDL_WINDOW_H

#include <stdint.h>

/* The first tap of a window that starts at `start` (may be negative) and lies inside the image. */
static inline int32_t espdl_first_tap(int32_t start, int32_t dilation) {
  return start < 0 ? (dilation - 1 - start) / dilation : 0;
}

/* One past the last of `taps` taps that lies inside an image of `length`; never below 0. */
static inline int32_t espdl_end_tap(int32_t start, int32_t dilation, int32_t taps, int32_t length) {
  int32_t end = length - start <= 0 ? 0 : (length - start + dilation - 1) / dilation;
  return end < taps ? end : taps;
}

#endif
