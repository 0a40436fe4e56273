/*
 * What a generated model tells the board's debug runner, and the runner's one entry point.
 *
 * Generated code includes this file, defines `espdl_model`, and nothing else. The runner knows bytes and names only:
 * no shapes, no data types.
 */
#ifndef ESPDL_LINK_H
#define ESPDL_LINK_H

#include <stdint.h>

/* A value that a call reads or writes, or a constant. */
struct espdl_tensor {
  const char *id; /* unique in the model; UTF-8 of 1 to 255 bytes, ends with 0 */
  uint32_t bytes; /* size of `data`; 0 is allowed */
  void *data;     /* holds the value from the call that writes it to the last call that reads it */
};

/* One call of the program. Its tensors are indices into espdl_model.tensors, of all three kinds <= 100. */
struct espdl_call {
  int32_t (*run)(void);    /* reads the inputs, writes the outputs, touches nothing else; 0 = done, else an error code */
  const uint16_t *inputs;  /* all of them are live at once, so that one call can be run alone on bytes put there */
  const uint16_t *outputs; /* whole after the call, until a later call's output takes the memory */
  const uint16_t *constants; /* those that `watch` tells of, between inputs and outputs; 0 of them need no list */
  uint16_t input_count;
  uint16_t output_count;
  uint16_t constant_count;
};

/* Told of a call that is about to run, with the addresses of its inputs, constants and outputs. */
typedef void (*espdl_watch)(uint16_t call, const void *const *arguments);

/* A tensor may share memory with another where the two are not live at once (static arena). */
struct espdl_model {
  const char *id; /* tells one generated model from another, for instance a hash; 1 to 255 bytes, ends with 0 */
  const struct espdl_tensor *tensors; /* writable ones first, then the constants */
  const struct espdl_call *calls; /* in the order in which they run */
  const uint16_t *inputs;         /* tensors to be written before a run; a run may overwrite them; <= 250 */
  const uint16_t *outputs;        /* tensors to be read after a run; <= 250 */
  uint16_t tensor_count;
  uint16_t call_count;
  uint16_t input_count;
  uint16_t output_count;
  int32_t (*run)(void); /* the whole network through the entry point that an application calls; 0 = done */
  uint64_t *costs;      /* call_count numbers for the runner to keep what each call took */
  uint16_t constant_count;
  espdl_watch *watch; /* what every call tells where it is not NULL */
};

extern const struct espdl_model espdl_model;

/* Answers the host until the line closes. Needs the functions of espdl_port.h. */
void espdl_serve(const struct espdl_model *model);

#endif
