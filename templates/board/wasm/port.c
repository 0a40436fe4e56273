/* The board is a WebAssembly module in a worker, which gives it a line and a clock. */
#include "espdl_port.h"

#include "espdl_link.h"

#define HOST(function) __attribute__((import_module("espdl"), import_name(function)))

HOST("read") uint32_t espdl_wasm_read(uint8_t *to, uint32_t capacity);
HOST("write") void espdl_wasm_write(const uint8_t *from, uint32_t count);
HOST("milliseconds") double espdl_wasm_milliseconds(void);

/* Of the linker: the stack in linear memory, which holds arrays and what has its address taken. */
extern uint8_t __stack_low, __stack_high;

uint32_t espdl_port_read(uint8_t *to, uint32_t capacity) { return espdl_wasm_read(to, capacity); }

void espdl_port_write(const uint8_t *from, uint32_t count) { espdl_wasm_write(from, count); }

uint64_t espdl_port_clock(void) { return (uint64_t)(espdl_wasm_milliseconds() * 1e6); }

enum espdl_clock_unit espdl_port_clock_unit(void) { return ESPDL_CLOCK_NANOSECONDS; }

struct espdl_stack espdl_port_stack(void) {
  struct espdl_stack whole;
  whole.low = &__stack_low;
  whole.high = &__stack_high;
  return whole;
}

void espdl_port_reset(void) {}

int main(void) {
  espdl_serve(&espdl_model);
  return 0;
}
