import type { Origin } from "../../../../src/comparison/bisect/bisection.js";
import type { CallLayer, Program } from "../../../../src/ir/graph/program.js";
import { type BoardCall, KERNEL_NUMBERS, type PlanFault } from "./board-model.js";
import { expression, MemoryMap, overlap, type Place, type Step } from "./memory-map.js";
import { TELLING } from "./telling.js";
import type { ZooModel } from "./zoo-board.js";

/** A fault of the memory plan, or of what a call is given, and what must be found of it. */
export interface ExpectedPlanFault extends PlanFault {
  readonly fault: string;
  readonly ids: readonly string[];
  readonly origin: Origin;
  readonly causes?: readonly string[];
}

type Fault = Omit<ExpectedPlanFault, "number">;

/** Bytes of a tensor that is worth moving by a few. */
const SMALLEST = 64;
/** Of each kind in one model. */
const MOST = 2;

/** The faults of a model's plan, made up from its C: where the memory lies decides which of them can be. */
export function planFaults({ subject: { program }, calls, text }: ZooModel): ExpectedPlanFault[] {
  const plan = new Plan(program, new MemoryMap(program, text), calls);
  const kinds = [
    plan.otherConstants(1, "weights of another layer", "weights/of "),
    plan.otherConstants(2, "bias of another layer", "bias/of "),
    plan.movedReads(),
    plan.movedWrites(),
    plan.movedForTheRunner(),
    plan.otherInputs(),
    plan.overlaps(),
    plan.inPlace(({ kernel }) => kernel !== undefined),
    plan.inPlace(({ op }) => op === "layout_transform"),
  ];
  return kinds
    .flatMap((kind) => spread(kind, MOST))
    .map((fault, position) => ({ ...fault, number: KERNEL_NUMBERS + position }));
}

/** Some of a list, from all over it. */
const spread = <T>(list: readonly T[], count: number): T[] =>
  list.filter((_, i) => list.length <= count || (i * count) % list.length < count);

class Plan {
  constructor(
    private readonly program: Program,
    private readonly map: MemoryMap,
    private readonly calls: readonly BoardCall[],
  ) {}

  private readonly operandsOf = (call: CallLayer): readonly string[] | undefined =>
    this.calls.find(({ layer }) => layer === call.index)?.operands;

  /** Convolutions, with their operands in C: input, kernel, bias, …, output. */
  private convolutions(): { call: CallLayer; operands: readonly string[]; makes: readonly string[] }[] {
    return this.map.steps.flatMap(({ call, makes }) => {
      const operands = this.operandsOf(call);
      return call.kernel !== undefined && operands ? [{ call, operands, makes }] : [];
    });
  }

  /** The kernel (1) or bias (2) of another convolution that has as many or more. */
  otherConstants(position: 1 | 2, fault: string, cause: string): Fault[] {
    const all = this.convolutions().filter(({ call }) => call.inputs.length === 3);
    const size = ({ inputs }: CallLayer): number => {
      const { layer, output } = inputs[position]!;
      return this.program.layers[layer]!.types[output]!.shape.reduce((a, b) => a * b, 1);
    };
    return all.flatMap(({ call, operands, makes }) => {
      const other = all.find((found) => found.call !== call && size(found.call) >= size(call));
      if (other === undefined) return [];
      return [
        {
          fault,
          operands: new Map([[call.index, operands.with(position, other.operands[position]!)]]),
          ids: makes,
          origin: "own" as const,
          causes: [cause],
        },
      ];
    });
  }

  /** A call reads its input some bytes beside it. */
  movedReads(): Fault[] {
    return this.each((step, operands) => {
      const [id] = step.reads;
      const place = id && this.map.places.get(id);
      if (!place || place.bytes < SMALLEST || step.reads.length > 1 || operands[0] !== expression(place))
        return undefined;
      const by = 4;
      const causes =
        step.call.kernel === undefined && step.call.op !== "esp.dense"
          ? ["operands/offset+", "output-order/offset+", "lookup/"]
          : ["input-reading/offset+4", "input-channels/"];
      return {
        fault: "input read 4 bytes late",
        operands: new Map([[step.call.index, operands.with(0, expression({ ...place, offset: place.offset + by }))]]),
        ids: step.makes,
        origin: "own",
        causes,
      };
    });
  }

  /** A call writes its output some bytes beside where it is read. */
  movedWrites(): Fault[] {
    return this.each((step, operands, at) => {
      const [id] = step.makes;
      const place = this.map.places.get(id!)!;
      const last = operands.length - 1;
      if (step.makes.length > 1 || operands[last] !== expression(place)) return undefined;
      const moved = { ...place, offset: place.offset + 4 };
      if (moved.offset + moved.bytes > this.map.size(place.base)) return undefined;
      if (this.map.spoiled(moved, at, step.makes).length > 0) return undefined;
      return {
        fault: "output written 4 bytes late",
        operands: new Map([[step.call.index, operands.with(last, expression(moved))]]),
        ids: step.makes,
        origin: "own",
        causes: ["output-order/offset-", "transfer/doubled-4"],
      };
    });
  }

