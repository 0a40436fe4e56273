/*
 * Requests (host to board) and answers. An answer has its request's sequence number and type | ESPDL_ANSWER, and begins
 * with a status. All numbers little endian; u16 unless said otherwise.
 *
 * HELLO                                -> version u8, clock unit u8, largest payload, read-ahead u32,
 *                                         counts of tensors, constants, calls, id of the model
 * TENSORS first                        -> first, then as many as fit of: bytes u32, address u64, length of id u8, id;
 *                                         constants are behind the tensors
 * CALLS   first                        -> first, then as many as fit of: counts of inputs, constants, outputs, those
 * ENDS                                 -> counts of inputs, 0, outputs, those
 * WRITE   tensor, offset u32, bytes    -> (nothing)
 * READ    tensor, offset u32, size u32 -> one or more answers of: offset u32, bytes
 * RUN     first, end                   -> next call, code i32, 0; before it ESPDL_PROGRESS frames: call
 * ENTRY   steps u8                     -> next call, code i32, count, as many addresses u64
 * STATS   first                        -> first, stack used u32, stack size u32, deepest call, costs u64 as many as fit
 * RESET                                -> (nothing), then the board starts anew
 * STEP                                 -> as ENTRY
 * SUM     tensor, offset u32, size u32 -> CRC-32 u32 of these bytes
 *
 * ENTRY with steps stops before each call that the entry point makes: the answer has the addresses that the call was
 * given, of inputs, constants and outputs. STEP goes on to the next. An answer without addresses is the end.
 *
 * A board that has started refuses everything with ESPDL_RESTARTED until it hears HELLO: what the host wrote before is
 * gone, and must not pass for what it would compute from it.
 *
 * HELLO, TENSORS, CALLS, ENDS, READ, STATS and SUM may be repeated. RUN, ENTRY, RESET and STEP have an effect, so a
 * repeated sequence number gets the kept answer, and one from before it is passed over, as is a WRITE from before it.
 */
#ifndef ESPDL_PROTOCOL_H
#define ESPDL_PROTOCOL_H

#define ESPDL_PROTOCOL_VERSION 3u
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
  ESPDL_STEP = 11,
  ESPDL_SUM = 12,
  ESPDL_PROGRESS = 13
};

enum espdl_status {
  ESPDL_OK = 0,
  ESPDL_UNKNOWN_REQUEST = 1,
  ESPDL_WRONG_LENGTH = 2,
  ESPDL_NO_SUCH_TENSOR = 3,
  ESPDL_OUTSIDE_TENSOR = 4,
  ESPDL_NO_SUCH_CALL = 5,
  ESPDL_RESTARTED = 6,
  ESPDL_NOT_NOW = 7
};

#endif
