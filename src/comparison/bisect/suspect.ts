import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { BoardMemory } from "./board-memory.js";

/** A call of a run did not come back, or said that it failed. */
export class CaptureDied extends UserError {
  /**
   * @param id trace id of the first tensor that the call makes
   * @param tensors what was captured before
   */
  constructor(
    readonly id: string,
    readonly reason: string,
    readonly tensors: ReadonlyMap<string, Tensor>,
  ) {
    super(`${id}: ${reason}`);
  }
}

/** A board that can be asked for single layers. */
export interface Suspect {
  /** As reports name it. */
  readonly name: string;
  /**
   * Runs the whole model call by call on the inputs of the reference.
   * @param ids trace ids of the tensors wanted; all that calls make where it is left out
   * @throws CaptureDied when a call does not come back; what was captured before is kept.
   */
  capture(ids?: readonly string[]): Promise<ReadonlyMap<string, Tensor>>;
  /**
   * Runs the model as an application does, through its entry point, on the inputs of the reference.
   * @param before a byte that all memory that calls write to is filled with first; left as it is where it is left out
   * @returns the model's outputs, by trace id
   */
  runEntry(before?: number): Promise<ReadonlyMap<string, Tensor>>;
  /**
   * Runs one call alone.
   * @param id trace id of one of the tensors that it makes
   * @param inputs every tensor that it reads, params aside, by trace id
   * @param before a byte that the memory of what it makes is filled with first; left as it is where it is left out
   * @returns every tensor that it makes, by trace id
   */
  runLayer(id: string, inputs: ReadonlyMap<string, Tensor>, before?: number): Promise<ReadonlyMap<string, Tensor>>;
  /** What its memory holds; absent where nobody can look. */
  readonly memory?: BoardMemory;
  /** Starts the board anew after it died; absent where nobody can. */
  restart?(): Promise<void>;
}
