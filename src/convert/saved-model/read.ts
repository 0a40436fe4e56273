import { readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { UserError } from "../../base/errors.js";
import { BoundedReader } from "../../formats/onnx/bounded-reader.js";
import { printable } from "../../formats/onnx/printable.js";
import { decodeGraph } from "../graphdef/decode.js";
import { elementTypeName } from "../graphdef/element-type.js";
import type { GraphDefModel, GraphInput, GraphOutput } from "../graphdef/graph.js";
import { splitTensor } from "../graphdef/graph.js";
import { inlineFunctions } from "../graphdef/inline.js";
import { shapeOf } from "../graphdef/shape.js";
import { storedType } from "../graphdef/tensor.js";
import { type Bundle, openBundle } from "./bundle.js";
import {
  decodeSavedModel,
  type MetaGraphProto,
  type SavedModelProto,
  type SignatureProto,
  type TensorInfoProto,
} from "./schema.js";
import { checkpointKeys, variablesOf } from "./variables.js";

const FILE = "saved_model.pb";
const LIMIT = 2 ** 30;
const DEFAULT = "serving_default";

/** A folder that TensorFlow or Keras wrote with `export` or `tf.saved_model.save`. @throws UserError */
export function readSavedModel(folder: string): GraphDefModel {
  const name = `${printable(basename(folder))}/${FILE}`;
  const meta = servingGraph(decoded(bytesOf(join(folder, FILE)), name), name);
  if (meta.graph === null) throw new UserError(`${name}: holds no graph; save the model again`);
  const signature = signatureOf(meta, name);
  const graph = decodeGraph(meta.graph);
  const outputs = infos(signature.outputs, name).map(([key, info]): GraphOutput => ({ name: key, tensor: info.name }));
  const { nodes, final } = inlineFunctions(
    graph,
    outputs.map(({ tensor }) => splitTensor(tensor)[0]),
  );
  const restore = meta.saver?.restoreOpName ?? "";
  const keys = restore === "" ? new Map<string, string>() : checkpointKeys(graph, restore);
  const bundle = lazily(() => bundleOf(folder));
  return {
    name: basename(folder),
    nodes,
    inputs: infos(signature.inputs, name).map(
      ([key, { name: tensor, dtype, tensorShape }]): GraphInput => ({
        name: key,
        tensor: final(tensor),
        shape: shapeOf(tensorShape),
        dtype: storedType(elementTypeName(dtype), `${name}: input ${printable(key)}`),
      }),
    ),
    outputs: outputs.map(({ name, tensor }) => ({ name, tensor: final(tensor) })),
    functions: graph.functions,
    weights: variablesOf(nodes, keys, (key, label) => bundle().tensor(key, label)),
  };
}

function decoded(bytes: Uint8Array, name: string): SavedModelProto {
  try {
    return decodeSavedModel(new BoundedReader(bytes));
  } catch (error) {
    throw new UserError(`${name}: not a SavedModel, or cut short (${(error as Error).message}); copy the whole folder`);
  }
}

/** The graph with the tag `serve`. */
function servingGraph({ metaGraphs }: SavedModelProto, name: string): MetaGraphProto {
  const serving = metaGraphs.find(({ metaInfo }) => metaInfo?.tags.includes("serve"));
  if (serving !== undefined) return serving;
  const tags = metaGraphs.map(({ metaInfo }) => metaInfo?.tags.join("+") ?? "").join(", ");
  throw new UserError(`${name}: no graph has the tag serve (found: ${printable(tags) || "none"}); save it for serving`);
}

function signatureOf({ signatures }: MetaGraphProto, name: string): SignatureProto {
  const own = signatures.filter(({ key }) => !key.startsWith("__saved_model"));
  const chosen = own.find(({ key }) => key === DEFAULT) ?? (own.length === 1 ? own[0] : undefined);
  if (chosen?.value) return chosen.value;
  const found = own.map(({ key }) => key).join(", ");
  throw new UserError(
    `${name}: has no signature ${DEFAULT} (found: ${printable(found) || "none"}); save the model with model.export()`,
  );
}

/** The inputs or outputs of a signature by name: `output_2` before `output_10`. */
function infos(entries: SignatureProto["inputs"], name: string): (readonly [string, TensorInfoProto])[] {
  const order = new Intl.Collator("en", { numeric: true });
  const found = entries.flatMap(({ key, value }) => (value === null ? [] : [[key, value] as const]));
  if (found.length === 0) throw new UserError(`${name}: its signature is empty; save the model with model.export()`);
  for (const [key, { name: tensor }] of found)
    if (tensor === "")
      throw new UserError(`${name}: ${printable(key)} is not one dense tensor, which ONNX would need; save it dense`);
  return found.sort(([a], [b]) => order.compare(a, b) || (a < b ? -1 : 1));
}

function bundleOf(folder: string): Bundle {
  const prefix = join(folder, "variables", "variables");
  return openBundle(bytesOf(`${prefix}.index`), prefix);
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function bytesOf(path: string): Uint8Array {
  try {
    const { size } = statSync(path);
    if (size > LIMIT) throw new UserError(`${printable(path)}: ${size} bytes, expected at most ${LIMIT}`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`${printable(path)}: cannot be read (${code}); give the folder that the model was exported to`);
  }
}
