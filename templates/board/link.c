#include "espdl_link.h"

#include <string.h>

#include "crc32.h"
#include "espdl_port.h"
#include "frame.h"
#include "lists.h"
#include "protocol.h"
#include "run.h"

#define ROOM ESPDL_ROOM

static const struct espdl_model *model;
static struct espdl_reader reader;
static struct espdl_writer writer;
static struct espdl_run run;
static uint8_t greeted; /* a HELLO has come since the board started */
static uint8_t type;
static uint16_t sequence;
/* The newest request, and the last one that had an effect; its type is 0 when it is too old to come again. */
static uint16_t newest;
static uint8_t done_type;
static uint16_t done_sequence;
/* An entry point that stops before each call: whether it still should, whether it waits, what the call was given. */
static uint8_t stepping;
static uint8_t stopped;
static const void *const *arguments;

static int next_frame(struct espdl_frame *frame);
static void dispatch(const struct espdl_frame *frame);

static void begin(enum espdl_status status) {
  espdl_frame_begin(&writer, (uint8_t)(type | ESPDL_ANSWER), sequence);
  espdl_frame_number(&writer, status, 1);
}

static void answer(enum espdl_status status) {
  begin(status);
  espdl_frame_end(&writer);
}

static void hello(void) {
  memset(&run, 0, sizeof run);
  run.stack_call = ESPDL_NO_CALL;
  done_type = ESPDL_HELLO;
  done_sequence = sequence;
  newest = sequence;
  greeted = 1;
  begin(ESPDL_OK);
  espdl_list_hello(&writer, model);
  espdl_frame_end(&writer);
  /* A stop that the host forgot: the entry point runs to its end and nobody is told. */
  stepping = 0;
}

static uint32_t argument_count(const struct espdl_call *call) {
  return (uint32_t)call->input_count + call->constant_count + call->output_count;
}

static const struct espdl_tensor *find(uint32_t index, uint32_t offset, uint32_t size, uint32_t count) {
  const struct espdl_tensor *tensor;
  if (index >= count) {
    answer(ESPDL_NO_SUCH_TENSOR);
    return NULL;
  }
  tensor = &model->tensors[index];
  if (offset > tensor->bytes || size > tensor->bytes - offset) {
    answer(ESPDL_OUTSIDE_TENSOR);
    return NULL;
  }
  return tensor;
}

/* What can be read: constants as well. */
static const struct espdl_tensor *readable(const uint8_t *payload) {
  return find(espdl_number(payload, 2), espdl_number(payload + 2, 4), espdl_number(payload + 6, 4),
              (uint32_t)model->tensor_count + model->constant_count);
}

static void write_tensor(const uint8_t *payload, uint32_t length) {
  uint32_t offset = espdl_number(payload + 2, 4), size = length - 6;
  const struct espdl_tensor *tensor;
  /* Sent before the last request that had an effect: it was done then, and must not change what came of it. */
  if (done_type != 0 && (uint16_t)(sequence - done_sequence) >= 0x8000u) return;
  tensor = find(espdl_number(payload, 2), offset, size, model->tensor_count);
  if (tensor == NULL) return;
  if (size > 0) memcpy((uint8_t *)tensor->data + offset, payload + 6, size);
  answer(ESPDL_OK);
}

static void read_tensor(const uint8_t *payload) {
  uint32_t offset = espdl_number(payload + 2, 4), size = espdl_number(payload + 6, 4);
  const struct espdl_tensor *tensor = readable(payload);
  if (tensor == NULL) return;
  do {
    uint32_t part = size < ROOM - 4 ? size : ROOM - 4;
    begin(ESPDL_OK);
    espdl_frame_number(&writer, offset, 4);
    if (part > 0) espdl_frame_bytes(&writer, (const uint8_t *)tensor->data + offset, part);
    espdl_frame_end(&writer);
    offset += part;
    size -= part;
  } while (size > 0);
}

static void sum(const uint8_t *payload) {
  uint32_t offset = espdl_number(payload + 2, 4), size = espdl_number(payload + 6, 4), crc = 0xffffffffu, i;
  const struct espdl_tensor *tensor = readable(payload);
  if (tensor == NULL) return;
  for (i = 0; i < size; i++) crc = espdl_crc32(crc, ((const uint8_t *)tensor->data)[offset + i]);
  begin(ESPDL_OK);
  espdl_frame_number(&writer, ~crc, 4);
  espdl_frame_end(&writer);
}

static void list(const uint8_t *payload) {
  begin(ESPDL_OK);
  if (type == ESPDL_TENSORS) espdl_list_tensors(&writer, model, (uint16_t)espdl_number(payload, 2));
  else if (type == ESPDL_CALLS) espdl_list_calls(&writer, model, (uint16_t)espdl_number(payload, 2));
  else espdl_list_ends(&writer, model);
  espdl_frame_end(&writer);
}

static void stats(uint16_t index) {
  uint32_t room = ROOM - 12;
  begin(ESPDL_OK);
  espdl_frame_number(&writer, index, 2);
  espdl_frame_number(&writer, run.stack_used, 4);
  espdl_frame_number(&writer, run.stack_bytes, 4);
  espdl_frame_number(&writer, run.stack_call, 2);
  for (; index < model->call_count && room >= 8; index++, room -= 8) espdl_frame_number(&writer, model->costs[index], 8);
  espdl_frame_end(&writer);
}

