#include "run.h"

#include "espdl_port.h"

#define PAINT 0xa5u
/* Below this frame: room for the callee that paints, for register windows and for an interrupt's saved context. */
#define MARGIN 512u

static void paint(void) {
  volatile uint8_t here = 0;
  struct espdl_stack stack = espdl_port_stack();
  volatile uint8_t *at = stack.low;
  uintptr_t limit = (uintptr_t)&here - MARGIN;
  if ((uintptr_t)&here < (uintptr_t)stack.low + MARGIN || (uintptr_t)&here >= (uintptr_t)stack.high) return;
  while ((uintptr_t)at < limit) *at++ = PAINT;
}

static uint32_t depth(void) {
  struct espdl_stack stack = espdl_port_stack();
  const volatile uint8_t *at = stack.low;
  while (at != stack.high && *at == PAINT) at++;
  return (uint32_t)(stack.high - at);
}

static void note_depth(struct espdl_run *run, uint16_t call) {
  struct espdl_stack stack = espdl_port_stack();
  uint32_t used = depth();
  run->stack_bytes = (uint32_t)(stack.high - stack.low);
  if (run->stack_call != ESPDL_NO_CALL && used <= run->stack_used) return;
  run->stack_used = used;
  run->stack_call = call;
}

void espdl_run_calls(struct espdl_run *run, const struct espdl_model *model, uint16_t first, uint16_t end,
                     void (*after)(uint16_t call)) {
  uint16_t call;
  paint();
  run->code = 0;
  for (call = first; call < end; call++) {
    uint64_t start = espdl_port_clock();
    run->code = model->calls[call].run();
    model->costs[call] = espdl_port_clock() - start;
    note_depth(run, call);
    if (run->code != 0) break;
    after(call);
  }
  run->next_call = call;
}

void espdl_run_entry(struct espdl_run *run, const struct espdl_model *model) {
  run->code = model->run();
  run->next_call = run->code == 0 ? model->call_count : 0;
}
