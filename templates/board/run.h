/* Runs calls and keeps what they took. */
#ifndef ESPDL_RUN_H
#define ESPDL_RUN_H

#include "espdl_link.h"

#define ESPDL_NO_CALL 0xffffu

struct espdl_run {
  int32_t code;        /* 0, or the code of the call that failed */
  uint16_t next_call;  /* the first call that did not run, or the one that failed */
  uint16_t stack_call; /* the call that went deepest, ESPDL_NO_CALL before any run */
  uint32_t stack_used; /* bytes, deepest so far, the runner's own frames included */
  uint32_t stack_bytes;
};

/* Calls first … end - 1; `after` is told of each call that ran. */
void espdl_run_calls(struct espdl_run *run, const struct espdl_model *model, uint16_t first, uint16_t end,
                     void (*after)(uint16_t call));
/* The whole network through its own entry point. */
void espdl_run_entry(struct espdl_run *run, const struct espdl_model *model);

#endif
