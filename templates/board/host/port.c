/* The board is this process: the line is stdin and stdout. POSIX. */
#define _POSIX_C_SOURCE 200112L

#include "espdl_port.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "espdl_link.h"

/* A stack of our own, so that its use can be measured; from the heap, as that of a task. */
#ifndef ESPDL_STACK_BYTES
#define ESPDL_STACK_BYTES (1u << 20)
#endif
#define PAGE 16384u /* macOS wants whole ones, of that size */
static uint8_t *stack;

uint32_t espdl_port_read(uint8_t *to, uint32_t capacity) {
  ssize_t count;
  do count = read(STDIN_FILENO, to, capacity);
  while (count < 0 && errno == EINTR);
  return count > 0 ? (uint32_t)count : 0;
}

void espdl_port_write(const uint8_t *from, uint32_t count) {
  while (count > 0) {
    ssize_t written = write(STDOUT_FILENO, from, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) exit(0); /* nobody listens any more */
    from += written;
    count -= (uint32_t)written;
  }
}

uint64_t espdl_port_clock(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

enum espdl_clock_unit espdl_port_clock_unit(void) { return ESPDL_CLOCK_NANOSECONDS; }

struct espdl_stack espdl_port_stack(void) {
  struct espdl_stack whole;
  whole.low = stack;
  whole.high = stack + ESPDL_STACK_BYTES;
  return whole;
}

void espdl_port_reset(void) {}

static void *serve(void *nothing) {
  espdl_serve(&espdl_model);
  return nothing;
}

int main(void) {
  pthread_attr_t attributes;
  pthread_t thread;
  void *pages;
  if (posix_memalign(&pages, PAGE, ESPDL_STACK_BYTES) != 0) return 1;
  stack = pages;
  if (pthread_attr_init(&attributes) != 0 || pthread_attr_setstack(&attributes, stack, ESPDL_STACK_BYTES) != 0 ||
      pthread_create(&thread, &attributes, serve, NULL) != 0)
    return 1;
  pthread_join(thread, NULL);
  return 0;
}
