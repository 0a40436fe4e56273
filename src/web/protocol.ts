import type { View } from "../presentation/display/view.js";

/** A file that was dropped, chosen, or found in a folder or zip: its path inside of what was dropped, forward slashes. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A picture as SVG text of our own making; names in it are escaped. */
export interface Picture {
  readonly svg: string;
  readonly title: string;
  readonly description: string;
}

/** A view whose figure is drawn. */
export interface Shown extends Omit<View, "figure"> {
  readonly picture?: Picture;
}

/** One node of the drawing, as a line of the table. */
export interface NodeRow {
  readonly index: number;
  readonly name: string;
  readonly op: string;
  /** Id of its first tensor in a trace; absent where it does not run. */
  readonly id?: string;
  readonly type: string;
  readonly exponent: string;
  /** Window, stride and padding of what has them. */
  readonly kernel: string;
  readonly work: string;
  readonly constants: string;
  readonly live: string;
}

export interface InputRow {
  readonly name: string;
  readonly type: string;
  readonly dtype: string;
  readonly shape: readonly number[];
}

/** A model, read. */
export interface OpenedModel {
  readonly kind: "model";
  readonly title: string;
  readonly facts: Shown;
  /** The graph as SVG; absent where it has too many nodes to be drawn. */
  readonly drawing?: string;
  readonly nodes: readonly NodeRow[];
  readonly inputs: readonly InputRow[];
  /** The chips that it may be for, the one taken first; empty where it is for any. */
  readonly chips: readonly string[];
  /** Which of them the file says, where it says less than one. */
  readonly chipNote?: string;
  /** Whether lint and verify know it: an `.espdl` file. */
  readonly checked: boolean;
  /** Why it does not run; absent where it does. */
  readonly refused?: string;
  /** The models of the pack that it is out of, and which of them it is. */
  readonly pack?: { readonly names: readonly string[]; readonly member: number };
  /** Boards of WebAssembly that came with it, by what they are. */
  readonly boards: readonly string[];
}

/** Two runs, compared. */
export interface OpenedRuns {
  readonly kind: "runs";
  readonly title: string;
  readonly comparison: Shown;
  /** Of the layers worth a close look. */
  readonly pictures: readonly Picture[];
  readonly bisection?: Shown;
  /** What of each culprit its bytes tell. */
  readonly diagnoses: readonly Shown[];
}

/** A file of several models, of which one has to be chosen. */
export interface OpenedPack {
  readonly kind: "pack";
  readonly title: string;
  readonly names: readonly string[];
}

export type Opened = OpenedModel | OpenedRuns | OpenedPack;

/** What is opened, and as what. */
export interface OpenAsk {
  readonly files: readonly GivenFile[];
  readonly chip?: string;
  /** Of an encrypted file. */
  readonly key?: string;
  /** Which model of a pack, from 0. */
  readonly member?: number;
  /** The demonstration's model in place of files. */
  readonly demonstration?: boolean;
}

/** One tensor of a run. */
export interface TensorRow {
  readonly id: string;
  readonly op: string;
  readonly onnx: readonly string[];
  readonly type: string;
  readonly range: string;
  /** Share of elements at an end of the dtype. */
  readonly clipped: string;
  /** CRC-32 of its bytes, to compare runs by eye. */
  readonly crc: string;
}

export interface Ran {
  readonly tensors: readonly TensorRow[];
  readonly milliseconds: number;
  readonly input: string;
}

export interface LayerView {
  readonly id: string;
  readonly onnx: readonly string[];
  readonly op: string;
  readonly facts: Shown;
  readonly map?: Picture;
  readonly inputs: readonly { readonly id: string; readonly op: string; readonly type: string }[];
  readonly readers: readonly string[];
  readonly size: number;
}

export interface NumbersView {
  readonly found: number;
  readonly rows: readonly {
    readonly index: number;
    readonly place: string;
    readonly stored: string;
    readonly real: string;
  }[];
}

