/** Twin of templates/board/protocol.h, which says what each request and answer holds. */
export const PROTOCOL_VERSION = 3;

/** Set in the type of every frame that a board sends. */
export const ANSWER = 0x80;

export const Request = {
  HELLO: 1,
  TENSORS: 2,
  CALLS: 3,
  ENDS: 4,
  WRITE: 5,
  READ: 6,
  RUN: 7,
  ENTRY: 8,
  STATS: 9,
  RESET: 10,
  STEP: 11,
  SUM: 12,
  PROGRESS: 13,
} as const;

/** The status of a board that has started since the last HELLO. */
export const RESTARTED = 6;

const STATUS = [
  "done",
  "unknown request",
  "request of the wrong length",
  "no such tensor",
  "outside of the tensor",
  "no such call",
  "restarted",
  "not now: it waits in its entry point, or it does not",
];

/** What a status byte says, for an error message. */
export const statusText = (status: number): string => STATUS[status] ?? `unknown status ${status}`;

/** What a request is called, for an error message. */
export const requestName = (type: number): string =>
  Object.entries(Request)
    .find(([, value]) => value === type)?.[0]
    .toLowerCase() ?? `request ${type}`;
