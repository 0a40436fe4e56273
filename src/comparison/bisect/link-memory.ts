import { crc32 } from "../../base/crc32.js";
import { writeInputs } from "../../boards/board/capture.js";
import type { Link } from "../../boards/board/link/link.js";
import type { BoardMemory, EntryStop, Place } from "./board-memory.js";

/** A part of a table that is read as a whole once its sum differs. */
const PART = 1024;

/**
 * The memory of a board at the other end of a line.
 * @param link the line as it is now: a board that died gets another
 * @param feeds bytes of the model's inputs
 */
export function linkMemory(link: () => Link, feeds: ReadonlyMap<string, Uint8Array>): BoardMemory {
  const placeOf = (index: number): Place => {
    const { tensors } = link().description;
    const { id, address, bytes } = link().tensor(index);
    return { id, address, bytes, constant: index >= tensors.length };
  };
  return {
    get places() {
      const { tensors, constants } = link().description;
      return [...tensors, ...constants].map((_, index) => placeOf(index));
    },
    async changed(expected) {
      const { tensors, constants } = link().description;
      const found = new Map<string, Uint8Array>();
      for (const [index, { id, bytes }] of constants.entries()) {
        const right = expected.get(id);
        if (right === undefined) continue;
        const held = await readChanged(link(), tensors.length + index, bytes, right);
        if (held) found.set(id, held);
      }
      return found;
    },
    async holds(id, bytes) {
      const index = link().description.tensors.findIndex((tensor) => tensor.id === id);
      return bytes.length === 0 || (await link().sum(index, 0, bytes.length)) === crc32(bytes);
    },
    async *entryStops() {
      const { calls } = link().description;
      await writeInputs(link(), feeds);
      for await (const { call, arguments: given } of link().runEntryByCalls()) {
        const { inputs, constants, outputs } = calls[call]!;
        const roles = [
          ...inputs.map((index) => ({ role: "input", index }) as const),
          ...constants.map((index) => ({ role: "constant", index }) as const),
          ...outputs.map((index) => ({ role: "output", index }) as const),
        ];
        const stop: EntryStop = {
          id: placeOf(outputs[0]!).id,
          arguments: roles.map(({ role, index }, i) => ({ role, expected: placeOf(index), address: given[i]! })),
        };
        yield stop;
      }
    },
    async *callStops() {
      await writeInputs(link(), feeds);
      for (const [call, { outputs }] of link().description.calls.entries()) {
        await link().run(call, call + 1);
        yield placeOf(outputs[0]!).id;
      }
    },
  };
}

/** The bytes of a constant as the board holds them; undefined where they are the right ones. */
async function readChanged(
  link: Link,
  index: number,
  size: number,
  right: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (size !== right.length) return link.read(index);
  if (size === 0 || (await link.sum(index, 0, size)) === crc32(right)) return undefined;
  const held = right.slice();
  for (let at = 0; at < size; at += PART) {
    const part = right.subarray(at, at + PART);
    if (size > PART && (await link.sum(index, at, part.length)) === crc32(part)) continue;
    held.set(await link.readPart(index, at, part.length), at);
  }
  return held;
}
