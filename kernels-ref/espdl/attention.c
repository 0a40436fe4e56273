/* The twins of attention-float.ts, attention-int8.ts, attention-int16.ts and attention-exp.ts. */
#include "espdl_dl_round.h"

#include <stddef.h>

#define TILE 64
#define DEPTH_MAX 128
#define LANES 8
#define PER_UNIT 64
#define ENTRIES 1024
#define STEPS 512
#define MASK_LIMIT 268435456.0f
#define UNSET INT32_MIN

/* A row of queries: where it is, and what is masked of its keys. */
struct row {
  int32_t query, key, mask, index;
};

static void find_row(const struct dl_attention *p, int32_t number, struct row *row) {
  int32_t i = number % p->queries, h = number / p->queries % p->heads, b = number / p->queries / p->heads;
  row->query = b * p->query_batch + h * p->query_head + i * p->query_step;
  row->key = b * p->key_batch + h / p->group * p->key_head;
  row->mask = b * p->mask_stride[0] + h * p->mask_stride[1] + i * p->mask_stride[2];
  row->index = i;
}

/* False where a key is dropped; `added` gets the float addend. */
static int32_t is_kept(const struct dl_attention *p, const struct row *row, const uint8_t *kept, const float *mask, int32_t j,
                       float *added) {
  int32_t at = row->mask + j * p->mask_stride[3];
  *added = mask == NULL ? 0.0f : mask[at];
  if (p->causal && j > row->index) return 0;
  if (kept != NULL && kept[at] == 0) return 0;
  return *added >= -3.4028234663852886e38f || *added != *added;
}

#define DOT(S, T, A)                                                          \
  static A dot_##S(const T *query, const T *key, int32_t depth) {             \
    A sum = 0;                                                                \
    int32_t d;                                                                \
    for (d = 0; d < depth; d++) sum += (A)query[d] * (A)key[d];               \
    return sum;                                                               \
  }
DOT(s8, int8_t, int32_t)
DOT(s16, int16_t, int64_t)
DOT(f32, float, double)

/* e^x for x <= 0, between two entries by a straight line. */
static float exp_linear(const float *table, float x) {
  float position, a;
  double blend;
  int32_t index;
  if (x >= 0) return 1.0f;
  position = -x * (float)PER_UNIT;
  if (position >= (float)ENTRIES) return table[ENTRIES];
  index = (int32_t)position;
  a = table[index];
  blend = (double)table[index + 1] - (double)a;
  blend = blend * ((double)position - index);
  return (float)((double)a + blend);
}

/* e^x for x <= 0, the entry below corrected by a cubic. */
static float exp_cubic(const float *table, float x) {
  float r = -x, d, third, second;
  int32_t index;
  if (x >= 0) return 1.0f;
  if (r >= 32.0f) return 0.0f;
  index = (int32_t)(r * (float)PER_UNIT);
  d = (float)((double)r - (double)index / PER_UNIT);
  third = d * (float)(1.0 / 6.0);
  third = 0.5f - third;
  second = d * third;
  second = 1.0f - second;
  second = d * second;
  second = 1.0f - second;
  return table[index] * second;
}

static float logit_scale(const struct dl_attention *p) {
  float scale = p->scale * p->query_scale;
  return scale * p->key_scale;
}

/* A float addend in steps of the integer dot product. */
static int32_t in_steps(float added, float scale) {
  float steps = 1.0f / scale;
  steps = added * steps;
  if (!(steps < MASK_LIMIT)) steps = MASK_LIMIT;
  if (steps < -MASK_LIMIT) steps = -MASK_LIMIT;
  return dl_round_double(steps, DL_HALF_EVEN, -(1 << 28), 1 << 28);
}

