import { UserError } from "../../../base/errors.js";
import { ask } from "./ask.js";
import type { CallDescription, Description, TensorDescription } from "./description.js";
import type { Exchange } from "./exchange.js";
import { type PayloadReader, packNumbers } from "./fields.js";
import { PAYLOAD_MAX } from "./frame.js";
import { PROTOCOL_VERSION, Request } from "./protocol.js";

/** Larger than any tensor on any chip: a board that claims more is not believed. */
const TENSOR_BYTES_MAX = 2 ** 28;

/** Asks a board what it runs. Also makes it forget an earlier link. @throws UserError on another protocol version. */
export async function describe(exchange: Exchange): Promise<Description> {
  const board = exchange.name;
  const hello = await ask(exchange, Request.HELLO);
  const version = hello.u8();
  if (version !== PROTOCOL_VERSION)
    throw new UserError(
      `board ${board}: speaks link protocol ${version}, expected ${PROTOCOL_VERSION} (export and flash the project again with this espdl-lab)`,
    );
  const unit = hello.u8() === 1 ? "instructions" : "nanoseconds";
  const payloadMax = Math.min(hello.u16(), PAYLOAD_MAX);
  const readAhead = hello.u32();
  const [tensorCount, constantCount, callCount] = [hello.u16(), hello.u16(), hello.u16()];
  const model = hello.text();
  const listed = await list(exchange, Request.TENSORS, tensorCount + constantCount, readTensor);
  const calls = await list(exchange, Request.CALLS, callCount, readCall);
  const ends = readCall(await ask(exchange, Request.ENDS));
  const [tensors, constants] = [listed.slice(0, tensorCount), listed.slice(tensorCount)];
  const { inputs, outputs } = ends;
  const description = { model, unit, payloadMax, readAhead, tensors, constants, calls, inputs, outputs } as const;
  const huge = listed.find(({ bytes }) => bytes > TENSOR_BYTES_MAX);
  if (huge)
    throw new UserError(
      `board ${board}: tensor ${huge.id} has ${huge.bytes} bytes, expected at most ${TENSOR_BYTES_MAX} (export the project again)`,
    );
  for (const { inputs, constants, outputs } of [...calls, ends]) {
    const wild =
      [...inputs, ...outputs].find((index) => index >= tensorCount) ??
      constants.find((index) => index >= listed.length);
    if (wild !== undefined)
      throw new UserError(`board ${board}: names tensor ${wild} of ${listed.length} (export the project again)`);
  }
  return description;
}

function readTensor(from: PayloadReader): TensorDescription {
  const bytes = from.u32();
  const address = from.u64();
  return { bytes, address, id: from.text(from.u8()) };
}

function readCall(from: PayloadReader): CallDescription {
  const [inputs, constants, outputs] = [from.u16(), from.u16(), from.u16()];
  return { inputs: from.list(inputs), constants: from.list(constants), outputs: from.list(outputs) };
}

async function list<T>(exchange: Exchange, type: number, count: number, read: (from: PayloadReader) => T) {
  const items: T[] = [];
  while (items.length < count) {
    const answer = await ask(exchange, type, packNumbers([items.length, 2]));
    if (answer.u16() !== items.length || answer.left === 0)
      throw new UserError(
        `board ${exchange.name}: its list of ${count} ends after ${items.length} (export the project again)`,
      );
    while (answer.left > 0) items.push(read(answer));
  }
  return items;
}
