import type { Messages } from "../../formats/onnx/message-decoder.js";
import type { Int64 } from "../../formats/onnx/protos.js";

/**
 * The part of TensorFlow's graph.proto, attr_value.proto, tensor.proto and function.proto that is read. A function's own
 * attributes are left out on purpose: without them no message contains itself. A map is a list of entries.
 */
export const GRAPH_MESSAGES: Messages = {
  Graph: { node: [1, "Node*"], library: [2, "Library"] },
  Library: { function: [1, "Function*"] },
  Function: { signature: [1, "Operation"], nodeDef: [3, "Node*"], ret: [4, "TextEntry*"] },
  Operation: { name: [1, "string"], inputArg: [2, "Argument*"], outputArg: [3, "Argument*"] },
  Argument: { name: [1, "string"] },
  TextEntry: { key: [1, "string"], value: [2, "string"] },
  Node: { name: [1, "string"], op: [2, "string"], input: [3, "string*"], attr: [5, "AttributeEntry*"] },
  AttributeEntry: { key: [1, "string"], value: [2, "Attribute"] },
  Attribute: {
    list: [1, "List"],
    s: [2, "bytes"],
    i: [3, "int64"],
    f: [4, "float"],
    b: [5, "bool"],
    type: [6, "int32"],
    shape: [7, "Shape"],
    tensor: [8, "Tensor"],
    func: [10, "FunctionName"],
  },
  List: { s: [2, "bytes*"], i: [3, "int64**"], f: [4, "float**"] },
  FunctionName: { name: [1, "string"] },
  Shape: { dim: [2, "Dimension*"], unknownRank: [3, "bool"] },
  Dimension: { size: [1, "int64"] },
  Tensor: {
    dtype: [1, "int32"],
    tensorShape: [2, "Shape"],
    tensorContent: [4, "bytes"],
    floatVal: [5, "float**"],
    doubleVal: [6, "double**"],
    intVal: [7, "int32**"],
    stringVal: [8, "bytes*"],
    int64Val: [10, "int64**"],
    boolVal: [11, "bool**"],
  },
};

export interface ShapeProto {
  dim: { size: Int64 }[];
  unknownRank: boolean;
}
export interface TensorProto {
  dtype: number;
  tensorShape: ShapeProto | null;
  tensorContent: Uint8Array;
  floatVal: number[];
  doubleVal: number[];
  intVal: number[];
  stringVal: Uint8Array[];
  int64Val: Int64[];
  boolVal: boolean[];
}
/** One field is present; `Object.hasOwn` tells which. */
export interface AttributeProto {
  list: { s: Uint8Array[]; i: Int64[]; f: number[] } | null;
  s: Uint8Array;
  i: Int64;
  f: number;
  b: boolean;
  type: number;
  shape: ShapeProto | null;
  tensor: TensorProto | null;
  func: { name: string } | null;
}
export interface NodeProto {
  name: string;
  op: string;
  input: string[];
  attr: { key: string; value: AttributeProto | null }[];
}
export interface FunctionProto {
  signature: { name: string; inputArg: { name: string }[]; outputArg: { name: string }[] } | null;
  nodeDef: NodeProto[];
  ret: { key: string; value: string }[];
}
export interface GraphProto {
  node: NodeProto[];
  library: { function: FunctionProto[] } | null;
}
