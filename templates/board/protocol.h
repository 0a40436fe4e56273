/*
 * Requests (host to board) and answers. An answer has its request's sequence number and type | ESPDL_ANSWER, and begins
 * with a status. All numbers little endian; u16 unless said otherwise.
 *
 * HELLO                                -> version u8, clock unit u8, largest payload, read-ahead u32,
 *                                         counts of tensors, calls, inputs, outputs, id of the model
 * TENSORS first                        -> first, then as many as fit of: bytes u32, length of id u8, id
 * CALLS   first                        -> first, then as many as fit of: input count, output count, inputs, outputs
 * ENDS                                 -> input count, output count, inputs, outputs
 * WRITE   tensor, offset u32, bytes    -> (nothing)
 * READ    tensor, offset u32, size u32 -> one or more answers of: offset u32, bytes
 * RUN     first, end                   -> next call, code i32; before it ESPDL_PROGRESS frames: call
 * ENTRY                                -> next call, code i32
 * STATS   first                        -> first, stack used u32, stack size u32, deepest call, costs u64 as many as fit
 * RESET                                -> (nothing), then the board starts anew
 *
 * A board that has started refuses everything with ESPDL_RESTARTED until it hears HELLO: what the host wrote before is
 * gone, and must not pass for what it would compute from it.
 *
 * HELLO, TENSORS, CALLS, ENDS, WRITE, READ and STATS may be repeated. RUN, ENTRY and RESET have an effect, so
 * a repeated sequence number gets the kept answer, and one from before it is passed over.
 */
#ifndef ESPDL_PROTOCOL_H
#define ESPDL_PROTOCOL_H

#define ESPDL_PROTOCOL_VERSION 2u
#define ESPDL_ANSWER 0x80u

enum espdl_request {
  ESPDL_HELLO = 1,
  ESPDL_TENSORS = 2,
  ESPDL_CALLS = 3,
  ESPDL_ENDS = 4,
  ESPDL_WRITE = 5,
  ESPDL_READ = 6,
  ESPDL_RUN = 7,
  ESPDL_ENTRY = 8,
  ESPDL_STATS = 9,
  ESPDL_RESET = 10,
  ESPDL_PROGRESS = 11
};

enum espdl_status {
  ESPDL_OK = 0,
  ESPDL_UNKNOWN_REQUEST = 1,
  ESPDL_WRONG_LENGTH = 2,
  ESPDL_NO_SUCH_TENSOR = 3,
  ESPDL_OUTSIDE_TENSOR = 4,
  ESPDL_NO_SUCH_CALL = 5,
  ESPDL_RESTARTED = 6
};

#endif
