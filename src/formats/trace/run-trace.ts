import { UserError } from "../../base/errors.js";
import { nearNames } from "../../base/near-names.js";
import type { Trace, TraceLayer } from "./trace.js";

/** A trace whose layers are found by name, and which knows what the model's outputs are. */
export class RunTrace implements Trace {
  readonly runner: string;
  readonly model: string;
  readonly layers: readonly TraceLayer[];
  readonly #outputs: readonly string[] | undefined;

  /** @param outputs ids of the model's outputs, in the model's order; undefined where they are not known */
  constructor({ runner, model, layers }: Trace, outputs: readonly string[] | undefined) {
    this.runner = runner;
    this.model = model;
    this.layers = layers;
    this.#outputs = outputs;
  }

  /**
   * A layer: by its index in the program, its unique id, or its name where that is unique.
   * @throws UserError for a name that repeats (tells the ids) or that does not exist (tells near ones).
   */
  get(layer: string | number): TraceLayer {
    if (typeof layer === "string") return byName(this.layers, layer);
    const found = this.layers.find(({ index }) => index === layer);
    if (found !== undefined) return found;
    const [first, last] = [this.layers[0]?.index ?? 0, this.layers.at(-1)?.index ?? 0];
    throw new UserError(`layer ${layer}: the trace's layers are ${first} to ${last}; name one of them`);
  }

  /**
   * The model's outputs that were recorded, in the model's order.
   * @throws UserError for a trace from a folder that does not say which they are.
   */
  get outputs(): readonly TraceLayer[] {
    if (this.#outputs === undefined)
      throw new UserError("trace: does not say which layers are the model's outputs; write it anew");
    return this.#outputs.flatMap((id) => this.layers.find((layer) => layer.id === id) ?? []);
  }

  /** Ids of the model's outputs, if they are known. */
  outputIds(): readonly string[] | undefined {
    return this.#outputs;
  }
}

function byName(layers: readonly TraceLayer[], name: string): TraceLayer {
  const exact = layers.find(({ id }) => id === name);
  const named = layers.filter((layer) => layer.name === name);
  if (exact && named.length <= 1) return exact;
  if (named.length === 1) return named[0]!;
  if (named.length > 1) {
    if (exact && exact.name !== name) return exact;
    const ids = named.map(({ id }) => id).join(", ");
    throw new UserError(`layer ${name}: ${named.length} tensors share the name; ask for one of the ids ${ids}`);
  }
  const near = nearNames(
    name,
    layers.map(({ id }) => id),
  );
  const hint = near.length > 0 ? `did you mean ${near.join(", ")}?` : "the trace lists the names";
  throw new UserError(`layer ${name}: there is no such layer; ${hint}`);
}