/* The ESP32-P4's int8: exponentials of 7 bits, `entries` of them, key tile by key tile. */
void dl_attention_p4_s8(const struct dl_attention *p, const int8_t *query, const int8_t *key, const int8_t *value,
                        const uint8_t *kept, const float *mask, int8_t *output) {
  const float inverse_127 = (float)(1.0 / 127.0), scale = logit_scale(p);
  int32_t number, first, j, d;
  for (number = 0; number < p->batches * p->heads * p->queries; number++) {
    int32_t sums[DEPTH_MAX] = {0}, max = UNSET;
    float total = 0, inverse, out, back;
    struct row row;
    find_row(p, number, &row);
    for (first = 0; first < p->keys; first += TILE) {
      int32_t logits[TILE], end = first + TILE < p->keys ? first + TILE : p->keys, top = max, count = 0;
      uint8_t is_in[TILE];
      for (j = first; j < end; j++) {
        float added;
        is_in[j - first] = (uint8_t)is_kept(p, &row, kept, mask, j, &added);
        if (!is_in[j - first]) continue;
        logits[j - first] = dot_s8(query + row.query, key + row.key + j * p->key_step, p->depth) + in_steps(added, scale);
        if (logits[j - first] > top) top = logits[j - first];
      }
      if (max != UNSET && top != max) {
        float factor = (float)((double)max - (double)top);
        factor = exp_linear(p->exponentials, factor * scale);
        total = total * factor;
        for (d = 0; d < p->depth; d++) {
          float sum = (float)sums[d];
          sums[d] = (int32_t)(sum * factor);
        }
      }
      for (j = first; j < end; j++) {
        const int8_t *v = value + row.key + j * p->key_step;
        int64_t step;
        int32_t e;
        if (!is_in[j - first]) continue;
        step = ((int64_t)top - logits[j - first]) >> p->shift;
        e = p->entries[step < STEPS - 1 ? step : STEPS - 1];
        count += e;
        for (d = 0; d < p->depth; d++) sums[d] += e * v[d];
      }
      total = (float)((double)total + (double)count * (double)inverse_127);
      max = top;
    }
    inverse = p->value_scale * inverse_127;
    inverse = total > 0 ? inverse / total : 0.0f;
    back = 1.0f / p->output_scale;
    for (d = 0; d < p->depth; d++) {
      out = (float)sums[d] * inverse;
      out = out * back;
      output[row.query + d] = (int8_t)dl_round_double(out, DL_HALF_EVEN, -128, 127);
    }
  }
}

/* The ESP32-P4's int16: float32 softmax of dot products that are shifted by `shift`. */
void dl_attention_p4_s16(const struct dl_attention *p, const int16_t *query, const int16_t *key, const int16_t *value,
                         const uint8_t *kept, const float *mask, int16_t *output) {
  const float scale = logit_scale(p) * (float)(1 << p->shift), step = p->value_scale / 536870912.0f;
  const float unset = -__builtin_inff();
  int32_t number, first, j, d;
  for (number = 0; number < p->batches * p->heads * p->queries; number++) {
    float sums[DEPTH_MAX] = {0}, max = unset, total = 0, inverse, out, back;
    struct row row;
    find_row(p, number, &row);
    for (first = 0; first < p->keys; first += TILE) {
      int32_t end = first + TILE < p->keys ? first + TILE : p->keys;
      float scores[TILE], top = max, lanes[LANES] = {0}, low, high;
      int64_t products[DEPTH_MAX] = {0};
      for (j = first; j < end; j++) {
        float added, score;
        scores[j - first] = unset;
        if (!is_kept(p, &row, kept, mask, j, &added)) continue;
        score = (float)dl_shifted(dot_s16(query + row.query, key + row.key + j * p->key_step, p->depth), p->shift, DL_HALF_EVEN);
        score = score * scale;
        scores[j - first] = score + added;
        if (scores[j - first] > top) top = scores[j - first];
      }
      if (top == unset) continue;
      if (max != unset && top != max) {
        float factor = exp_cubic(p->exponentials, max - top);
        total = total * factor;
        for (d = 0; d < p->depth; d++) sums[d] = sums[d] * factor;
      }
      for (j = first; j < end; j++) {
        const int16_t *v = value + row.key + j * p->key_step;
        float e;
        int32_t fixed;
        if (scores[j - first] == unset) continue;
        e = exp_cubic(p->exponentials, scores[j - first] - top);
        lanes[(j - first) % LANES] = lanes[(j - first) % LANES] + e;
        fixed = (int32_t)((double)e * 536870912.0);
        for (d = 0; d < p->depth; d++) products[d] += (int64_t)fixed * v[d];
      }
      low = lanes[0] + lanes[1];
      high = lanes[2] + lanes[3];
      low = low + high;
      high = lanes[4] + lanes[5];
      out = lanes[6] + lanes[7];
      high = high + out;
      total = total + (low + high);
      for (d = 0; d < p->depth; d++) {
        out = (float)products[d] * step;
        sums[d] = sums[d] + out;
      }
      max = top;
    }
    inverse = total > 0 ? 1.0f / total : 0.0f;
    back = 1.0f / p->output_scale;
    for (d = 0; d < p->depth; d++) {
      out = sums[d] * inverse;
      out = out * back;
      output[row.query + d] = (int16_t)dl_round_double(out, DL_HALF_EVEN, -32768, 32767);
    }
  }
}

