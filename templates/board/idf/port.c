/* An Espressif chip under ESP-IDF 5: the console's UART, which the log may share, and the high-resolution timer. */
#include "espdl_port.h"

#include "driver/uart.h"
#include "esp_system.h"
#include "esp_timer.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "sdkconfig.h"

#if !defined(CONFIG_ESP_CONSOLE_UART_NUM) || CONFIG_ESP_CONSOLE_UART_NUM < 0
#error "the runner needs the console on a UART (CONFIG_ESP_CONSOLE_UART_DEFAULT or _CUSTOM)"
#endif
#define LINE ((uart_port_t)CONFIG_ESP_CONSOLE_UART_NUM)
/* Twice the bytes that the host may send ahead. */
#define RECEIVE_BYTES 4352

static void open_line(void) {
  if (!uart_is_driver_installed(LINE)) ESP_ERROR_CHECK(uart_driver_install(LINE, RECEIVE_BYTES, 0, 0, NULL, 0));
}

uint32_t espdl_port_read(uint8_t *to, uint32_t capacity) {
  open_line();
  for (;;) {
    size_t waiting = 0;
    int count;
    uart_get_buffered_data_len(LINE, &waiting);
    if (waiting == 0) waiting = 1;
    count = uart_read_bytes(LINE, to, waiting < capacity ? (uint32_t)waiting : capacity, portMAX_DELAY);
    if (count > 0) return (uint32_t)count;
  }
}

void espdl_port_write(const uint8_t *from, uint32_t count) {
  open_line();
  while (count > 0) {
    int written = uart_write_bytes(LINE, from, count);
    if (written <= 0) return;
    from += written;
    count -= (uint32_t)written;
  }
}

uint64_t espdl_port_clock(void) { return (uint64_t)esp_timer_get_time() * 1000u; }

enum espdl_clock_unit espdl_port_clock_unit(void) { return ESPDL_CLOCK_NANOSECONDS; }

/* espdl_serve() has to run in the main task. */
struct espdl_stack espdl_port_stack(void) {
  struct espdl_stack whole;
  whole.low = pxTaskGetStackStart(NULL);
  whole.high = whole.low + CONFIG_ESP_MAIN_TASK_STACK_SIZE;
  return whole;
}

void espdl_port_reset(void) {
  uart_wait_tx_done(LINE, portMAX_DELAY);
  esp_restart();
}
