/*
 * Frames on a byte line: END, SLIP(type, sequence u16, payload, CRC-32 of all before), END. Little endian.
 * Whatever is between two ENDs and is not a frame (cut, corrupted, text) is passed over.
 */
#ifndef ESPDL_FRAME_H
#define ESPDL_FRAME_H

#include <stdint.h>

#define ESPDL_PAYLOAD_MAX 1024u
#define ESPDL_HEADER_BYTES 3u
#define ESPDL_CRC_BYTES 4u
#define ESPDL_FRAME_MAX (ESPDL_HEADER_BYTES + ESPDL_PAYLOAD_MAX + ESPDL_CRC_BYTES)

struct espdl_reader {
  uint8_t bytes[ESPDL_FRAME_MAX];
  uint32_t length;
  uint8_t escaped;
  uint8_t broken; /* too long or a wrong escape: passed over up to the next END */
};

struct espdl_writer {
  uint8_t staged[256];
  uint32_t count;
  uint32_t crc;
};

struct espdl_frame {
  uint8_t type;
  uint16_t sequence;
  const uint8_t *payload;
  uint32_t length; /* of the payload */
};

/* One byte in; 1 when it completed a frame, which stays valid until the next byte. */
int espdl_reader_take(struct espdl_reader *reader, uint8_t byte, struct espdl_frame *frame);

void espdl_frame_begin(struct espdl_writer *writer, uint8_t type, uint16_t sequence);
void espdl_frame_bytes(struct espdl_writer *writer, const void *from, uint32_t count);
void espdl_frame_number(struct espdl_writer *writer, uint64_t value, uint32_t bytes);
void espdl_frame_end(struct espdl_writer *writer);

/* Little-endian number of 1 to 4 bytes. */
uint32_t espdl_number(const uint8_t *from, uint32_t bytes);

#endif
