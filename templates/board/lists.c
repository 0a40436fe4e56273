#include "lists.h"

#include "espdl_port.h"
#include "protocol.h"

static uint32_t id_length(const char *id) {
  uint32_t length = 0;
  while (length < 255 && id[length] != 0) length++;
  return length;
}

void espdl_list_hello(struct espdl_writer *writer, const struct espdl_model *model) {
  espdl_frame_number(writer, ESPDL_PROTOCOL_VERSION, 1);
  espdl_frame_number(writer, espdl_port_clock_unit(), 1);
  espdl_frame_number(writer, ESPDL_PAYLOAD_MAX, 2);
  espdl_frame_number(writer, ESPDL_READ_AHEAD, 4);
  espdl_frame_number(writer, model->tensor_count, 2);
  espdl_frame_number(writer, model->constant_count, 2);
  espdl_frame_number(writer, model->call_count, 2);
  espdl_frame_bytes(writer, model->id, id_length(model->id));
}

void espdl_list_tensors(struct espdl_writer *writer, const struct espdl_model *model, uint16_t index) {
  uint32_t room = ESPDL_ROOM - 2, count = (uint32_t)model->tensor_count + model->constant_count;
  espdl_frame_number(writer, index, 2);
  for (; index < count; index++) {
    const struct espdl_tensor *tensor = &model->tensors[index];
    uint32_t length = id_length(tensor->id);
    if (13 + length > room) break;
    room -= 13 + length;
    espdl_frame_number(writer, tensor->bytes, 4);
    espdl_frame_number(writer, (uintptr_t)tensor->data, 8);
    espdl_frame_number(writer, length, 1);
    espdl_frame_bytes(writer, tensor->id, length);
  }
}

static void indices(struct espdl_writer *writer, const uint16_t *list, uint16_t count) {
  uint16_t i;
  for (i = 0; i < count; i++) espdl_frame_number(writer, list[i], 2);
}

void espdl_list_calls(struct espdl_writer *writer, const struct espdl_model *model, uint16_t index) {
  uint32_t room = ESPDL_ROOM - 2;
  espdl_frame_number(writer, index, 2);
  for (; index < model->call_count; index++) {
    const struct espdl_call *call = &model->calls[index];
    uint32_t size = 6 + 2u * call->input_count + 2u * call->constant_count + 2u * call->output_count;
    if (size > room) break;
    room -= size;
    espdl_frame_number(writer, call->input_count, 2);
    espdl_frame_number(writer, call->constant_count, 2);
    espdl_frame_number(writer, call->output_count, 2);
    indices(writer, call->inputs, call->input_count);
    indices(writer, call->constants, call->constant_count);
    indices(writer, call->outputs, call->output_count);
  }
}

void espdl_list_ends(struct espdl_writer *writer, const struct espdl_model *model) {
  espdl_frame_number(writer, model->input_count, 2);
  espdl_frame_number(writer, 0, 2);
  espdl_frame_number(writer, model->output_count, 2);
  indices(writer, model->inputs, model->input_count);
  indices(writer, model->outputs, model->output_count);
}