/** From the sum of products to one element. */
export interface ElementView {
  readonly heading: string;
  readonly steps: readonly { readonly what: string; readonly value: string; readonly how: string }[];
  readonly taps: readonly {
    readonly place: string;
    readonly x: number;
    readonly w: number;
    readonly product: number;
  }[];
  /** Products that are not listed: all are summed. */
  readonly more: number;
  /** Whether the steps give the byte that the run has. */
  readonly agrees: boolean;
}

export interface Demonstrated {
  readonly scores: readonly number[];
  readonly layers: readonly { readonly title: string; readonly map: Picture; readonly differs: boolean }[];
  readonly bisection?: Shown;
  readonly broken?: { readonly scores: readonly number[]; readonly what: string };
}

/** A board that answered. */
export interface BoardOpened {
  readonly heading: string;
  /** The tensors that it makes. */
  readonly layers: readonly {
    readonly index: number;
    readonly id: string;
    readonly op: string;
    readonly onnx: readonly string[];
    readonly type: string;
  }[];
}

/** A tensor that arrived from a board, held against the reference. */
export interface BoardRow {
  readonly id: string;
  readonly status: "equal" | "differs" | "incomparable";
  /** Share of elements that differ; empty where none does. */
  readonly share: string;
  readonly largest: string;
  readonly first: string;
}

/** An input that the person made: a `.npy`, or values in the order of the input's shape. */
export type GivenInput =
  | { readonly kind: "npy"; readonly name: string; readonly bytes: Uint8Array }
  | {
      readonly kind: "image";
      readonly name: string;
      readonly width: number;
      readonly height: number;
      /** RGBA. */
      readonly pixels: Uint8Array;
      readonly mean: number;
      readonly scale: number;
    };

/** What the page asks, and what it is answered. */
export interface Questions {
  open: { ask: OpenAsk; answer: Opened };
  run: { ask: { readonly input?: GivenInput }; answer: Ran };
  lint: { ask: object; answer: { readonly shown: Shown; readonly json: unknown } };
  verify: { ask: object; answer: { readonly shown: Shown; readonly json: unknown } };
  layer: { ask: { readonly id: string; readonly width: number }; answer: LayerView };
  numbers: { ask: { readonly id: string; readonly search: string }; answer: NumbersView };
  element: { ask: { readonly id: string; readonly index: number }; answer: ElementView };
  /** Opens the line to a board: a channel to a serial port, a WebAssembly module, or one that came with the model. */
  board: {
    ask: {
      readonly name: string;
      readonly line?: InstanceType<typeof MessagePort>;
      readonly code?: Uint8Array;
      readonly came?: number;
    };
    answer: BoardOpened;
  };
  /** Tells a {@link BoardRow} of each tensor as it arrives. */
  capture: {
    ask: object;
    answer: { readonly equal: boolean; readonly shown: Shown; readonly json: unknown; readonly cut?: string };
  };
  bisect: {
    ask: object;
    answer: { readonly shown: Shown; readonly diagnoses: readonly Shown[]; readonly json: unknown };
  };
  leave: { ask: object; answer: undefined };
  digits: { ask: object; answer: readonly Float32Array[] };
  demonstrate: {
    ask: { readonly digit: Float32Array; readonly fault?: string; readonly width: number };
    answer: Demonstrated;
  };
}

export type Question = keyof Questions;

export interface Request<Q extends Question = Question> {
  readonly number: number;
  readonly question: Q;
  readonly ask: Questions[Q]["ask"];
}

export type Reply =
  | { readonly number: number; readonly kind: "progress"; readonly text: string; readonly share: number }
  | { readonly number: number; readonly kind: "part"; readonly part: BoardRow }
  | { readonly number: number; readonly kind: "answer"; readonly answer: unknown }
  | { readonly number: number; readonly kind: "error"; readonly message: string };
