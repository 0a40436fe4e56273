/* Reads the inputs from stdin, makes the calls one by one, writes what each wrote, then runs all and writes the outputs. */
#include <stdio.h>
#include <stdlib.h>

#include "espdl_link.h"

extern const struct espdl_model *const models[];

static int write_tensors(const struct espdl_model *model, const uint16_t *indices, uint16_t count) {
  uint16_t i;
  for (i = 0; i < count; i++) {
    const struct espdl_tensor *tensor = &model->tensors[indices[i]];
    if (fwrite(tensor->data, 1, tensor->bytes, stdout) != tensor->bytes) return 1;
  }
  return 0;
}

static int read_inputs(const struct espdl_model *model) {
  uint16_t i;
  for (i = 0; i < model->input_count; i++) {
    const struct espdl_tensor *tensor = &model->tensors[model->inputs[i]];
    if (fread(tensor->data, 1, tensor->bytes, stdin) != tensor->bytes) return 1;
  }
  return 0;
}

int main(int count, char **arguments) {
  const struct espdl_model *model = models[count > 1 ? atoi(arguments[1]) : 0];
  uint16_t c;
  if (read_inputs(model)) return 2;
  for (c = 0; c < model->call_count; c++) {
    const struct espdl_call *call = &model->calls[c];
    if (call->run() != 0) return 3;
    if (write_tensors(model, call->outputs, call->output_count)) return 4;
  }
  if (read_inputs(model) || model->run() != 0) return 5;
  return write_tensors(model, model->outputs, model->output_count);
}
