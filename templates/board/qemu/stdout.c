/* What a network prints goes to the line as it stands, between frames. For picolibc. */
#include <stdio.h>

#include "espdl_port.h"

static int put(char character, FILE *file) {
  const uint8_t byte = (uint8_t)character;
  (void)file;
  espdl_port_write(&byte, 1);
  return byte;
}

static FILE line = FDEV_SETUP_STREAM(put, NULL, NULL, _FDEV_SETUP_WRITE);
FILE *const stdout = &line;