/* Every other chip: as attention is meant, in double. */
#define ATTENTION(S, T, LAW)                                                                                       \
  static double logit_##S(const struct dl_attention *p, const struct row *row, const T *query, const T *key,       \
                          const uint8_t *kept, const float *mask, int32_t j) {                                     \
    float added;                                                                                                   \
    double logit;                                                                                                  \
    if (!is_kept(p, row, kept, mask, j, &added)) return -__builtin_inf();                                          \
    logit = (double)dot_##S(query + row->query, key + row->key + j * p->key_step, p->depth) * p->query_scale;      \
    logit = logit * p->key_scale;                                                                                  \
    logit = logit * p->scale;                                                                                      \
    return logit + added;                                                                                          \
  }                                                                                                                \
  void dl_attention_##S(const struct dl_attention *p, const T *query, const T *key, const T *value,                \
                        const uint8_t *kept, const float *mask, T *output) {                                       \
    int32_t number, j, d;                                                                                          \
    for (number = 0; number < p->batches * p->heads * p->queries; number++) {                                      \
      double sums[DEPTH_MAX] = {0}, max = -__builtin_inf(), total = 0, mean;                                       \
      struct row row;                                                                                              \
      find_row(p, number, &row);                                                                                   \
      for (j = 0; j < p->keys; j++) {                                                                              \
        double logit = logit_##S(p, &row, query, key, kept, mask, j);                                              \
        if (logit > max) max = logit;                                                                              \
      }                                                                                                            \
      for (j = 0; j < p->keys && max > -__builtin_inf(); j++) {                                                    \
        const T *v = value + row.key + j * p->key_step;                                                            \
        double weight = espdl_exponential(logit_##S(p, &row, query, key, kept, mask, j) - max);                    \
        total = total + weight;                                                                                    \
        for (d = 0; d < p->depth; d++) {                                                                           \
          double part = weight * (double)v[d];                                                                     \
          sums[d] = sums[d] + part;                                                                                \
        }                                                                                                          \
      }                                                                                                            \
      for (d = 0; d < p->depth; d++) {                                                                             \
        mean = total > 0 ? sums[d] / total : 0.0;                                                                  \
        mean = total > 0 ? mean * p->value_scale : 0.0;                                                            \
        output[row.query + d] = (T)(LAW);                                                                          \
      }                                                                                                            \
    }                                                                                                              \
  }
ATTENTION(s8, int8_t, dl_round_double(mean / p->output_scale, p->rounding, -128, 127))
ATTENTION(s16, int16_t, dl_round_double(mean / p->output_scale, p->rounding, -32768, 32767))
ATTENTION(f32, float, mean)
