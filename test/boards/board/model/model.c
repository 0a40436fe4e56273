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

static const uint8_t bias[4] = {1, 2, 3, 4};
static espdl_watch watch;

static void tell(uint16_t call, const void *first, const void *second, const void *third) {
  const void *arguments[3];
  arguments[0] = first;
  arguments[1] = second;
  arguments[2] = third;
  if (watch) watch(call, arguments);
}

static int32_t plus(void) {
  int i;
  tell(0, input, bias, PLUS);
  for (i = 0; i < N; i++) PLUS[i] = (int8_t)(input[i] + 1);
  return 0;
}

static int32_t split(void) {
  tell(1, PLUS, LEFT, RIGHT);
  memcpy(LEFT, PLUS, N / 2);
  memcpy(RIGHT, PLUS + N / 2, N / 2);
  return 0;
}

static int32_t sum(void) {
  volatile int8_t scratch[N / 2];
  int i;
  tell(2, LEFT, RIGHT, SUM);
  for (i = 0; i < N / 2; i++) scratch[i] = (int8_t)(LEFT[i] + RIGHT[i]);
  for (i = 0; i < N / 2; i++) SUM[i] = scratch[i];
  return 0;
}

/* Fails on purpose when the first element is 99, crashes when it is 77. */
static int32_t check(void) {
  tell(3, SUM, arena, NULL);
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
    {"bias", sizeof bias, (void *)bias},
};
static const uint16_t index[] = {0, 1, 2, 3, 4, 5, 6};
static const struct espdl_call calls[] = {
    {plus, index, index + 1, index + 6, 1, 1, 1},
    {split, index + 1, index + 2, NULL, 1, 2, 0},
    {sum, index + 2, index + 4, NULL, 2, 1, 0},
    {check, index + 4, index + 5, NULL, 1, 1, 0},
};

const struct espdl_model espdl_model = {"three-layers", tensors, calls, index, index + 4, 6, 4, 1, 1, run_all, costs, 1, &watch};
