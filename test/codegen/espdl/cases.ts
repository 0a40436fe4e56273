import { Tensor } from "../../../src/base/tensor/tensor.js";
import { generateCode } from "../../../src/codegen/c/generate.js";
import { type MemoryPlan, planMemory } from "../../../src/codegen/memory/plan.js";
import type { Chip } from "../../../src/espdl/chip.js";
import { compileEspdl, type EspdlProgram } from "../../../src/espdl/compile.js";
import { readEspdl } from "../../../src/espdl/read.js";
import type { TensorType } from "../../../src/ir/graph/graph.js";
import type { Program } from "../../../src/ir/graph/program.js";
import { chipCases } from "../../golden/chip-cases.js";
import { espdlCases } from "../../golden/espdl-cases.js";
import type { HostBatch } from "../host-batch.js";

/** An `.espdl` file with a sample to run it on. */
export interface PortableCase {
  readonly name: string;
  readonly set: string;
  readonly chip: Chip;
  readonly model: () => Uint8Array;
  /** Arrays by name of the input, one sample or several behind each other. */
  readonly inputs: () => ReadonlyMap<string, Tensor>;
}

/** Every case of the three sets of vectors; a part of them in `npm test`. */
export function portableCases(): PortableCase[] {
  const own = espdlCases().map(
    ({ name, facts, model, arrays }): PortableCase => ({
      ...{ name, set: "espdl", chip: facts.target, model },
      inputs: () => {
        const found = arrays("inputs.npz");
        return new Map(facts.inputs.map(({ key, name: input }) => [input, found.get(key)!]));
      },
    }),
  );
  const later = (["espdl_1312", "espdl_2026"] as const).flatMap((set) =>
    chipCases(set).map(
      ({ name, facts, model, inputs }): PortableCase => ({
        ...{ name, set, chip: facts.target, model: () => model },
        inputs: () => new Map(facts.inputs.map(({ key, name: input }) => [input, inputs.get(key)!])),
      }),
    ),
  );
  return [...own, ...later];
}

export interface PortableProgram {
  readonly golden: PortableCase;
  readonly program: EspdlProgram;
  readonly plan: MemoryPlan;
  readonly feeds: ReadonlyMap<string, Tensor>;
  readonly lanes: boolean;
}

/** Compiles a case into a batch; `lanes`: in the 20-bit lanes of the ESP32-S3. @throws UserError where it is refused. */
export function addCase(batch: HostBatch, golden: PortableCase, lanes = false): PortableProgram {
  const { chip } = golden;
  const program = compileEspdl(readEspdl(golden.model()), { chip, saturatingLanes: lanes });
  const plan = planMemory(program);
  batch.add(nameOf(golden, lanes), generateCode(program, plan));
  return { golden, program, plan, feeds: feedsOf(program, golden.inputs()), lanes };
}

/** The first sample of the arrays, in the shapes of a program's inputs. */
export function feedsOf(program: Program, arrays: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  const feeds = program.layers.flatMap((layer): [string, Tensor][] => {
    if (layer.kind !== "input") return [];
    const [{ dtype, shape }] = layer.types as readonly [TensorType];
    const size = shape.reduce((product, dim) => product * dim, 1);
    return [[layer.name, new Tensor(dtype, shape, arrays.get(layer.name)!.data.slice(0, size))]];
  });
  return new Map(feeds);
}

export const nameOf = ({ name }: PortableCase, lanes: boolean): string => (lanes ? `${name} lanes` : name);
