import { TVM_ARITHMETIC } from "../../../kernels-ref/arithmetic.js";
import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { isReshape } from "../../ir/graph/operators/table.js";
import type { CallLayer, Operand, Program } from "../../ir/graph/program.js";
import type { MemoryPlan } from "../memory/plan.js";
import type { CallSite, ConstantKind } from "./emit/emitter.js";
import { EMITTERS } from "./emit/table.js";
import { Flash } from "./flash.js";
import { cType } from "./number.js";
import { uniqueIdentifiers } from "./text.js";

/** A call as a C function of what it reads (constants excepted) and writes. */
export interface CallFunction {
  readonly call: CallLayer;
  /** Its index among the program's calls. */
  readonly position: number;
  readonly name: string;
  readonly reads: readonly Operand[];
  /** Names of the constants that are passed after what it reads. */
  readonly constants: readonly string[];
  /** Names of all that it reads, and what each is to it. */
  readonly kinds: ReadonlyMap<string, ConstantKind>;
  /** The parameter list, the names in it, and the statements. */
  readonly parameters: string;
  readonly names: readonly string[];
  readonly body: string;
}

export interface Network {
  readonly program: Program;
  readonly plan: MemoryPlan;
  /** One a call, reshapes excepted: they share the bytes of what they read. */
  readonly functions: readonly CallFunction[];
  readonly flash: Flash;
}

/** The C functions of a fused program. @throws UserError naming the call that has no C kernel. */
export function networkOf(program: Program, plan: MemoryPlan): Network {
  const all = program.layers.filter((layer) => layer.kind === "call");
  const calls = all.filter((call) => !isReshape(call.op));
  const flash = new Flash();
  let convolutions = 0;
  const isConvolution = ({ op }: CallLayer): boolean => op === "esp.conv2d" || op === "esp.depthwise_conv2d";
  const names = uniqueIdentifiers([
    ...["tvmgen_default_run", "tvmgen_default___tvm_main__", "tvmgen_default_workspace"],
    ...calls.map((call) => (isConvolution(call) ? `tvmgen_default_esp_main_${convolutions++}` : ownName(call.id))),
  ]).slice(3);
  const functions = calls.map((call, i) => ({
    position: all.indexOf(call),
    ...callFunction(program, call, names[i] as string, flash),
  }));
  return { program, plan, functions, flash };
}

/** A tensor of somebody's file may be called `output` or `memcpy`. */
const ownName = (id: string): string => (id.startsWith(OWN) ? id : `${OWN}${id}`);
const OWN = "tvmgen_default_";

function callFunction(program: Program, call: CallLayer, name: string, flash: Flash): Omit<CallFunction, "position"> {
  const constant = (operand: Operand): Tensor | undefined => {
    const layer = program.layers[operand.layer];
    return layer?.kind === "param" ? layer.tensor : undefined;
  };
  const typeOf = ({ layer, output }: Operand) => program.layers[layer]!.types[output]!;
  const reads = call.inputs.filter((operand) => constant(operand) === undefined);
  const first = call.inputs[0] && program.layers[call.inputs[0].layer]!.exponent;
  const kinds = new Map<string, ConstantKind>();
  const store = (tensor: Tensor, what: ConstantKind): string => {
    const stored = flash.store(tensor);
    kinds.set(stored, what);
    return stored;
  };
  const passed: { readonly name: string; readonly type: string }[] = [];
  const site: CallSite = {
    call,
    arithmetic: program.arithmetic ?? TVM_ARITHMETIC,
    types: call.inputs.map(typeOf),
    constants: call.inputs.map(constant),
    inputExponent: typeof first === "number" ? first : undefined,
    read: (input) => {
      const operand = call.inputs[input] as Operand;
      const tensor = constant(operand);
      return tensor === undefined ? `in${reads.indexOf(operand)}` : store(tensor, kindOf(call, input));
    },
    store,
    pass: (tensor, what) => `constant${passed.push({ name: store(tensor, what), type: cType(tensor.dtype) }) - 1}`,
    write: (output) => `out${output}`,
  };
  const emitter = EMITTERS.get(call.op);
  if (emitter === undefined)
    throw new UserError(`${call.id}: ${call.op} has no C kernel; run it with \`debug\` only, or change the model`);
  const body = emitter(site);
  const parameters = [
    ...reads.map((operand, i) => [`const ${cType(typeOf(operand).dtype)} *`, `in${i}`] as const),
    ...passed.map(({ type }, i) => [`const ${type} *`, `constant${i}`] as const),
    ...call.types.map(({ dtype }, i) => [`${cType(dtype)} *`, `out${i}`] as const),
  ];
  return {
    ...{ call, name, reads, body, kinds, constants: passed.map((constant) => constant.name) },
    parameters: parameters.map(([type, parameter]) => type + parameter).join(", "),
    names: parameters.map(([, parameter]) => parameter),
  };
}

/** What an operand is to a call that multiplies with it. */
function kindOf({ op }: CallLayer, input: number): ConstantKind {
  if (!/conv|dense|matmul/.test(op)) return "constant";
  return input === 1 ? "weights" : input === 2 ? "bias" : "constant";
}
