import { UserError } from "../../base/errors.js";
import type { Link } from "./link/link.js";

/** A tensor as a board had it. */
export interface CapturedTensor {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/**
 * Runs the whole model and hands over chosen tensors in the order in which they are made. A static arena gives their
 * memory to later calls, so the run stops behind each call that makes one until the tensor is here.
 *
 * @param inputs - bytes of every input of the model, by tensor id.
 * @param layers - ids of tensors that calls make; all of them where it is undefined.
 * @throws UserError for an id that the board does not know, an input that is missing or of the wrong size.
 */
export async function* capture(
  link: Link,
  inputs: ReadonlyMap<string, Uint8Array>,
  layers?: readonly string[],
): AsyncGenerator<CapturedTensor> {
  const { tensors, calls } = link.description;
  const made = new Set(calls.flatMap(({ outputs }) => outputs));
  const chosen = layers ? new Set(layers.map((id) => findTensor(link, id, made))) : made;
  await writeInputs(link, inputs);
  let next = 0;
  for (const [call, { outputs }] of calls.entries()) {
    const wanted = outputs.filter((index) => chosen.has(index));
    if (wanted.length === 0) continue;
    await link.run(next, call + 1);
    next = call + 1;
    for (const index of wanted) yield { id: tensors[index]!.id, bytes: await link.read(index) };
  }
  await link.run(next);
}

/**
 * Runs one call alone.
 * @param layer - id of one of the tensors that the call makes.
 * @param inputs - bytes of every tensor that the call reads, by id.
 * @param before - a byte that the memory of what it makes is filled with first.
 * @returns every tensor that the call makes.
 */
export async function runLayer(
  link: Link,
  layer: string,
  inputs: ReadonlyMap<string, Uint8Array>,
  before?: number,
): Promise<CapturedTensor[]> {
  const { tensors, calls } = link.description;
  const index = findTensor(link, layer, new Set(calls.flatMap(({ outputs }) => outputs)));
  const call = calls.findIndex(({ outputs }) => outputs.includes(index));
  // An output may take the place of an input: the inputs come last.
  if (before !== undefined)
    for (const output of calls[call]!.outputs)
      await link.write(output, new Uint8Array(tensors[output]!.bytes).fill(before));
  await writeTensors(link, calls[call]!.inputs, inputs);
  await link.run(call, call + 1);
  const made: CapturedTensor[] = [];
  for (const output of calls[call]!.outputs) made.push({ id: tensors[output]!.id, bytes: await link.read(output) });
  return made;
}

/**
 * Sends the model's inputs, runs it through the application's entry point, returns its outputs.
 * @param before - a byte that all memory that calls write to is filled with first: what no call makes is seen.
 */
export async function runModel(
  link: Link,
  inputs: ReadonlyMap<string, Uint8Array>,
  before?: number,
): Promise<CapturedTensor[]> {
  if (before !== undefined)
    for (const index of cover(link)) await link.write(index, new Uint8Array(link.tensor(index).bytes).fill(before));
  await writeInputs(link, inputs);
  await link.runEntry();
  const made: CapturedTensor[] = [];
  for (const index of link.description.outputs) made.push({ id: link.tensor(index).id, bytes: await link.read(index) });
  return made;
}

/** Tensors that calls make, as few as hold all the memory of all of them: the largest first, none inside of another. */
function cover(link: Link): number[] {
  const made = [...new Set(link.description.calls.flatMap(({ outputs }) => outputs))];
  const chosen: number[] = [];
  for (const index of made.toSorted((a, b) => link.tensor(b).bytes - link.tensor(a).bytes)) {
    const { address, bytes } = link.tensor(index);
    const isHeld = chosen.some((other) => {
      const holder = link.tensor(other);
      return holder.address <= address && address + bytes <= holder.address + holder.bytes;
    });
    if (!isHeld) chosen.push(index);
  }
  return chosen;
}

/** Sends the model's inputs. */
export const writeInputs = (link: Link, inputs: ReadonlyMap<string, Uint8Array>): Promise<void> =>
  writeTensors(link, link.description.inputs, inputs);

async function writeTensors(link: Link, indices: readonly number[], values: ReadonlyMap<string, Uint8Array>) {
  const ids = indices.map((index) => link.tensor(index).id);
  for (const id of ids)
    if (!values.has(id)) throw new UserError(`board ${link.name}: input ${id} is missing (it takes ${ids.join(", ")})`);
  for (const id of values.keys())
    if (!ids.includes(id))
      throw new UserError(`board ${link.name}: ${id} is not an input (it takes ${ids.join(", ")})`);
  for (const [position, index] of indices.entries()) await link.write(index, values.get(ids[position]!)!);
}

function findTensor(link: Link, id: string, among: ReadonlySet<number>): number {
  const index = link.description.tensors.findIndex((tensor, at) => tensor.id === id && among.has(at));
  if (index < 0) {
    const names = [...among].map((at) => link.tensor(at).id);
    throw new UserError(`board ${link.name}: no layer ${id} (it has ${names.join(", ")})`);
  }
  return index;
}
