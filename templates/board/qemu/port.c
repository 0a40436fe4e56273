/* QEMU's "virt" machine, RV32IMC: UART 16550, instruction counter, exit device. */
#include "espdl_port.h"

#define UART ((volatile uint8_t *)0x10000000u)
#define UART_DATA 0
#define UART_INTERRUPT_ENABLE 1
#define UART_FIFO_CONTROL 2
#define UART_LINE_STATUS 5
#define RECEIVED 0x01u
#define TRANSMIT_EMPTY 0x20u
#define FIFO_BYTES 16u

#define UART_INTERRUPT 10u
#define PLIC_PRIORITY ((volatile uint32_t *)0x0c000000u)
#define PLIC_ENABLE ((volatile uint32_t *)0x0c002000u)
#define PLIC_THRESHOLD ((volatile uint32_t *)0x0c200000u)
#define PLIC_CLAIM ((volatile uint32_t *)0x0c200004u)

#define EXIT_DEVICE ((volatile uint32_t *)0x100000u)
#define RESTART 0x7777u

extern uint8_t __stack_low, __stack_high;

/*
 * Interrupts stay off in mstatus: one that is enabled in mie still ends wfi, and none can add its instructions to
 * those that are counted. Polling without wfi would starve QEMU's other threads.
 */
static void listen(void) {
  static uint8_t listening;
  if (listening) return;
  listening = 1;
  UART[UART_FIFO_CONTROL] = 0x01;
  UART[UART_INTERRUPT_ENABLE] = 0x01;
  PLIC_PRIORITY[UART_INTERRUPT] = 1;
  *PLIC_ENABLE = 1u << UART_INTERRUPT;
  *PLIC_THRESHOLD = 0;
  __asm__ volatile("csrw mie, %0" : : "r"(1u << 11));
}

uint32_t espdl_port_read(uint8_t *to, uint32_t capacity) {
  uint32_t count = 0;
  listen();
  while (!(UART[UART_LINE_STATUS] & RECEIVED)) {
    uint32_t interrupt;
    __asm__ volatile("wfi");
    interrupt = *PLIC_CLAIM;
    if (interrupt) *PLIC_CLAIM = interrupt;
  }
  while (count < capacity && (UART[UART_LINE_STATUS] & RECEIVED)) to[count++] = UART[UART_DATA];
  return count;
}

void espdl_port_write(const uint8_t *from, uint32_t count) {
  listen();
  while (count > 0) {
    uint32_t room = FIFO_BYTES;
    while (!(UART[UART_LINE_STATUS] & TRANSMIT_EMPTY)) {
    }
    for (; room > 0 && count > 0; room--, count--) UART[UART_DATA] = *from++;
  }
}

uint64_t espdl_port_clock(void) {
  uint32_t high, low, again;
  do __asm__ volatile("csrr %0, minstreth\n\tcsrr %1, minstret\n\tcsrr %2, minstreth" : "=r"(high), "=r"(low), "=r"(again));
  while (high != again);
  return (uint64_t)high << 32 | low;
}

enum espdl_clock_unit espdl_port_clock_unit(void) { return ESPDL_CLOCK_INSTRUCTIONS; }

struct espdl_stack espdl_port_stack(void) {
  struct espdl_stack whole;
  whole.low = &__stack_low;
  whole.high = &__stack_high;
  return whole;
}

void espdl_port_reset(void) {
  *EXIT_DEVICE = RESTART;
  for (;;) {
  }
}
