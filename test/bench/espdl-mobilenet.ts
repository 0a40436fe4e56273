import type { EspdlAttribute, EspdlModel, EspdlNode, EspdlTensor, EspdlValueInfo } from "../../src/espdl/model.js";

/** Expansion, output channels, repetitions and first stride of MobileNetV2's stages (width 1). */
const STAGES = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

const EXPONENT = { int8: -5, int16: -12 } as const;

/** A network of MobileNetV2's size, 224 × 224 × 3 to 1000, with seeded weights: 300 million products. */
export function mobilenet(dtype: "int8" | "int16"): EspdlModel {
  return new Builder(dtype).build();
}

class Builder {
  private readonly nodes: EspdlNode[] = [];
  private readonly initializers: EspdlTensor[] = [];
  private readonly infos: EspdlValueInfo[] = [];
  private seed = 1;

  constructor(private readonly dtype: "int8" | "int16") {}

  build(): EspdlModel {
    const input = this.info("input", [1, 224, 224, 3]);
    let x = this.conv("input", 3, 32, 3, 2, 1, true);
    let channels = 32;
    for (const [expand, outputs, repeats, firstStride] of STAGES) {
      for (let repeat = 0; repeat < repeats; repeat++) {
        const stride = repeat === 0 ? firstStride : 1;
        const wide = channels * expand;
        const expanded = expand === 1 ? x : this.conv(x, channels, wide, 1, 1, 1, true);
        const mixed = this.conv(expanded, wide, wide, 3, stride, wide, true);
        const projected = this.conv(mixed, wide, outputs, 1, 1, 1, false);
        x = stride === 1 && channels === outputs ? this.node("Add", [x, projected], {}) : projected;
        channels = outputs;
      }
    }
    x = this.node("GlobalAveragePool", [this.conv(x, channels, 1280, 1, 1, 1, true)], {});
    const logits = this.conv(x, 1280, 1000, 1, 1, 1, false);
    const graph = {
      name: "mobilenet",
      docString: "",
      nodes: this.nodes,
      initializers: this.initializers,
      inputs: [input],
      outputs: [this.info(logits, [1, 1, 1, 1000])],
      valueInfo: this.infos,
      testInputs: [],
      testOutputs: [],
    };
    return {
      irVersion: 8,
      producerName: "",
      producerVersion: "",
      domain: "",
      modelVersion: 0,
      docString: "",
      opsets: [],
      metadata: new Map(),
      graph,
    };
  }

  private conv(
    x: string,
    inputs: number,
    outputs: number,
    kernel: number,
    stride: number,
    group: number,
    relu: boolean,
  ) {
    const name = `w${this.initializers.length}`;
    const dims = group === 1 ? [kernel, kernel, inputs, outputs] : [kernel, kernel, outputs, 1];
    const pad = (kernel - 1) / 2;
    this.initializers.push(this.weight(name, dims));
    return this.node("Conv", [x, name], {
      activation: { type: "string", value: relu ? "Relu" : "Linear" },
      group: { type: "int", value: group },
      pads: { type: "ints", value: [pad, pad, pad, pad] },
      strides: { type: "ints", value: [stride, stride] },
    });
  }

  private weight(name: string, dims: readonly number[]): EspdlTensor {
    const size = dims.reduce((product, dim) => product * dim, 1);
    const data = this.dtype === "int8" ? new Int8Array(size) : new Int16Array(size);
    for (let i = 0; i < size; i++) {
      this.seed = (Math.imul(this.seed, 1664525) + 1013904223) | 0;
      data[i] = this.seed >> (this.dtype === "int8" ? 25 : 18);
    }
    const exponent = this.dtype === "int8" ? -9 : -16;
    return { name, dtype: this.dtype, dims, layout: "UNK", exponents: [exponent], bytes: new Uint8Array(data.buffer) };
  }

  private node(
    opType: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, EspdlAttribute>>,
  ): string {
    const output = `t${this.nodes.length}`;
    this.nodes.push({
      name: `n${this.nodes.length}`,
      opType,
      domain: "",
      docString: "",
      inputs,
      outputs: [output],
      attributes: new Map(Object.entries(attributes)),
    });
    this.infos.push(this.info(output, undefined));
    return output;
  }

  private info(name: string, dims: readonly number[] | undefined): EspdlValueInfo {
    return { name, dtype: this.dtype, dims, layout: "", exponents: [EXPONENT[this.dtype]] };
  }
}
