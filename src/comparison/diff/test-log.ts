import { UserError } from "../../base/errors.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { Trace, TraceLayer } from "../../formats/trace/trace.js";
import { diff } from "./diff.js";
import type { TraceDiff } from "./trace-diff.js";

/** An output that ESP-DL's `Model::test()` compared, as its log tells. */
interface TestedOutput {
  readonly name: string;
  /** The first element that is not the file's own vector; absent where all are. */
  readonly wrong?: { readonly position: readonly number[]; readonly vector: number; readonly board: number };
  /** Why it failed, where it was not an element. */
  readonly failure?: string;
}

const TESTING = /Testing output (.+)\.\s*$/;
const FAILED = /Test output (.+) does not match/;
const VALUES = /Inconsistent values, ground truth: (\S+), infer: (\S+), epsilon/;
const POSITION = /The position is: \D*([\d,\s]*\d)/;
const UNEQUAL = /(data type|shape|exponent) not equal: .*/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours begin with the escape character.
const ANSI = /\u001b\[[0-9;?]*[A-Za-z]/g;

function readTestLog(text: string): TestedOutput[] {
  const outputs: TestedOutput[] = [];
  let values: { vector: number; board: number } | undefined;
  const last = (change: Partial<TestedOutput>): void => {
    const output = outputs.at(-1);
    if (output !== undefined) outputs[outputs.length - 1] = { ...output, ...change };
  };
  for (const line of text.replace(ANSI, "").split(/\r?\n|\r/)) {
    const [testing, found, position, unequal] = [TESTING, VALUES, POSITION, UNEQUAL].map((rule) => rule.exec(line));
    if (testing) outputs.push({ name: testing[1]! });
    else if (found)
      values = { vector: Number(found[1]!.replace(/,$/, "")), board: Number(found[2]!.replace(/,$/, "")) };
    else if (position && values) last({ wrong: { ...values, position: position[1]!.split(",").map(Number) } });
    else if (unequal) last({ failure: unequal[0] });
    else if (FAILED.test(line) && outputs.length > 0) values = undefined;
  }
  return outputs;
}

/**
 * Compares the reference with what the log of ESP-DL's `Model::test()` tells: of each output that it tested, whether it is the
 * file's own vector, else its first wrong element. The test stops at the first output that fails.
 * @param reference a run on the file's own test inputs
 * @throws UserError when the log holds no such test, or names a tensor that the model does not have.
 */
export function diffTestLog(reference: Trace, log: string): TraceDiff {
  const outputs = readTestLog(log);
  if (outputs.length === 0)
    throw new UserError(
      '--log: holds no "Testing output …" of Model::test(); log that, or name --layer whose elements were printed',
    );
  const layers = outputs.map((output) => told(reference, output));
  const compared = diff(reference, { runner: "Model::test() log", model: reference.model, layers });
  const remarks = new Map(outputs.map((output, i) => [layers[i]!.id, remarksOf(output, reference)]));
  return {
    ...compared,
    layers: compared.layers.map((layer) => ({
      ...layer,
      remarks: [...layer.remarks, ...(remarks.get(layer.id) ?? [])],
    })),
  };
}

function layerOf({ layers }: Trace, name: string): TraceLayer {
  const layer = layers.find(({ id }) => id === name);
  if (layer === undefined)
    throw new UserError(`--log: output ${name} is no tensor of the model; give the .espdl that the board runs`);
  return layer;
}

function indexOf({ shape }: Tensor, position: readonly number[]): number {
  return position.reduce((index, at, axis) => index * (shape[axis] ?? 1) + at, 0);
}

/** The reference's tensor with the one element that the log tells of the board. */
function told(reference: Trace, { name, wrong, failure }: TestedOutput): TraceLayer {
  const layer = layerOf(reference, name);
  if (failure !== undefined)
    throw new UserError(`--log: output ${name}: ${failure}; export the model that the board runs`);
  if (wrong === undefined) return layer;
  const data = layer.tensor.data.slice() as Float32Array;
  data[indexOf(layer.tensor, wrong.position)] = wrong.board;
  return { ...layer, tensor: new Tensor(layer.tensor.dtype, layer.tensor.shape, data) };
}

function remarksOf({ name, wrong }: TestedOutput, reference: Trace): string[] {
  if (wrong === undefined) return [];
  const { tensor } = layerOf(reference, name);
  const law = Number(tensor.data[indexOf(tensor, wrong.position)]);
  const place = `[${wrong.position.join(", ")}]`;
  return law === wrong.board
    ? [
        `the board has ${law} at ${place} as the chip's law does; the file's own vector, ${wrong.vector}, is wrong there`,
      ]
    : [`the log tells the first wrong element only: ${place}, where the file's own vector has ${wrong.vector}`];
}
