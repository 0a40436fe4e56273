import { ask, openAnswer } from "./ask.js";
import type { Exchange } from "./exchange.js";
import { packNumbers } from "./fields.js";
import { Missing } from "./missing.js";
import { Request } from "./protocol.js";

const WRITE_HEADER_BYTES = 6;
/** What framing adds to a payload, escapes not counted. */
const FRAME_BYTES = 9;

/** Sends a tensor in parts, as many ahead of their answers as the board can buffer. */
export async function writeTensor(
  exchange: Exchange,
  tensor: number,
  bytes: Uint8Array,
  { payloadMax, readAhead }: { payloadMax: number; readAhead: number },
): Promise<void> {
  const part = payloadMax - WRITE_HEADER_BYTES;
  let next = 0;
  const send = async (): Promise<void> => {
    while (next < bytes.length) {
      const offset = next;
      next = Math.min(bytes.length, offset + part);
      const payload = new Uint8Array(WRITE_HEADER_BYTES + next - offset);
      payload.set(packNumbers([tensor, 2], [offset, 4]));
      payload.set(bytes.subarray(offset, next), WRITE_HEADER_BYTES);
      await ask(exchange, Request.WRITE, payload);
    }
  };
  const window = Math.max(1, Math.floor(readAhead / (payloadMax + FRAME_BYTES)));
  await Promise.all(Array.from({ length: window }, send));
}

/** Asks for `size` bytes of a tensor; the board streams them, and what got lost on the way is asked for again. */
export async function readTensor(exchange: Exchange, tensor: number, from: number, size: number): Promise<Uint8Array> {
  const out = new Uint8Array(size);
  const missing = new Missing(size);
  let asked = 0;
  const payload = (): Uint8Array => {
    const { start, end } = missing.first!;
    asked = end;
    return packNumbers([tensor, 2], [from + start, 4], [end - start, 4]);
  };
  const accept = (bytes: Uint8Array): boolean | "again" => {
    const answer = openAnswer(exchange.name, Request.READ, bytes);
    const start = answer.u32() - from;
    const part = answer.bytes();
    const end = start + part.length;
    if (start < 0 || end > size) return false;
    if (missing.arrived(start, end)) out.set(part, start);
    if (!missing.first) return true;
    return end === asked ? "again" : false;
  };
  if (size > 0) await exchange.request(Request.READ, payload, accept);
  return out;
}
