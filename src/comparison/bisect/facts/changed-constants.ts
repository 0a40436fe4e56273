import type { BoardMemory } from "../board-memory.js";
import type { Runs } from "../runs.js";
import type { BoardConstant } from "./board-constant.js";
import { editedBytes, wholeChange } from "./byte-change.js";
import { constantWords } from "./constant-words.js";
import type { Fact } from "./fact.js";

type Tables = Pick<Runs, "constants" | "rightRun">;

/**
 * Reads the sum of every table of constants from the board, and of those that differ the bytes.
 * @param runs whose constants they are, as the model's code holds them
 */
export async function changedConstants(runs: Tables, memory: BoardMemory): Promise<Fact[]> {
  const { constants } = runs;
  const held = await memory.changed(new Map(constants.map(({ name, bytes }) => [name, bytes])));
  return constants.flatMap((constant) => {
    const { name, readers } = constant;
    const found = held.get(name);
    if (found === undefined) return [];
    const layers = readers.map(({ layer }) => layer);
    const kinds = [...new Set(readers.map(({ kind }) => kind))];
    const what = kinds.length === 1 ? kinds[0]! : "constants";
    const of = layers.length === 0 ? "" : ` of layer${layers.length > 1 ? "s" : ""} ${layers.join(", ")}`;
    const change = copyOf(constants, name, found) ?? changeOf(runs, constant, found);
    const verb = /s$/.test(what) && what !== "bias" ? "are" : "is";
    return [{ layers, text: `the ${what}${of} on the board ${verb} not the model's: ${change} (${name})` }];
  });
}

function changeOf(runs: Tables, { bytes, dtype, readers }: BoardConstant, found: Uint8Array): string {
  if (found.length !== bytes.length) return sizes(bytes, found);
  const [reader] = readers;
  const words = (): string | undefined =>
    reader && constantWords({ kind: reader.kind, dtype, expected: bytes, found }, runs.rightRun(reader.layer));
  return wholeChange(bytes, found) ?? words() ?? editedBytes(bytes, found);
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
