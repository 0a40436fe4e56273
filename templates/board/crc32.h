#ifndef ESPDL_CRC32_H
#define ESPDL_CRC32_H

#include <stdint.h>

/* CRC-32 of IEEE 802.3 (zlib's). Start with 0xffffffff, invert at the end. */
uint32_t espdl_crc32(uint32_t crc, uint8_t byte);

#endif
