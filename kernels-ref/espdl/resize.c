#include "espdl_dl_round.h"

void dl_resize_nearest_s8(const struct dl_resize *p, const int8_t *table, const int8_t *input, int8_t *output) {
  int32_t y, x, c;
  for (y = 0; y < p->out_height; y++) {
    for (x = 0; x < p->out_width; x++) {
      const int8_t *from = input + (p->row[y] * p->width + p->column[x]) * p->channels;
      for (c = 0; c < p->channels; c++) *output++ = table[from[c] + 128];
    }
  }
}

static inline float blend(float a, float b, float before, float after) {
  float first = a * before, second = b * after;
  return first + second;
}

/* Along x, then along y. */
void dl_resize_linear_s8(const struct dl_resize *p, const int8_t *input, int8_t *output) {
  int32_t y, x, c;
  for (y = 0; y < p->out_height; y++) {
    const int8_t *upper = input + p->row[y] * p->width * p->channels;
    const int8_t *lower = input + p->next_row[y] * p->width * p->channels;
    for (x = 0; x < p->out_width; x++) {
      int32_t at = p->column[x] * p->channels, next = p->next_column[x] * p->channels;
      float before = p->column_before[x], after = p->column_after[x];
      for (c = 0; c < p->channels; c++) {
        float value = blend(upper[at + c] * p->scale, upper[next + c] * p->scale, before, after);
        if (p->is_image) {
          float bottom = blend(lower[at + c] * p->scale, lower[next + c] * p->scale, before, after);
          value = blend(value, bottom, p->row_before[y], p->row_after[y]);
        }
        value = value * p->rescale;
        *output++ = (int8_t)dl_quantize(value, p->rounding, -128, 127);
      }
    }
  }
}
