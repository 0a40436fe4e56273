/* What a board says of its model: the payloads of the answers to HELLO, TENSORS, CALLS and ENDS, behind the status. */
#ifndef ESPDL_LISTS_H
#define ESPDL_LISTS_H

#include "espdl_link.h"
#include "frame.h"

/* Bytes of requests that the host may send ahead of their answers: two frames. A port buffers twice that, for escapes. */
#define ESPDL_READ_AHEAD (2u * (ESPDL_FRAME_MAX + 2u))
/* Of an answer's payload, behind the status. */
#define ESPDL_ROOM (ESPDL_PAYLOAD_MAX - 1u)

void espdl_list_hello(struct espdl_writer *writer, const struct espdl_model *model);
/* From the one of this index on, as many as fit. */
void espdl_list_tensors(struct espdl_writer *writer, const struct espdl_model *model, uint16_t index);
void espdl_list_calls(struct espdl_writer *writer, const struct espdl_model *model, uint16_t index);
void espdl_list_ends(struct espdl_writer *writer, const struct espdl_model *model);

#endif
