/* The twins of gru.ts, lstm.ts, gate-sums.ts and gate-table.ts. */
#include "espdl_dl_round.h"

#define WIDE_HIGH (((int64_t)1 << 39) - 1)

static inline float sigmoid(const struct dl_recurrent *p, int32_t index) {
  int32_t at = index < 0 ? -index : index;
  float entry = p->sigmoid[at < p->sigmoid_last ? at : p->sigmoid_last];
  return index >= 0 ? entry : 1.0f - entry;
}
static inline float tangent(const struct dl_recurrent *p, int32_t index) {
  int32_t at = index < 0 ? -index : index;
  float entry = p->tanh[at < p->tanh_last ? at : p->tanh_last];
  return index >= 0 ? entry : -entry;
}

/* Rounded, not saturated: what is stored keeps its low bits. */
static inline int32_t rounded(const struct dl_recurrent *p, float value) {
  return dl_quantize(value, p->rounding, -(1 << 30), 1 << 30);
}

/* Law: the ESP32-S3 narrows by a subtraction that overflows near -2^31. */
static inline int32_t narrow(const struct dl_recurrent *p, int64_t value) {
  if (p->narrow_overflows && value <= -((int64_t)1 << 31) + 32767) return 32767;
  return value < -32768 ? -32768 : value > 32767 ? 32767 : (int32_t)value;
}

/* One row of a gate's matrix times a vector, on the gates' int16 grid. */
#define DOT(S, T)                                                                                                 \
  static int32_t dot_##S(const struct dl_recurrent *p, const struct dl_gate *gate, const T *row, const T *x,      \
                         int32_t columns) {                                                                       \
    int64_t sum = 0;                                                                                              \
    int32_t i, end;                                                                                               \
    float value;                                                                                                  \
    if (gate->vector > 0) {                                                                                       \
      for (i = 0; i < columns;) {                                                                                 \
        for (end = i + gate->vector; i < end; i++) sum += (int32_t)row[i] * x[i];                                 \
        sum = sum > WIDE_HIGH ? WIDE_HIGH : sum < -WIDE_HIGH - 1 ? -WIDE_HIGH - 1 : sum;                          \
      }                                                                                                           \
      return narrow(p, dl_shifted(sum, gate->shift, p->rounding));                                                \
    }                                                                                                             \
    for (i = 0; i < columns; i++) sum += (int32_t)row[i] * x[i];                                                  \
    value = (float)sum;                                                                                           \
    value = value * gate->scale;                                                                                  \
    return dl_quantize(value, p->rounding, -32768, 32767);                                                        \
  }
DOT(s8, int8_t)
DOT(s16, int16_t)

#define GATE(S, FROM, MATRIX, VECTOR, COLUMNS, ROW) \
  dot_##S(p, &p->FROM, MATRIX + (ROW) * (COLUMNS), VECTOR, COLUMNS)

/*
 * A step reads the state that the step before it wrote into y, or the first one. `bias` holds those of W, then those of R.
 */
#define RECURRENT(S, T, LOW, HIGH)                                                                                  \
  void dl_gru_##S(const struct dl_recurrent *p, const T *x, const T *w, const T *r, const int16_t *bias, const T *h, \
                  T *y, T *last) {                                                                                  \
    int32_t n = p->hidden, direction, step, i, g;                                                                   \
    for (direction = 0; direction < p->directions; direction++) {                                                   \
      const T *before = h + direction * n;                                                                          \
      for (step = 0; step < p->steps; step++) {                                                                     \
        int32_t time = direction == 0 ? step : p->steps - 1 - step;                                                 \
        T *now = y + (time * p->directions + direction) * n;                                                        \
        for (i = 0; i < n; i++) {                                                                                   \
          int16_t from_x[3], from_h[3];                                                                             \
          float update, reset, rest, candidate, fresh;                                                              \
          for (g = 0; g < 3; g++) {                                                                                 \
            int32_t row = direction * 3 * n + g * n + i;                                                            \
            int32_t at = direction * 6 * n + g * n + i;                                                             \
            from_x[g] = (int16_t)(GATE(S, from_input, w, x + time * p->inputs, p->inputs, row) + bias[at]);         \
            from_h[g] = (int16_t)(GATE(S, from_state, r, before, n, row) + bias[at + 3 * n]);                       \
          }                                                                                                         \
          update = sigmoid(p, from_x[0] + from_h[0]);                                                               \
          reset = sigmoid(p, from_x[1] + from_h[1]);                                                                \
          rest = reset * (float)from_h[2];                                                                          \
          rest = (float)from_x[2] + rest;                                                                           \
          candidate = tangent(p, rounded(p, rest));                                                                 \
          fresh = 1.0f - update;                                                                                    \
          fresh = fresh * candidate;                                                                                \
          fresh = fresh * p->rescale;                                                                               \
          rest = update * (float)before[i];                                                                         \
          fresh = fresh + rest;                                                                                     \
          now[i] = (T)dl_quantize(fresh, p->rounding, LOW, HIGH);                                                   \
        }                                                                                                           \
        before = now;                                                                                               \
      }                                                                                                             \
      for (i = 0; i < n; i++) last[direction * n + i] = before[i];                                                  \
    }                                                                                                               \
  }                                                                                                                 \
  void dl_lstm_##S(const struct dl_recurrent *p, const T *x, const T *w, const T *r, const int16_t *bias, const T *h, \
                   const int16_t *c, T *y, T *last, int16_t *cell) {                                                \
    int32_t n = p->hidden, direction, step, i, g;                                                                   \
    for (i = 0; i < n * p->directions; i++) cell[i] = c[i];                                                         \
    for (direction = 0; direction < p->directions; direction++) {                                                   \
      const T *before = h + direction * n;                                                                          \
      int16_t *state = cell + direction * n;                                                                        \
      for (step = 0; step < p->steps; step++) {                                                                     \
        int32_t time = direction == 0 ? step : p->steps - 1 - step;                                                 \
        T *now = y + (time * p->directions + direction) * n;                                                        \
        for (i = 0; i < n; i++) {                                                                                   \
          int16_t gate[4];                                                                                          \
          float fresh, kept;                                                                                        \
          for (g = 0; g < 4; g++) {                                                                                 \
            int32_t row = direction * 4 * n + g * n + i;                                                            \
            int32_t at = direction * 8 * n + g * n + i;                                                             \
            int32_t sum = GATE(S, from_input, w, x + time * p->inputs, p->inputs, row) + bias[at];                  \
            sum += GATE(S, from_state, r, before, n, row) + bias[at + 4 * n];                                       \
            gate[g] = (int16_t)sum;                                                                                 \
          }                                                                                                         \
          fresh = sigmoid(p, gate[0]) * tangent(p, gate[3]);                                                        \
          fresh = fresh * p->cell_rescale;                                                                          \
          kept = sigmoid(p, gate[2]) * (float)state[i];                                                             \
          state[i] = (int16_t)rounded(p, kept + fresh);                                                             \
          fresh = sigmoid(p, gate[1]) * tangent(p, state[i]);                                                       \
          now[i] = (T)dl_quantize(fresh * p->rescale, p->rounding, LOW, HIGH);                                      \
        }                                                                                                           \
        before = now;                                                                                               \
      }                                                                                                             \
      for (i = 0; i < n; i++) last[direction * n + i] = before[i];                                                  \
    }                                                                                                               \
  }
RECURRENT(s8, int8_t, -128, 127)
RECURRENT(s16, int16_t, -32768, 32767)
