import { type DType, toBytes } from "../../base/tensor/dtype.js";
import type { Program } from "../../ir/graph/program.js";
import type { MemoryPlan } from "../memory/plan.js";
import { boardModelId, boardModelSource } from "./board-model.js";
import type { ConstantKind } from "./emit/emitter.js";
import { publicHeader } from "./header.js";
import { type Network, networkOf } from "./network.js";
import { type ShownLayer, shownLayer } from "./shown-layer.js";
import { callsHeader, functionText, librarySource0, librarySource1, mainText } from "./sources.js";

/** A file of a generated project: a path with forward slashes, relative to where it is unpacked. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

export interface GeneratedFunction {
  readonly name: string;
  readonly text: string;
}

/** A table in the board's flash. */
export interface BoardConstant {
  /** Of the C array. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly dtype: DType;
  /** The calls that read it: index of the layer, and what it is to it. */
  readonly readers: readonly { readonly layer: number; readonly kind: ConstantKind }[];
}

export interface GeneratedCode {
  /** The C of the model, for any project: codegen/host/{src,include}. */
  readonly files: readonly GeneratedFile[];
  /** As the debug runner tells it. */
  readonly id: string;
  readonly constants: readonly BoardConstant[];
  /** The model's description for the debug runner of templates/board; needs its espdl_link.h. */
  readonly boardModel: GeneratedFile;
  /** The functions that make the calls, in order: excerpts of default_lib1.c. */
  readonly functions: readonly GeneratedFunction[];
  /** `tvmgen_default___tvm_main__`, which calls them: the end of default_lib1.c. */
  readonly main: string;
  /** One of the tensors in `main`, for an example. */
  readonly shown: ShownLayer | undefined;
  /** Bytes of constants in flash, each aligned to 16. */
  readonly constantBytes: number;
}

/**
 * C99 of a program, its tensors where `plan` puts them; no heap. Needs the portable kernels (`kernelFiles`).
 * @throws UserError naming the call that has no C kernel.
 */
export function generateCode(program: Program, plan: MemoryPlan): GeneratedCode {
  const network = networkOf(program, plan);
  const main = librarySource1(network);
  const constants = librarySource0(network);
  const id = boardModelId([constants, main]);
  const board = boardModelSource(network, id);
  return {
    files: [
      { path: "codegen/host/include/tvmgen_default.h", text: publicHeader(network) },
      { path: "codegen/host/include/tvmgen_default_calls.h", text: callsHeader(network) },
      { path: "codegen/host/src/default_lib0.c", text: constants },
      { path: "codegen/host/src/default_lib1.c", text: main },
    ],
    id,
    constants: constantsOf(network),
    boardModel: { path: "codegen/host/board/espdl_model.c", text: board },
    functions: network.functions.map((call) => ({ name: call.name, text: functionText(call) })),
    main: mainText(network),
    shown: shownLayer(network),
    constantBytes: network.flash.bytes,
  };
}

function constantsOf({ flash, functions }: Network): BoardConstant[] {
  return [...flash.constants].map(([name, { data, dtype }]) => ({
    name,
    bytes: toBytes(data),
    dtype,
    readers: functions.flatMap(({ call: { index }, kinds }) => {
      const kind = kinds.get(name);
      return kind === undefined ? [] : [{ layer: index, kind }];
    }),
  }));
}
