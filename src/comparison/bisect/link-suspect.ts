import { UserError } from "../../base/errors.js";
import { fromBytes, toBytes } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { capture, type Link, runLayer, runModel } from "../../boards/board/index.js";
import { outputId } from "../../ir/graph/output-id.js";
import type { Layer, Program } from "../../ir/graph/program.js";
import type { Suspect } from "./suspect.js";

/**
 * A board at the other end of a line, as something that can be bisected.
 * @param program the calls that the board makes
 * @param feeds the model's inputs, by name
 */
export function linkSuspect(link: Link, program: Program, feeds: ReadonlyMap<string, Tensor>): Suspect {
  const types = new Map(
    program.layers.flatMap((layer: Layer) =>
      layer.types.map((type, output) => [outputId(layer.id, output), type] as const),
    ),
  );
  const decode = ({ id, bytes }: { id: string; bytes: Uint8Array }): [string, Tensor] => {
    const type = types.get(id);
    if (type === undefined) {
      throw new UserError(`board ${link.name}: runs another model, with a layer ${id}; export, build and flash again`);
    }
    return [id, new Tensor(type.dtype, type.shape, fromBytes(type.dtype, bytes))];
  };
  const encode = (tensors: ReadonlyMap<string, Tensor>): Map<string, Uint8Array> =>
    new Map([...tensors].map(([id, tensor]) => [id, toBytes(tensor.data)]));
  return {
    name: `board ${link.name}`,
    async capture(ids) {
      const tensors = new Map<string, Tensor>();
      for await (const captured of capture(link, encode(feeds), ids)) tensors.set(...decode(captured));
      return tensors;
    },
    async runEntry() {
      return new Map((await runModel(link, encode(feeds))).map(decode));
    },
    async runLayer(id, inputs, before) {
      return new Map((await runLayer(link, id, encode(inputs), before)).map(decode));
    },
  };
}