static void progress(uint16_t call) {
  espdl_frame_begin(&writer, ESPDL_PROGRESS | ESPDL_ANSWER, sequence);
  espdl_frame_number(&writer, call, 2);
  espdl_frame_end(&writer);
}

static void answer_run(void) {
  uint32_t i, count = arguments == NULL ? 0 : argument_count(&model->calls[run.next_call]);
  begin(ESPDL_OK);
  espdl_frame_number(&writer, run.next_call, 2);
  espdl_frame_number(&writer, (uint32_t)run.code, 4);
  espdl_frame_number(&writer, count, 2);
  for (i = 0; i < count; i++) espdl_frame_number(&writer, (uintptr_t)arguments[i], 8);
  espdl_frame_end(&writer);
}

/* Sequence numbers wrap: half of them are ahead of any, half behind. */
static void note_sequence(void) {
  if ((uint16_t)(sequence - newest) < 0x8000u) newest = sequence;
  if ((uint16_t)(newest - done_sequence) > 0x4000u) done_type = 0;
}

/* A request with an effect: 1 when it is new. */
static int is_new(void) {
  if (done_type == type && done_sequence == sequence) {
    if (type == ESPDL_RESET) answer(ESPDL_OK);
    else answer_run();
    return 0;
  }
  if (sequence != newest) return 0;
  done_type = type;
  done_sequence = sequence;
  return 1;
}

/* Told by the model before a call that the entry point makes: the host looks at its arguments until it sends STEP. */
static void stop(uint16_t call, const void *const *given) {
  struct espdl_frame frame;
  if (!stepping) return;
  run.next_call = call;
  run.code = 0;
  arguments = given;
  stopped = 1;
  answer_run();
  while (stopped && stepping && next_frame(&frame)) dispatch(&frame);
  arguments = NULL;
}

static void run_entry(int steps) {
  stepping = (uint8_t)steps;
  *model->watch = steps ? stop : NULL;
  espdl_run_entry(&run, model);
  *model->watch = NULL;
  if (stepping == steps) answer_run();
  stepping = 0;
}

static void run_calls(const uint8_t *payload) {
  uint32_t first = espdl_number(payload, 2), end = espdl_number(payload + 2, 2);
  if (first > end || end > model->call_count) {
    answer(ESPDL_NO_SUCH_CALL);
    return;
  }
  if (!is_new()) return;
  espdl_run_calls(&run, model, (uint16_t)first, (uint16_t)end, progress);
  answer_run();
}

static void dispatch(const struct espdl_frame *frame) {
  /* Payload bytes of each request; WRITE's is the least. */
  static const uint8_t lengths[] = {0, 0, 2, 2, 0, 6, 10, 4, 1, 2, 0, 0, 10};
  uint32_t length = frame->length;
  type = frame->type;
  sequence = frame->sequence;
  if (type & ESPDL_ANSWER) return; /* an echo */
  note_sequence();
  if (type == 0 || type >= sizeof lengths) {
    answer(ESPDL_UNKNOWN_REQUEST);
    return;
  }
  if (type == ESPDL_WRITE ? length < lengths[type] : length != lengths[type]) {
    answer(ESPDL_WRONG_LENGTH);
    return;
  }
  if (!greeted && type != ESPDL_HELLO) {
    answer(ESPDL_RESTARTED);
    return;
  }
  if (arguments != NULL ? type == ESPDL_RUN || type == ESPDL_ENTRY : type == ESPDL_STEP && sequence != done_sequence) {
    answer(ESPDL_NOT_NOW);
    return;
  }
  switch (type) {
    case ESPDL_HELLO: hello(); break;
    case ESPDL_TENSORS: case ESPDL_CALLS: case ESPDL_ENDS: list(frame->payload); break;
    case ESPDL_WRITE: write_tensor(frame->payload, length); break;
    case ESPDL_READ: read_tensor(frame->payload); break;
    case ESPDL_RUN: run_calls(frame->payload); break;
    case ESPDL_SUM: sum(frame->payload); break;
    case ESPDL_STATS: stats((uint16_t)espdl_number(frame->payload, 2)); break;
    case ESPDL_ENTRY:
      if (is_new()) run_entry(frame->payload[0] != 0);
      break;
    case ESPDL_STEP:
      if (is_new()) stopped = 0;
      break;
    case ESPDL_RESET:
      if (!is_new()) break;
      answer(ESPDL_OK);
      greeted = 0;
      espdl_port_reset();
      break;
  }
}

/* The next whole frame, as long as the line is open; the stop of an entry point reads on from where it was asked for. */
static int next_frame(struct espdl_frame *frame) {
  static uint8_t arrived[256];
  static uint32_t count, at;
  for (;;) {
    while (at < count)
      if (espdl_reader_take(&reader, arrived[at++], frame)) return 1;
    at = 0;
    count = espdl_port_read(arrived, sizeof arrived);
    if (count == 0) return 0;
  }
}

void espdl_serve(const struct espdl_model *served) {
  struct espdl_frame frame;
  model = served;
  memset(&reader, 0, sizeof reader);
  while (next_frame(&frame)) dispatch(&frame);
}
