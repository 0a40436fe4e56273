#include "espdl_link.h"

#include <string.h>

#include "espdl_port.h"
#include "frame.h"
#include "protocol.h"
#include "run.h"

/* Bytes of requests that the host may send ahead of their answers: two frames. A port buffers twice that, for escapes. */
#define READ_AHEAD (2u * (ESPDL_FRAME_MAX + 2u))
/* An answer's payload begins with a status. */
#define ROOM (ESPDL_PAYLOAD_MAX - 1u)

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

static void begin(enum espdl_status status) {
  espdl_frame_begin(&writer, (uint8_t)(type | ESPDL_ANSWER), sequence);
  espdl_frame_number(&writer, status, 1);
}

static void answer(enum espdl_status status) {
  begin(status);
  espdl_frame_end(&writer);
}

static uint32_t id_length(const char *id) {
  uint32_t length = 0;
  while (length < 255 && id[length] != 0) length++;
  return length;
}

static void hello(void) {
  memset(&run, 0, sizeof run);
  run.stack_call = ESPDL_NO_CALL;
  done_type = 0;
  newest = sequence;
  greeted = 1;
  begin(ESPDL_OK);
  espdl_frame_number(&writer, ESPDL_PROTOCOL_VERSION, 1);
  espdl_frame_number(&writer, espdl_port_clock_unit(), 1);
  espdl_frame_number(&writer, ESPDL_PAYLOAD_MAX, 2);
  espdl_frame_number(&writer, READ_AHEAD, 4);
  espdl_frame_number(&writer, model->tensor_count, 2);
  espdl_frame_number(&writer, model->call_count, 2);
  espdl_frame_number(&writer, model->input_count, 2);
  espdl_frame_number(&writer, model->output_count, 2);
  espdl_frame_bytes(&writer, model->id, id_length(model->id));
  espdl_frame_end(&writer);
}

static void tensors(uint16_t index) {
  uint32_t room = ROOM - 2;
  begin(ESPDL_OK);
  espdl_frame_number(&writer, index, 2);
  for (; index < model->tensor_count; index++) {
    const struct espdl_tensor *tensor = &model->tensors[index];
    uint32_t length = id_length(tensor->id);
    if (5 + length > room) break;
    room -= 5 + length;
    espdl_frame_number(&writer, tensor->bytes, 4);
    espdl_frame_number(&writer, length, 1);
    espdl_frame_bytes(&writer, tensor->id, length);
  }
  espdl_frame_end(&writer);
}

static void indices(const uint16_t *list, uint16_t count) {
  uint16_t i;
  for (i = 0; i < count; i++) espdl_frame_number(&writer, list[i], 2);
}

static void calls(uint16_t index) {
  uint32_t room = ROOM - 2;
  begin(ESPDL_OK);
  espdl_frame_number(&writer, index, 2);
  for (; index < model->call_count; index++) {
    const struct espdl_call *call = &model->calls[index];
    uint32_t size = 4 + 2u * call->input_count + 2u * call->output_count;
    if (size > room) break;
    room -= size;
    espdl_frame_number(&writer, call->input_count, 2);
    espdl_frame_number(&writer, call->output_count, 2);
    indices(call->inputs, call->input_count);
    indices(call->outputs, call->output_count);
  }
  espdl_frame_end(&writer);
}

static void ends(void) {
  begin(ESPDL_OK);
  espdl_frame_number(&writer, model->input_count, 2);
  espdl_frame_number(&writer, model->output_count, 2);
  indices(model->inputs, model->input_count);
  indices(model->outputs, model->output_count);
  espdl_frame_end(&writer);
}

static const struct espdl_tensor *find(uint32_t index, uint32_t offset, uint32_t size) {
  const struct espdl_tensor *tensor;
  if (index >= model->tensor_count) {
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

static void write_tensor(const uint8_t *payload, uint32_t length) {
  uint32_t offset = espdl_number(payload + 2, 4), size = length - 6;
  const struct espdl_tensor *tensor = find(espdl_number(payload, 2), offset, size);
  if (tensor == NULL) return;
  if (size > 0) memcpy((uint8_t *)tensor->data + offset, payload + 6, size);
  answer(ESPDL_OK);
}

static void read_tensor(const uint8_t *payload) {
  uint32_t offset = espdl_number(payload + 2, 4), size = espdl_number(payload + 6, 4);
  const struct espdl_tensor *tensor = find(espdl_number(payload, 2), offset, size);
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
  begin(ESPDL_OK);
  espdl_frame_number(&writer, run.next_call, 2);
  espdl_frame_number(&writer, (uint32_t)run.code, 4);
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
  static const uint8_t lengths[] = {0, 0, 2, 2, 0, 6, 10, 4, 0, 2, 0};
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
  switch (type) {
    case ESPDL_HELLO: hello(); break;
    case ESPDL_TENSORS: tensors((uint16_t)espdl_number(frame->payload, 2)); break;
    case ESPDL_CALLS: calls((uint16_t)espdl_number(frame->payload, 2)); break;
    case ESPDL_ENDS: ends(); break;
    case ESPDL_WRITE: write_tensor(frame->payload, length); break;
    case ESPDL_READ: read_tensor(frame->payload); break;
    case ESPDL_RUN: run_calls(frame->payload); break;
    case ESPDL_STATS: stats((uint16_t)espdl_number(frame->payload, 2)); break;
    case ESPDL_ENTRY:
      if (!is_new()) break;
      espdl_run_entry(&run, model);
      answer_run();
      break;
    case ESPDL_RESET:
      if (!is_new()) break;
      answer(ESPDL_OK);
      greeted = 0;
      espdl_port_reset();
      break;
  }
}

void espdl_serve(const struct espdl_model *served) {
  static uint8_t arrived[256];
  uint32_t count, i;
  struct espdl_frame frame;
  model = served;
  memset(&reader, 0, sizeof reader);
  while ((count = espdl_port_read(arrived, sizeof arrived)) > 0)
    for (i = 0; i < count; i++)
      if (espdl_reader_take(&reader, arrived[i], &frame)) dispatch(&frame);
}
