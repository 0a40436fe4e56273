import type { BoardMemory } from "../board-memory.js";
import { byteChange } from "./byte-change.js";
import type { Fact } from "./fact.js";

/** A table that a board should hold. */
export interface BoardConstant {
  /** Of the C array. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The calls that read it: index of the layer, and what it is to it, one word. */
  readonly readers: readonly { readonly layer: number; readonly kind: string }[];
}

/**
 * Reads the sum of every table of constants from the board, and of those that differ the bytes.
 * @param constants as the model's code holds them
 */
export async function changedConstants(constants: readonly BoardConstant[], memory: BoardMemory): Promise<Fact[]> {
  const held = await memory.changed(new Map(constants.map(({ name, bytes }) => [name, bytes])));
  return constants.flatMap(({ name, bytes, readers }) => {
    const found = held.get(name);
    if (found === undefined) return [];
    const layers = readers.map(({ layer }) => layer);
    const kinds = [...new Set(readers.map(({ kind }) => kind))];
    const what = kinds.length === 1 ? kinds[0]! : "constants";
    const of = layers.length === 0 ? "" : ` of layer${layers.length > 1 ? "s" : ""} ${layers.join(", ")}`;
    const change = found.length === bytes.length ? byteChange(bytes, found) : sizes(bytes, found);
    const copied = copyOf(constants, name, found);
    const verb = /s$/.test(what) && what !== "bias" ? "are" : "is";
    return [{ layers, text: `the ${what}${of} on the board ${verb} not the model's: ${copied ?? change} (${name})` }];
  });
}

const sizes = ({ length }: Uint8Array, found: Uint8Array): string => `${found.length} bytes, expected ${length}`;

/** Which other table of the model the bytes are. */
function copyOf(constants: readonly BoardConstant[], own: string, found: Uint8Array): string | undefined {
  if (found.length < 4 || found.every((byte) => byte === found[0])) return undefined;
  const other = constants.find(
    ({ name, bytes }) => name !== own && bytes.length >= found.length && found.every((byte, i) => byte === bytes[i]),
  );
  const reader = other?.readers[0];
  if (reader === undefined) return undefined;
  return `they are the ${reader.kind} of layer ${reader.layer}`;
}
