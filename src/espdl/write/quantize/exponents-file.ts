import { UserError } from "../../../base/errors.js";
import { printable } from "../../../formats/onnx/printable.js";
import type { Width } from "../draft.js";
import type { Quantization } from "../quantization.js";

/** An operator's tensors in esp-ppq's order, inputs then outputs; undefined stays float. */
export interface OperatorExponents {
  readonly name: string;
  readonly width: Width;
  readonly tensors: ReadonlyMap<string, Quantization | undefined>;
}

/** Put before keys that are numbers, which an object would list before all others. */
const NUMBER_MARK = "\u0000";

const unmarked = (key: string): string => (key.startsWith(NUMBER_MARK) ? key.slice(1) : key);

/** The states in which esp-ppq writes a tensor as integers. */
const INTEGER_STATES = new Set(["ACTIVATED", "PASSIVE", "BAKED", "PASSIVE_BAKED", "OVERLAPPED"]);

type Json = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Reads esp-ppq's `.json` of exponents.
 * @throws UserError when it is not one, or holds scales that are no powers of two.
 */
export function parseExponents(text: string, file: string): readonly OperatorExponents[] {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/"(\d+)"(?=\s*:)/g, '"\\u0000$1"'));
  } catch (error) {
    throw new UserError(`${printable(file)}: not JSON (${(error as Error).message.slice(0, 80)})`);
  }
  if (!isObject(json) || !isObject(json.configs) || !isObject(json.values))
    throw new UserError(`${printable(file)}: no "configs" and "values", expected the .json that esp-ppq writes`);
  const { configs, values } = json;
  const platforms = isObject(json.dispatchings) ? json.dispatchings : {};
  return Object.entries(configs).map(([name, tensors]) => {
    if (!isObject(tensors)) throw new UserError(`${printable(file)}: ${printable(name)} lists no tensors`);
    const width = widthOf(String(platforms[name] ?? ""));
    const read = Object.entries(tensors).map(
      ([tensor, config]) => [unmarked(tensor), quantizationOf(config, values, name)] as const,
    );
    return { name: unmarked(name), width, tensors: new Map(read) };
  });
}

function widthOf(platform: string): Width {
  if (!platform.startsWith("ESPDL")) return "float";
  return /INT16|W8A16/.test(platform) ? 16 : 8;
}

function quantizationOf(config: unknown, values: Json, node: string): Quantization | undefined {
  if (!isObject(config) || !INTEGER_STATES.has(String(config.state))) return undefined;
  const value = values[`${NUMBER_MARK}${config.dominator}`] ?? values[`${NUMBER_MARK}${config.hash}`];
  if (!isObject(value)) return undefined;
  const scales = [value.scale].flat() as number[];
  if (scales.some((scale) => typeof scale !== "number" || !Number.isInteger(Math.log2(scale))))
    throw new UserError(`${printable(node)}: a scale of ${printable(String(scales[0]))}, expected powers of two`);
  const exponents = scales.map(Math.log2);
  const channels = isObject(config.policy) && config.policy.PER_CHANNEL === true;
  return channels
    ? { bits: Number(config.bit_width), exponents, axis: 0 }
    : { bits: Number(config.bit_width), exponents };
}