  /** The runner's table has a tensor some bytes beside it: what is read out is wrong, not the layer. */
  movedForTheRunner(): Fault[] {
    return this.each((step) => {
      const [id] = step.makes;
      const place = this.map.places.get(id!)!;
      const reader = this.map.steps.find(({ reads }) => reads.includes(id!));
      if (
        reader === undefined ||
        place.bytes < SMALLEST ||
        !TELLING.has(reader.call.op) ||
        place.base !== "tvmgen_default_workspace"
      )
        return undefined;
      return {
        fault: "tensor read out 8 bytes late",
        places: new Map([[id!, expression({ ...place, offset: place.offset + 8 })]]),
        ids: [id!],
        origin: "transfer",
        causes: ["output-order/offset+", "transfer/lost-8"],
      };
    });
  }

  /** A call reads another tensor that is still whole. */
  otherInputs(): Fault[] {
    return this.each((step, operands, at) => {
      const [id] = step.reads;
      const place = id && this.map.places.get(id);
      if (!place || operands[0] !== expression(place)) return undefined;
      const other = [...this.map.places].find(
        ([name, { base, bytes }]) =>
          !step.reads.includes(name) &&
          base === place.base &&
          bytes >= place.bytes &&
          !overlap(this.map.places.get(name)!, place) &&
          !step.makes.some((made) => overlap(this.map.places.get(name)!, this.map.places.get(made)!)) &&
          this.map.intact(name, at),
      );
      if (other === undefined) return undefined;
      return {
        fault: "input of another layer",
        operands: new Map([[step.call.index, operands.with(0, expression(other[1]))]]),
        ids: step.makes,
        origin: "own",
        // The tensor before a layout_transform is the image in the other layout.
        causes: ["input-reading/of ", "operands/of ", "input-reading/stored-nchw", "output-order/nhwc"],
      };
    });
  }

  /** A tensor lies where another is written before it is read for the last time. */
  overlaps(): Fault[] {
    return this.map.steps.flatMap((writer, at): Fault[] => {
      const [written] = writer.makes;
      const onto = this.map.places.get(written!)!;
      if (!writer.writes || onto.base !== "tvmgen_default_workspace") return [];
      return this.map.live(at).flatMap((id) => this.overlap(id, written!, at, onto));
    });
  }

  private overlap(id: string, written: string, at: number, onto: Place): Fault[] {
    const place = this.map.places.get(id)!;
    const made = this.map.made(id);
    const readers = this.map.steps.filter(({ reads }) => reads.includes(id));
    const later = readers.filter((step) => this.map.steps.indexOf(step) > at);
    const moved = { ...onto, bytes: place.bytes };
    if (id === written || made < 0 || made >= at || later.length !== 1 || place.base !== onto.base) return [];
    if (readers.some((step) => this.map.steps.indexOf(step) === at) || place.bytes > onto.bytes) return [];
    const [reader] = later as [Step];
    const lastly = this.map.steps.indexOf(reader);
    const around = this.map.steps.slice(made, lastly + 1);
    if (around.some((step) => !step.writes)) return [];
    for (let step = made; step <= lastly; step++)
      if (this.map.spoiled(moved, step, [id, written]).length > 0) return [];
    return [
      {
        fault: "overlapping tensors",
        operands: this.moved(this.map.steps[made]!, readers, place, moved),
        places: new Map([[id, expression(moved)]]),
        ids: reader.makes,
        // Alone, both are written to the one place before the call.
        origin: reader.reads.includes(written) ? "own" : "run",
        causes: ["operands/", "input-reading/of "],
      },
    ];
  }

  /** The output of a call lies where its input does. */
  inPlace(isConcerned: (call: CallLayer) => boolean): Fault[] {
    return this.each((step, _, at) => {
      const { call, reads, makes } = step;
      const [source, target] = [reads[0], makes[0]!];
      const [from, place] = [source && this.map.places.get(source), this.map.places.get(target)!];
      if (!isConcerned(call) || !from || from.base !== place.base) return undefined;
      const moved = { ...from, bytes: place.bytes };
      const readers = this.map.steps.filter(({ reads }) => reads.includes(target));
      const last = Math.max(...readers.map((reader) => this.map.steps.indexOf(reader)));
      if (this.map.lastRead(source!) > at || readers.some(({ writes }) => !writes)) return undefined;
      if (moved.offset + moved.bytes > this.map.size(place.base) || !Number.isFinite(last)) return undefined;
      for (let during = at; during <= last; during++)
        if (this.map.spoiled(moved, during, [source!, target]).length > 0) return undefined;
      return {
        fault: "output over its input",
        operands: this.moved(step, readers, place, moved),
        places: new Map([[target, expression(moved)]]),
        ids: makes,
        origin: "own",
        causes: ["memory/in-place"],
      };
    });
  }

  /** The operands of a tensor's maker and readers, the tensor being elsewhere. */
  private moved(maker: Step, readers: readonly Step[], from: Place, to: Place): Map<number, readonly string[]> {
    const exchange = ({ call }: Step, isOutput: boolean): [number, readonly string[]] => {
      const operands = this.operandsOf(call)!;
      const outputs = operands.length - call.types.length;
      const replace = (operand: string, i: number): string =>
        i >= outputs === isOutput && operand === expression(from) ? expression(to) : operand;
      return [call.index, operands.map(replace)];
    };
    return new Map([exchange(maker, true), ...readers.map((reader) => exchange(reader, false))]);
  }

  private each(make: (step: Step, operands: readonly string[], at: number) => Fault | undefined): Fault[] {
    return this.map.steps.flatMap((step, at) => {
      const operands = this.operandsOf(step.call);
      const fault = operands && make(step, operands, at);
      return fault ? [fault] : [];
    });
  }
}
