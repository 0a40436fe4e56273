/* Reads the inputs from stdin, makes the calls one by one, writes what each wrote, then runs all and writes the outputs. */
#include <stdio.h>

#include "espdl_link.h"

static int write_tensors(const uint16_t *indices, uint16_t count) {
  uint16_t i;
  for (i = 0; i < count; i++) {
    const struct espdl_tensor *tensor = &espdl_model.tensors[indices[i]];
    if (fwrite(tensor->data, 1, tensor->bytes, stdout) != tensor->bytes) return 1;
  }
  return 0;
}

static int read_inputs(void) {
  uint16_t i;
  for (i = 0; i < espdl_model.input_count; i++) {
    const struct espdl_tensor *tensor = &espdl_model.tensors[espdl_model.inputs[i]];
    if (fread(tensor->data, 1, tensor->bytes, stdin) != tensor->bytes) return 1;
  }
  return 0;
}

int main(void) {
  uint16_t c;
  if (read_inputs()) return 2;
  for (c = 0; c < espdl_model.call_count; c++) {
    const struct espdl_call *call = &espdl_model.calls[c];
    if (call->run() != 0) return 3;
    if (write_tensors(call->outputs, call->output_count)) return 4;
  }
  if (read_inputs() || espdl_model.run() != 0) return 5;
  return write_tensors(espdl_model.outputs, espdl_model.output_count);
}
