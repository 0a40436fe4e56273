#include "frame.h"

#include "crc32.h"
#include "espdl_port.h"

#define END 0xc0u
#define ESC 0xdbu
#define ESC_END 0xdcu
#define ESC_ESC 0xddu

uint32_t espdl_number(const uint8_t *from, uint32_t bytes) {
  uint32_t value = 0;
  while (bytes-- > 0) value = value << 8 | from[bytes];
  return value;
}

static int complete(const struct espdl_reader *reader, struct espdl_frame *frame) {
  uint32_t covered, crc = 0xffffffffu, i;
  if (reader->broken || reader->escaped || reader->length < ESPDL_HEADER_BYTES + ESPDL_CRC_BYTES) return 0;
  covered = reader->length - ESPDL_CRC_BYTES;
  for (i = 0; i < covered; i++) crc = espdl_crc32(crc, reader->bytes[i]);
  if (~crc != espdl_number(reader->bytes + covered, 4)) return 0;
  frame->type = reader->bytes[0];
  frame->sequence = (uint16_t)espdl_number(reader->bytes + 1, 2);
  frame->payload = reader->bytes + ESPDL_HEADER_BYTES;
  frame->length = covered - ESPDL_HEADER_BYTES;
  return 1;
}

int espdl_reader_take(struct espdl_reader *reader, uint8_t byte, struct espdl_frame *frame) {
  if (byte == END) {
    int found = complete(reader, frame);
    reader->length = 0;
    reader->escaped = 0;
    reader->broken = 0;
    return found;
  }
  if (reader->broken) return 0;
  if (reader->escaped) {
    reader->escaped = 0;
    if (byte == ESC_END) byte = END;
    else if (byte == ESC_ESC) byte = ESC;
    else {
      reader->broken = 1;
      return 0;
    }
  } else if (byte == ESC) {
    reader->escaped = 1;
    return 0;
  }
  if (reader->length == ESPDL_FRAME_MAX) {
    reader->broken = 1;
    return 0;
  }
  reader->bytes[reader->length++] = byte;
  return 0;
}

static void flush(struct espdl_writer *writer) {
  if (writer->count > 0) espdl_port_write(writer->staged, writer->count);
  writer->count = 0;
}

static void stage(struct espdl_writer *writer, uint8_t byte) {
  if (writer->count == sizeof writer->staged) flush(writer);
  writer->staged[writer->count++] = byte;
}

static void escape(struct espdl_writer *writer, uint8_t byte) {
  if (byte == END || byte == ESC) {
    stage(writer, ESC);
    byte = byte == END ? ESC_END : ESC_ESC;
  }
  stage(writer, byte);
}

void espdl_frame_bytes(struct espdl_writer *writer, const void *from, uint32_t count) {
  const uint8_t *bytes = from;
  uint32_t i;
  for (i = 0; i < count; i++) {
    writer->crc = espdl_crc32(writer->crc, bytes[i]);
    escape(writer, bytes[i]);
  }
}

void espdl_frame_number(struct espdl_writer *writer, uint64_t value, uint32_t bytes) {
  while (bytes-- > 0) {
    uint8_t byte = (uint8_t)value;
    espdl_frame_bytes(writer, &byte, 1);
    value >>= 8;
  }
}

void espdl_frame_begin(struct espdl_writer *writer, uint8_t type, uint16_t sequence) {
  writer->count = 0;
  writer->crc = 0xffffffffu;
  stage(writer, END);
  espdl_frame_number(writer, type, 1);
  espdl_frame_number(writer, sequence, 2);
}

void espdl_frame_end(struct espdl_writer *writer) {
  uint32_t crc = ~writer->crc, i;
  for (i = 0; i < ESPDL_CRC_BYTES; i++) escape(writer, (uint8_t)(crc >> 8 * i));
  stage(writer, END);
  flush(writer);
}
