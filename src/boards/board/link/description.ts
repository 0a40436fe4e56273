/** What a board says of the model it runs. Tensors and calls are referred to by index. */
export interface Description {
  /** The generated model's id. */
  readonly model: string;
  /** What {@link LayerCost} counts. */
  readonly unit: "nanoseconds" | "instructions";
  /** Largest payload of a frame, bytes. */
  readonly payloadMax: number;
  /** Bytes that may be sent ahead of their answers. */
  readonly readAhead: number;
  readonly tensors: readonly TensorDescription[];
  /** Weights, biases, tables; their indices go on behind those of the tensors. They can be read, not written. */
  readonly constants: readonly TensorDescription[];
  readonly calls: readonly CallDescription[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

export interface TensorDescription {
  readonly id: string;
  readonly bytes: number;
  /** Where it lives on the board. */
  readonly address: number;
}

export interface CallDescription {
  readonly inputs: readonly number[];
  /** Those that the call is handed as arguments; others it names itself. */
  readonly constants: readonly number[];
  readonly outputs: readonly number[];
}

/** What calls took, and how deep the stack went since the link was opened. */
export interface Stats {
  /** One number a call, of the last run that included it. */
  readonly costs: readonly number[];
  readonly unit: Description["unit"];
  readonly stack: {
    /** Bytes, the runner's own frames included; 0 before any run. */
    readonly used: number;
    readonly size: number;
    /** The call that went deepest. */
    readonly call: number | undefined;
  };
}

/** The entry point, stopped before one of the calls that it makes. */
export interface Stop {
  /** Index of the call. */
  readonly call: number;
  /** Addresses that it was given: of its inputs, constants and outputs, as the description lists them. */
  readonly arguments: readonly number[];
}
