import type { DType } from "../../base/tensor/dtype.js";
import type { Chip } from "../chip.js";

/** What a file says, and what follows from it: plain data, printed as JSON as it stands. All sizes are bytes. */
export interface Inspection {
  readonly name: string;
  readonly producer: string;
  /** The exporter as far as the file's features tell; it states no version. */
  readonly maker: MakerFacts;
  readonly metadata: Readonly<Record<string, string>>;
  /** The chips that the file may be for, and why; one where it was told. */
  readonly chips: readonly Chip[];
  readonly chipReason: string;
  /** Why the chip's runtime would refuse the model; computed sizes are then missing. */
  readonly refused?: string;
  readonly inputs: readonly TensorFacts[];
  readonly outputs: readonly TensorFacts[];
  readonly nodes: readonly NodeFacts[];
  readonly operators: readonly OperatorFacts[];
  readonly layouts: readonly LayoutFacts[];
  readonly scales: ScaleFacts;
  readonly memory: MemoryFacts;
}

export interface MakerFacts {
  /** In words: `esp-ppq 1.3.12 or later`. */
  readonly version: string;
  /** What in the file says so, and the law that follows; empty where nothing is special. */
  readonly features: readonly { readonly feature: string; readonly nodes: number; readonly law: string }[];
  /** Attributes without a meaning here, by node. */
  readonly unknown: readonly { readonly node: string; readonly attributes: readonly string[] }[];
}

export interface TensorFacts {
  readonly name: string;
  readonly dtype?: DType;
  /** Computed; what the file states, which may be stale, where nothing could be computed. */
  readonly shape?: readonly (number | string | null)[];
  /** Real value = integer · 2^exponent; one number, or one a channel. */
  readonly exponents: readonly number[];
  readonly layout: string;
}

export interface NodeFacts {
  readonly index: number;
  readonly name: string;
  readonly op: string;
  readonly registered: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  /** Tensors that other nodes make, or the model's inputs, by name. */
  readonly inputs: readonly string[];
  readonly constants: readonly TensorFacts[];
  readonly outputs: readonly TensorFacts[];
  /** Multiply-accumulates of a product sum; else elements that the node looks at or makes. */
  readonly work?: number;
  readonly constantBytes: number;
  /** Activations alive while the node runs, its own inputs and outputs among them. */
  readonly liveBytes?: number;
}

export interface OperatorFacts {
  readonly op: string;
  readonly count: number;
  readonly registered: boolean;
  readonly work: number;
}

/** Constants by the layout of their bytes. */
export interface LayoutFacts {
  readonly layout: string;
  readonly tensors: number;
  readonly bytes: number;
}

/** Exponents from the least to the greatest; absent where there is none. */
export interface ScaleFacts {
  readonly activations?: readonly [number, number];
  readonly weights?: readonly [number, number];
  /** Weights with an exponent for each channel. */
  readonly perChannel: number;
}

export interface MemoryFacts {
  /** All constants: kernels, biases, tables. */
  readonly constantBytes: number;
  /** Most activations alive at once, and at which node: no runtime needs less. */
  readonly liveBytes?: number;
  readonly liveNode?: string;
  /** The sum of all activations. */
  readonly activationBytes?: number;
  readonly inputBytes?: number;
  readonly outputBytes?: number;
  /** Embedded test vectors: in the file, not needed to run. */
  readonly testBytes: number;
}
