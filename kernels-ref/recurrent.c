/* The twin of recurrent.ts, rnn.ts, gru.ts and lstm.ts. */
#include "espdl_float.h"
#include "espdl_kernels.h"

static double activation(int32_t function, double x, double alpha, double beta) {
  double t;
  switch (function) {
    case 0: t = 1.0 + espdl_exponential(-x); return 1.0 / t;
    case 1: return espdl_hyperbolic_tangent(x);
    case 2: return x > 0 ? x : 0;
    case 3: t = alpha * x; return t + beta;
    case 4: return x < 0 ? alpha * x : x;
    case 5: return x >= alpha ? x : 0;
    case 6: t = beta * x; return alpha * espdl_hyperbolic_tangent(t);
    case 7: t = alpha * x; t = t + beta; return t < 0 ? 0 : t > 1 ? 1 : t;
    case 8:
      if (x >= 0) return x;
      t = espdl_exponential(x) - 1.0;
      return alpha * t;
    case 9: t = 1.0 + (x < 0 ? -x : x); return x / t;
    default: t = 1.0 + espdl_exponential(x); return espdl_logarithm(t);
  }
}

/* One step: arrays and where its parts stand in them. */
struct step {
  const struct espdl_recurrent *net;
  const struct espdl_weights *weights;
  const float *x, *before;
  float *to;
  int32_t direction, gates;
};

static float activate(const struct step *step, int32_t index, float sum) {
  const struct espdl_recurrent *net = step->net;
  int32_t at = step->direction * net->activations + index;
  if (net->clip > 0 && index < 2) sum = sum > net->clip ? net->clip : sum < -net->clip ? -net->clip : sum;
  return (float)activation(net->function[at], sum, net->alpha[at], net->beta[at]);
}

static float add_products(float total, const float *a, const float *b, int32_t count) {
  int32_t i;
  for (i = 0; i < count; i++) {
    float product = a[i] * b[i];
    total = total + product;
  }
  return total;
}

static float bias(const struct step *step, int32_t gate, int32_t j, int32_t side) {
  return step->weights->b[((step->direction * 2 + side) * step->gates + gate) * step->net->hidden + j];
}

static float add_input(float total, const struct step *step, int32_t gate, int32_t j) {
  const struct espdl_recurrent *net = step->net;
  const float *row = step->weights->w + ((step->direction * step->gates + gate) * net->hidden + j) * net->inputs;
  return add_products(total, step->x, row, net->inputs);
}

static float add_state(float total, const struct step *step, int32_t gate, int32_t j, const float *state) {
  const struct espdl_recurrent *net = step->net;
  const float *row = step->weights->r + ((step->direction * step->gates + gate) * net->hidden + j) * net->hidden;
  return add_products(total, state, row, net->hidden);
}

static float gate_sum(const struct step *step, int32_t gate, int32_t j) {
  float total = bias(step, gate, j, 0) + bias(step, gate, j, 1);
  total = add_input(total, step, gate, j);
  return add_state(total, step, gate, j, step->before);
}

/* `state` and `cell` are the sequence's parts of the last state and cell. */
static void rnn_cell(const struct step *step, float *state, float *cell, const float *first_cell) {
  int32_t j;
  (void)state;
  (void)cell;
  (void)first_cell;
  for (j = 0; j < step->net->hidden; j++) step->to[j] = activate(step, 0, gate_sum(step, 0, j));
}

static void gru_cell(const struct step *step, float *state, float *cell, const float *first_cell) {
  const struct espdl_recurrent *net = step->net;
  int32_t j;
  (void)cell;
  (void)first_cell;
  for (j = 0; j < net->hidden && !net->linear_before_reset; j++)
    state[j] = activate(step, 0, gate_sum(step, 1, j)) * step->before[j];
  for (j = 0; j < net->hidden; j++) {
    float z = activate(step, 0, gate_sum(step, 0, j));
    float sum, h, kept;
    if (net->linear_before_reset) {
      float r = activate(step, 0, gate_sum(step, 1, j));
      float before = add_state(bias(step, 2, j, 1), step, 2, j, step->before);
      before = r * before;
      sum = add_input(bias(step, 2, j, 0), step, 2, j);
      sum = sum + before;
    } else {
      sum = bias(step, 2, j, 0) + bias(step, 2, j, 1);
      sum = add_state(add_input(sum, step, 2, j), step, 2, j, state);
    }
    h = activate(step, 1, sum);
    kept = z * step->before[j];
    z = 1.0f - z;
    h = z * h;
    step->to[j] = h + kept;
  }
}

static float peep(const struct step *step, float sum, int32_t gate, int32_t j, float value) {
  float product = step->weights->peepholes[(step->direction * 3 + gate) * step->net->hidden + j] * value;
  return sum + product;
}

static void lstm_cell(const struct step *step, float *state, float *cell, const float *first_cell) {
  int32_t j;
  (void)state;
  for (j = 0; j < step->net->hidden; j++) {
    float before = first_cell[j];
    float i = activate(step, 0, peep(step, gate_sum(step, 0, j), 0, j, before));
    float f = activate(step, 0, peep(step, gate_sum(step, 2, j), 2, j, before));
    float c = activate(step, 1, gate_sum(step, 3, j));
    float o;
    f = f * before;
    i = i * c;
    cell[j] = f + i;
    o = activate(step, 0, peep(step, gate_sum(step, 1, j), 1, j, cell[j]));
    step->to[j] = o * activate(step, 2, cell[j]);
  }
}

static void run(const struct espdl_recurrent *net, int32_t gates, const float *x, const struct espdl_weights *weights,
                void (*cell_of)(const struct step *, float *, float *, const float *), float *y, float *last,
                float *cell) {
  int32_t direction, n, t, j, hidden = net->hidden;
  for (direction = 0; direction < net->directions; direction++) {
    int32_t reverse = direction == 1 || net->reverse;
    for (n = 0; n < net->batch; n++) {
      int32_t at = (direction * net->batch + n) * hidden;
      struct step step = {net, weights, x, weights->state + at, y, direction, gates};
      for (t = 0; t < net->steps; t++) {
        int32_t time = reverse ? net->steps - 1 - t : t;
        const float *first_cell = cell == 0 ? 0 : t == 0 ? weights->cell + at : cell + at;
        step.x = x + (time * net->batch + n) * net->inputs;
        step.to = y + ((time * net->directions + direction) * net->batch + n) * hidden;
        cell_of(&step, last + at, cell == 0 ? 0 : cell + at, first_cell);
        step.before = step.to;
      }
      for (j = 0; j < hidden; j++) last[at + j] = step.before[j];
    }
  }
}

void espdl_rnn_f32(const struct espdl_recurrent *net, const float *x, const struct espdl_weights *weights, float *y,
                   float *last) {
  run(net, 1, x, weights, rnn_cell, y, last, 0);
}

void espdl_gru_f32(const struct espdl_recurrent *net, const float *x, const struct espdl_weights *weights, float *y,
                   float *last) {
  run(net, 3, x, weights, gru_cell, y, last, 0);
}

void espdl_lstm_f32(const struct espdl_recurrent *net, const float *x, const struct espdl_weights *weights, float *y,
                    float *last, float *cell) {
  run(net, 4, x, weights, lstm_cell, y, last, cell);
}
