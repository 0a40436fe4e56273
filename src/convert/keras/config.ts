import { UserError } from "../../base/errors.js";
import { printable } from "../../formats/onnx/printable.js";

/** What a configuration says that has no part in a run: names, training, how it was built. */
const WITHOUT_PART = new Set([
  ...["name", "trainable", "dtype", "batch_input_shape", "batch_shape", "input_shape", "input_dim", "input_length"],
  ...["momentum", "seed", "rate", "noise_shape", "stddev", "implementation", "unroll", "dropout", "recurrent_dropout"],
  ...["unit_forget_bias", "synchronized", "renorm", "renorm_clipping", "renorm_momentum", "zero_output_for_mask"],
  ...["optional", "sparse", "ragged", "autocast", "lora_rank", "lora_alpha", "quantization_config", "build_config"],
  ...["virtual_batch_size", "adjustment", "fused", "time_major", "dropout_seed", "use_cudnn"],
]);
const TRAINING = /_(initializer|regularizer|constraint)$/;

/** A layer's configuration out of a file. Every key has to be read or to have no part in a run: `checkAllRead`. */
export class Config {
  private readonly read = new Set<string>();

  /** @param label how messages name the layer: `layer "conv1" (Conv2D)` */
  constructor(
    readonly label: string,
    private readonly values: Readonly<Record<string, unknown>>,
  ) {}

  /** A value as it is in the file; undefined and null are the same: not said. */
  raw(key: string): unknown {
    this.read.add(key);
    return Object.hasOwn(this.values, key) ? (this.values[key] ?? undefined) : undefined;
  }

  wrong(key: string, expected: string): UserError {
    const found = JSON.stringify(this.values[key]) ?? "nothing";
    return new UserError(
      `${this.label}: ${printable(key)} must be ${expected}, got ${printable(found)}; save the model again`,
    );
  }

  number(key: string, fallback?: number): number {
    const value = this.raw(key) ?? fallback;
    if (typeof value !== "number" || !Number.isFinite(value)) throw this.wrong(key, "a number");
    return value;
  }

  /** A whole number of at least `least`. */
  int(key: string, fallback?: number, least = 1): number {
    const value = this.number(key, fallback);
    if (!Number.isInteger(value) || value < least || value > 2 ** 31 - 1)
      throw this.wrong(key, `a whole number of at least ${least}`);
    return value;
  }

  bool(key: string, fallback: boolean): boolean {
    const value = this.raw(key) ?? fallback;
    if (typeof value !== "boolean") throw this.wrong(key, "true or false");
    return value;
  }

  choice<T extends string>(key: string, allowed: readonly T[], fallback: T): T {
    const value = this.raw(key) ?? fallback;
    if (!allowed.includes(value as T)) throw this.wrong(key, `one of ${allowed.join(", ")}`);
    return value as T;
  }

  /** A list of whole numbers; a single number stands for `length` of them. */
  ints(key: string, length: number | undefined, fallback?: number, least = 1): number[] {
    const value = this.raw(key) ?? fallback;
    const list = Array.isArray(value) ? value : length === undefined ? [value] : Array(length).fill(value);
    const good = list.every((n) => Number.isInteger(n) && n >= least && n <= 2 ** 31 - 1);
    if (!good || (length !== undefined && list.length !== length))
      throw this.wrong(key, `${length ?? "some"} whole numbers of at least ${least}`);
    return list;
  }

  /** Refuses a key whose value changes what the layer computes in a way that is not known here. */
  refuse(key: string, allowed: unknown, remedy: string): void {
    const value = this.raw(key);
    if (value !== undefined && value !== allowed)
      throw new UserError(
        `${this.label}: ${key} = ${printable(JSON.stringify(value))} has no counterpart in the conversion, expected ${allowed}; ${remedy}`,
      );
  }

  /** A configuration inside this one, such as a wrapped layer. */
  object(key: string): Readonly<Record<string, unknown>> {
    const value = this.raw(key);
    if (typeof value !== "object" || value === undefined || Array.isArray(value)) throw this.wrong(key, "an object");
    return value as Record<string, unknown>;
  }

  /** @throws UserError for a key that nobody read and that may have a part in the run. */
  checkAllRead(): void {
    for (const [key, value] of Object.entries(this.values)) {
      if (this.read.has(key) || WITHOUT_PART.has(key) || TRAINING.test(key) || value === null) continue;
      throw new UserError(
        `${this.label}: attribute ${printable(key)} is unknown here, so the layer may compute something else; leave it out`,
      );
    }
    const dtype = dtypeName(this.values.dtype);
    if (dtype !== undefined && !/^(float32|u?int\d+|bool)$/.test(dtype))
      throw new UserError(
        `${this.label}: dtype must be float32, got ${printable(dtype)}; save the model with the float32 policy`,
      );
  }
}

/** A dtype as Keras 2 writes it, or a policy of Keras 3. */
export function dtypeName(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return undefined;
  const { config } = value as { config?: { name?: unknown } };
  return typeof config?.name === "string" ? config.name : "an unknown policy";
}
