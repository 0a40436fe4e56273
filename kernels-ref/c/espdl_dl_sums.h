/* Accumulators of product sums; the twin of espdl/saturating-lanes.ts and wide-accumulators.ts. */
#ifndef ESPDL_DL_SUMS_H
#define ESPDL_DL_SUMS_H

#include <stddef.h>

#include "espdl_dl_round.h"

/* Products that an accumulator outside of the lanes adds at once. */
#define DL_TOGETHER 8

/* Bits in which the sum of output channel o saturates; 0: it does not. */
static inline int32_t dl_sum_bits(const struct dl_sums *sums, int32_t o) {
  return o < sums->lane_channels ? sums->lane_bits : sums->rest_bits;
}
static inline int32_t dl_sum_group(const struct dl_sums *sums, int32_t o) {
  return o < sums->lane_channels ? 1 : DL_TOGETHER;
}

/* A bias that is wider than its accumulator loses its high bits. */
static inline int32_t dl_start_s8(const int32_t *bias, int32_t o, int32_t bits) {
  int32_t value = bias == NULL ? 0 : bias[o];
  return bits == 0 ? value : (int32_t)((uint32_t)value << (32 - bits)) >> (32 - bits);
}
static inline int64_t dl_start_s16(const int64_t *bias, int32_t o, int32_t bits) {
  int64_t value = bias == NULL ? 0 : bias[o];
  return bits == 0 ? value : (int64_t)((uint64_t)value << (64 - bits)) >> (64 - bits);
}

static inline int32_t dl_cut_s8(int32_t sum, int32_t bits) {
  int32_t high = (1 << (bits - 1)) - 1;
  return sum > high ? high : sum < -high - 1 ? -high - 1 : sum;
}
static inline int64_t dl_cut_s16(int64_t sum, int32_t bits) {
  int64_t high = ((int64_t)1 << (bits - 1)) - 1;
  return sum > high ? high : sum < -high - 1 ? -high - 1 : sum;
}

static inline int8_t dl_store_s8(const struct dl_sums *sums, int32_t sum, const int8_t *shift, int32_t o) {
  return (int8_t)dl_shift32(sum, shift[o * sums->shift_step], sums->rounding, sums->low, 127);
}
static inline int16_t dl_store_s16(const struct dl_sums *sums, int64_t sum, const int8_t *shift, int32_t o) {
  return (int16_t)dl_shift(sum, shift[o * sums->shift_step], sums->rounding, sums->low, 32767);
}

/* An int8 sum wraps as the chip's int32 does; one of int16 stays below 2^53. */
#define DL_ADD_s8(sum, a, b) (int32_t)((uint32_t)(sum) + (uint32_t)((a) * (b)))
#define DL_ADD_s16(sum, a, b) (sum) + (int64_t)(a) * (b)

#endif
