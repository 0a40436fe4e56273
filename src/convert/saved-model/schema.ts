import type { BoundedReader } from "../../formats/onnx/bounded-reader.js";
import { messageDecoder } from "../../formats/onnx/message-decoder.js";
import type { Int64 } from "../../formats/onnx/protos.js";
import { GRAPH_MESSAGES, type GraphProto, type ShapeProto } from "../graphdef/schema.js";

export interface TensorInfoProto {
  name: string;
  dtype: number;
  tensorShape: ShapeProto | null;
}
export interface MetaGraphProto {
  metaInfo: { tags: string[] } | null;
  graph: GraphProto | null;
  saver: { filenameTensorName: string; restoreOpName: string } | null;
  signatures: { key: string; value: SignatureProto | null }[];
}
export interface SignatureProto {
  inputs: { key: string; value: TensorInfoProto | null }[];
  outputs: { key: string; value: TensorInfoProto | null }[];
}
export interface SavedModelProto {
  schemaVersion: Int64;
  metaGraphs: MetaGraphProto[];
}

/** The part of saved_model.proto and meta_graph.proto that is read. */
const decode = messageDecoder({
  ...GRAPH_MESSAGES,
  SavedModel: { schemaVersion: [1, "int64"], metaGraphs: [2, "MetaGraph*"] },
  MetaGraph: {
    metaInfo: [1, "MetaInfo"],
    graph: [2, "Graph"],
    saver: [3, "Saver"],
    signatures: [5, "SignatureEntry*"],
  },
  MetaInfo: { tags: [4, "string*"] },
  Saver: { filenameTensorName: [1, "string"], restoreOpName: [3, "string"] },
  SignatureEntry: { key: [1, "string"], value: [2, "Signature"] },
  Signature: { inputs: [1, "TensorInfoEntry*"], outputs: [2, "TensorInfoEntry*"] },
  TensorInfoEntry: { key: [1, "string"], value: [2, "TensorInfo"] },
  TensorInfo: { name: [1, "string"], dtype: [2, "int32"], tensorShape: [3, "Shape"] },
});

export const decodeSavedModel = (reader: BoundedReader) => decode(reader, "SavedModel") as SavedModelProto;

/** One variable of a checkpoint (BundleEntryProto). */
export interface BundleEntryProto {
  dtype: number;
  shape: ShapeProto | null;
  shardId: number;
  offset: Int64;
  size: Int64;
  crc32c: number;
  slices: Uint8Array[];
}

export interface BundleHeaderProto {
  numShards: number;
  endianness: number;
}

/** The part of tensor_bundle.proto that is read. */
const decodeBundle = messageDecoder({
  Shape: GRAPH_MESSAGES.Shape!,
  Dimension: GRAPH_MESSAGES.Dimension!,
  BundleHeader: { numShards: [1, "int32"], endianness: [2, "int32"] },
  BundleEntry: {
    dtype: [1, "int32"],
    shape: [2, "Shape"],
    shardId: [3, "int32"],
    offset: [4, "int64"],
    size: [5, "int64"],
    crc32c: [6, "fixed32"],
    slices: [7, "bytes*"],
  },
});

export const decodeBundleHeader = (reader: BoundedReader) => decodeBundle(reader, "BundleHeader") as BundleHeaderProto;
export const decodeBundleEntry = (reader: BoundedReader) => decodeBundle(reader, "BundleEntry") as BundleEntryProto;
