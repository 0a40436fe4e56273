/* A model of three calls on a small arena: add one, split in halves (two outputs), sum of both halves. */
#include <string.h>

#include "espdl_link.h"

#define N 3000

static int8_t input[N];
/* "plus" and "sum" share memory: they are never live at once. */
static int8_t arena[2 * N];
static uint64_t costs[4];

#define PLUS (arena)
#define LEFT (arena + N)
#define RIGHT (arena + N + N / 2)
#define SUM (arena)

static int32_t plus(void) {
  int i;
  for (i = 0; i < N; i++) PLUS[i] = (int8_t)(input[i] + 1);
  return 0;
}

static int32_t split(void) {
  memcpy(LEFT, PLUS, N / 2);
  memcpy(RIGHT, PLUS + N / 2, N / 2);
  return 0;
}

static int32_t sum(void) {
  volatile int8_t scratch[N / 2];
  int i;
  for (i = 0; i < N / 2; i++) scratch[i] = (int8_t)(LEFT[i] + RIGHT[i]);
  for (i = 0; i < N / 2; i++) SUM[i] = scratch[i];
  return 0;
}

/* Fails on purpose when the first element is 99, crashes when it is 77. */
static int32_t check(void) {
  if (SUM[0] == 77) *(volatile int32_t *)(uintptr_t)0xfffffff0u = 1;
  return SUM[0] == 99 ? -7 : 0;
}

static int32_t run_all(void) {
  int32_t code = plus();
  if (code == 0) code = split();
  if (code == 0) code = sum();
  return code == 0 ? check() : code;
}

static const struct espdl_tensor tensors[] = {
    {"input", N, input},
    {"plus", N, PLUS},
    {"split@1", N / 2, LEFT},
    {"split@2 \xc2\xb5", N / 2, RIGHT},
    {"sum", N / 2, SUM},
    {"nothing", 0, arena},
};
static const uint16_t index[] = {0, 1, 2, 3, 4, 5};
static const struct espdl_call calls[] = {
    {plus, index, index + 1, 1, 1},
    {split, index + 1, index + 2, 1, 2},
    {sum, index + 2, index + 4, 2, 1},
    {check, index + 4, index + 5, 1, 1},
};

const struct espdl_model espdl_model = {"three-layers", tensors, calls, index, index + 4, 6, 4, 1, 1, run_all, costs};
