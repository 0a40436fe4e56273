import { UserError } from "../../base/errors.js";
import { fromBytes, toBytes } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { capture, runLayer, runModel } from "../../boards/board/capture.js";
import { CallFailed } from "../../boards/board/link/call-failed.js";
import type { Link } from "../../boards/board/link/link.js";
import { macsOf } from "../../ir/graph/macs.js";
import { outputId } from "../../ir/graph/output-id.js";
import type { CallLayer, Layer, Program } from "../../ir/graph/program.js";
import { linkMemory } from "./link-memory.js";
import { CaptureDied, type Suspect } from "./suspect.js";

/** A board that runs, and can be started anew. */
export interface SuspectBoard {
  readonly link: Link;
  restart?(): Promise<void>;
}

/**
 * A board at the other end of a line, as something that can be bisected.
 * @param program the calls that the board makes
 * @param feeds the model's inputs, by name
 */
export function linkSuspect(board: SuspectBoard, program: Program, feeds: ReadonlyMap<string, Tensor>): Suspect {
  const name = `board ${board.link.name}`;
  const types = new Map(
    program.layers.flatMap((layer: Layer) =>
      layer.types.map((type, output) => [outputId(layer.id, output), type] as const),
    ),
  );
  const decode = ({ id, bytes }: { id: string; bytes: Uint8Array }): [string, Tensor] => {
    const type = types.get(id);
    if (type === undefined)
      throw new UserError(`${name}: runs another model, with a layer ${id}; export, build and flash again`);
    return [id, new Tensor(type.dtype, type.shape, fromBytes(type.dtype, bytes))];
  };
  const encode = (tensors: ReadonlyMap<string, Tensor>): Map<string, Uint8Array> =>
    new Map([...tensors].map(([id, tensor]) => [id, toBytes(tensor.data)]));
  const given = encode(feeds);
  const work = workOf(program);
  board.link.expectWork(work);
  return {
    name,
    memory: linkMemory(() => board.link, given),
    ...(board.restart && {
      async restart() {
        await board.restart!();
        board.link.expectWork(work);
      },
    }),
    async capture(ids) {
      const tensors = new Map<string, Tensor>();
      try {
        for await (const captured of capture(board.link, given, ids)) tensors.set(...decode(captured));
      } catch (error) {
        if (error instanceof CallFailed) throw new CaptureDied(error.outputs[0]!, error.reason, tensors);
        throw error;
      }
      return tensors;
    },
    async runEntry(before) {
      return new Map((await runModel(board.link, given, before)).map(decode));
    },
    async runLayer(id, inputs, before) {
      return new Map((await runLayer(board.link, id, encode(inputs), before)).map(decode));
    },
  };
}

/** Multiplications or elements of each call, in order. */
function workOf(program: Program): number[] {
  const calls = program.layers.filter((layer): layer is CallLayer => layer.kind === "call");
  return calls.map((call) => Math.max(macsOf(program, call), ...call.types.map(({ shape }) => elements(shape)), 1));
}

const elements = (shape: readonly number[]): number => shape.reduce((product, dim) => product * dim, 1);
