/** Where a tensor or a constant lives on a board. */
export interface Place {
  /** Trace id of a tensor, name of a constant's C array. */
  readonly id: string;
  readonly constant: boolean;
  readonly address: number;
  readonly bytes: number;
}

/** What a call was given by the entry point. */
export interface Argument {
  readonly role: "input" | "constant" | "output";
  /** What belongs there: as the call is described to the link. */
  readonly expected: Place;
  readonly address: number;
}

/** The entry point, stopped before one of its calls. */
export interface EntryStop {
  /** Trace id of the first tensor that the call makes. */
  readonly id: string;
  readonly arguments: readonly Argument[];
}

/** What a board can be asked of its memory, in the terms of a trace. */
export interface BoardMemory {
  /** Tensors and constants. */
  readonly places: readonly Place[];
  /** Of constants given as they should be, those that the board holds otherwise, as it holds them; by name. */
  changed(constants: ReadonlyMap<string, Uint8Array>): Promise<ReadonlyMap<string, Uint8Array>>;
  /** Whether the board now holds these bytes where a tensor lives. */
  holds(id: string, bytes: Uint8Array): Promise<boolean>;
  /** Runs the model through its entry point on the inputs of the reference, stopped before each call. */
  entryStops(): AsyncIterable<EntryStop>;
  /** Runs it call by call, stopped behind each: trace id of the first tensor that the call made. */
  callStops(): AsyncIterable<string>;
}
