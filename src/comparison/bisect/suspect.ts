import type { Tensor } from "../../base/tensor/tensor.js";

/** A board that can be asked for single layers. */
export interface Suspect {
  /** As reports name it. */
  readonly name: string;
  /**
   * Runs the whole model call by call on the inputs of the reference.
   * @param ids trace ids of the tensors wanted; all that calls make where it is left out
   */
  capture(ids?: readonly string[]): Promise<ReadonlyMap<string, Tensor>>;
  /**
   * Runs the model as an application does, through its entry point, on the inputs of the reference.
   * @returns the model's outputs, by trace id
   */
  runEntry(): Promise<ReadonlyMap<string, Tensor>>;
  /**
   * Runs one call alone.
   * @param id trace id of one of the tensors that it makes
   * @param inputs every tensor that it reads, params aside, by trace id
   * @param before a byte that the memory of what it makes is filled with first; left as it is where it is left out
   * @returns every tensor that it makes, by trace id
   */
  runLayer(id: string, inputs: ReadonlyMap<string, Tensor>, before?: number): Promise<ReadonlyMap<string, Tensor>>;
}
