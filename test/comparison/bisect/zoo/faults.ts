import type { Bisection } from "../../../../src/comparison/bisect/bisection.js";
import { outputId } from "../../../../src/ir/graph/output-id.js";
import type { CallLayer } from "../../../../src/ir/graph/program.js";
import { ENTRY_FAULT } from "./entry.js";
import { KERNEL_FAMILIES, KERNEL_FAULTS } from "./kernels.js";
import { linkFaults } from "./link-targets.js";
import { planFaults } from "./plan.js";
import type { Expected } from "./score.js";
import type { ZooBoard } from "./zoo-board.js";

/** One fault in one place of a model. */
export interface ZooFault extends Expected {
  readonly run: () => Promise<Bisection>;
}

/** Every fault that a model can have: of the kernels that it calls in turn, of its plan, of the link. */
export function zooFaults(board: ZooBoard, model: string): ZooFault[] {
  const { program } = board.model.subject;
  const written = new Set(board.model.calls.map(({ layer }) => layer));
  const calls = program.layers.filter((layer): layer is CallLayer => layer.kind === "call" && written.has(layer.index));
  const kernels = KERNEL_FAMILIES.flatMap((family) => {
    const targets = calls.filter(({ op }) => family.ops.includes(op));
    const faults = targets.length === 0 ? [] : KERNEL_FAULTS.filter((fault) => fault.family === family);
    return faults.map(({ number, name, causes }, position): ZooFault => {
      const target = targets[position % targets.length]!;
      const ids = target.types.map((_, output) => outputId(target.id, output));
      const run = () => board.bisect(number, target.index);
      return { family: family.name, fault: name, model, ids, origin: "own", run, ...(causes && { causes }) };
    });
  });
  const plan = planFaults(board.model).map(({ number, fault, ids, origin, causes }): ZooFault => {
    const run = () => board.bisect(number, 0);
    return { family: "plan", fault, model, ids, origin, run, ...(causes && { causes }) };
  });
  const link = linkFaults(board.model).map(({ number, fault, id, parameters, causes }): ZooFault => {
    const run = () => board.bisect(number, board.tensor(id), parameters);
    return { family: "link", fault, model, ids: [id], origin: "transfer", run, ...(causes && { causes }) };
  });
  const outputs = program.outputs.map(({ layer, output }) => outputId(program.layers[layer]!.id, output));
  const entry: ZooFault[] = board.model.hasEntryFault
    ? [
        {
          ...{ family: "entry point", fault: "weights read one byte late", model, ids: outputs, origin: "entry" },
          run: () => board.bisect(ENTRY_FAULT, 0),
        },
      ]
    : [];
  return [...kernels, ...plan, ...entry, ...link];
}
