/* What a board gives the runner: a byte line, a clock, its stack, a reset. One port.c a board. */
#ifndef ESPDL_PORT_H
#define ESPDL_PORT_H

#include <stdint.h>

enum espdl_clock_unit {
  ESPDL_CLOCK_NANOSECONDS = 0,
  ESPDL_CLOCK_INSTRUCTIONS = 1
};

struct espdl_stack {
  uint8_t *low;  /* the last byte that the stack may grow to */
  uint8_t *high; /* one past its first byte */
};

/* Waits for at least one byte, then takes what is there; 0 = the line is closed. */
uint32_t espdl_port_read(uint8_t *to, uint32_t capacity);
/* Returns when the line has taken all bytes. */
void espdl_port_write(const uint8_t *from, uint32_t count);
/* Never runs backwards. */
uint64_t espdl_port_clock(void);
enum espdl_clock_unit espdl_port_clock_unit(void);
struct espdl_stack espdl_port_stack(void);
/* Restarts the chip; returns where there is nothing to restart. */
void espdl_port_reset(void);

#endif
