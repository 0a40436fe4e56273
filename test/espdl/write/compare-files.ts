import type { EspdlAttribute, EspdlModel, EspdlNode, EspdlTensor, EspdlValueInfo } from "../../../src/espdl/model.js";

/** Names that an exporter makes up. */
const made = (name: string): boolean => /^(PPQ|Espdl)_(Variable|Operation)_\d+$/.test(name);

/** What differs between two files but for the names of inserted nodes and the order of lists: one line each. */
export function compareFiles(theirs: EspdlModel, ours: EspdlModel): string[] {
  return new Comparison(theirs, ours).differences();
}

class Side {
  readonly producers = new Map<string, EspdlNode>();
  readonly constants: Map<string, EspdlTensor>;
  readonly infos: Map<string, EspdlValueInfo>;

  constructor(readonly model: EspdlModel) {
    for (const node of model.graph.nodes) for (const name of node.outputs) this.producers.set(name, node);
    this.constants = new Map(model.graph.initializers.map((tensor) => [tensor.name, tensor]));
    this.infos = new Map(model.graph.valueInfo.map((info) => [info.name, info]));
  }
}

class Comparison {
  private readonly a: Side;
  private readonly b: Side;
  private readonly found: string[] = [];
  private readonly pairs = new Map<EspdlNode, EspdlNode>();

  constructor(theirs: EspdlModel, ours: EspdlModel) {
    this.a = new Side(theirs);
    this.b = new Side(ours);
  }

  differences(): string[] {
    const [a, b] = [this.a.model, this.b.model];
    for (const key of ["irVersion", "producerName", "modelVersion", "docString", "domain"] as const)
      if (a[key] !== b[key]) this.found.push(`${key}: ${a[key]} against ${b[key]}`);
    if (a.graph.name !== b.graph.name) this.found.push(`graph name: ${a.graph.name} against ${b.graph.name}`);
    for (const key of ["inputs", "outputs"] as const) {
      const names = (side: EspdlModel): string =>
        side.graph[key]
          .map(({ name }) => name)
          .sort()
          .join();
      if (names(a) !== names(b)) this.found.push(`${key}: ${names(a)} against ${names(b)}`);
      for (const info of a.graph[key])
        this.info(
          info,
          b.graph[key].find(({ name }) => name === info.name),
        );
    }
    for (const node of a.graph.nodes) {
      const name = node.outputs.find((output) => output !== "" && !made(output));
      if (name !== undefined) this.pair(node, this.b.producers.get(name), name);
    }
    for (const node of a.graph.nodes)
      if (!this.pairs.has(node)) this.found.push(`${node.opType} ${node.name}: not in ours`);
    const paired = new Set(this.pairs.values());
    for (const node of b.graph.nodes)
      if (!paired.has(node)) this.found.push(`${node.opType} ${node.name}: not in theirs`);
    return this.found;
  }

  private pair(a: EspdlNode, b: EspdlNode | undefined, at: string): void {
    if (this.pairs.has(a)) return;
    if (b === undefined) {
      this.found.push(`${a.opType} ${a.name}: ours makes no ${at}`);
      return;
    }
    this.pairs.set(a, b);
    if (a.opType !== b.opType) this.found.push(`${a.name}: ${a.opType} against ${b.opType} ${b.name}`);
    else if (!made(a.name) && a.name !== b.name) this.found.push(`${a.name}: named ${b.name}`);
    const keys = new Set([...a.attributes.keys(), ...b.attributes.keys()]);
    for (const key of keys)
      this.attribute(`${a.opType} ${a.name}.${key}`, a.attributes.get(key), b.attributes.get(key));
    const [theirs, ours] = [trimmed(a.inputs), trimmed(b.inputs)];
    if (theirs.length !== ours.length || a.outputs.length !== b.outputs.length)
      this.found.push(`${a.opType} ${a.name}: inputs ${theirs.join()} against ${ours.join()}`);
    else {
      for (const [index, name] of theirs.entries()) this.value(a, name, ours[index]!);
      for (const [index, name] of a.outputs.entries()) this.value(a, name, b.outputs[index]!);
    }
  }

  private value(node: EspdlNode, a: string, b: string): void {
    if (a !== b && !(made(a) && made(b)) && !(made(a) && this.a.constants.has(a)))
      this.found.push(`${node.opType} ${node.name}: reads or makes ${a} against ${b}`);
    const [tensor, other] = [this.a.constants.get(a), this.b.constants.get(b)];
    if (tensor !== undefined || other !== undefined) {
      this.tensor(a, tensor, other);
      return;
    }
    this.info(this.a.infos.get(a), this.b.infos.get(b));
    const producer = this.a.producers.get(a);
    if (producer !== undefined) this.pair(producer, this.b.producers.get(b), a);
  }

  private attribute(at: string, a: EspdlAttribute | undefined, b: EspdlAttribute | undefined): void {
    const text = (of: EspdlAttribute | undefined): string =>
      of === undefined
        ? "absent"
        : `${of.type} ${JSON.stringify(of.value, (_, v) => (v instanceof Uint8Array ? [...v] : v))}`;
    if (text(a) !== text(b)) this.found.push(`${at}: ${text(a)} against ${text(b)}`);
    else if (at.endsWith(".lut") && a?.type === "string")
      this.tensor(a.value, this.a.constants.get(a.value), this.b.constants.get(a.value));
  }

  private tensor(at: string, a: EspdlTensor | undefined, b: EspdlTensor | undefined): void {
    if (a === undefined || b === undefined) {
      this.found.push(`constant ${at}: ${a ? "only theirs" : "only ours"}`);
      return;
    }
    const head = ({ dtype, dims, layout, exponents }: EspdlTensor): string =>
      `${dtype} [${dims.join()}] ${layout} 2^${exponents.join()}`;
    if (head(a) !== head(b)) this.found.push(`constant ${at}: ${head(a)} against ${head(b)}`);
    else {
      const wrong = a.bytes.reduce((sum, byte, index) => sum + (byte === b.bytes[index] ? 0 : 1), 0);
      if (wrong > 0 || a.bytes.length !== b.bytes.length)
        this.found.push(`constant ${at}: ${head(a)}: ${wrong} of ${a.bytes.length} bytes differ`);
    }
  }

  private info(a: EspdlValueInfo | undefined, b: EspdlValueInfo | undefined): void {
    const text = (of: EspdlValueInfo | undefined): string =>
      of === undefined ? "absent" : `${of.dtype} [${of.dims?.join()}] 2^${of.exponents.join()}`;
    if (a?.name !== "" && text(a) !== text(b))
      this.found.push(`value ${a?.name ?? b?.name}: ${text(a)} against ${text(b)}`);
  }
}

/** Omitted inputs at the end say nothing. */
function trimmed(names: readonly string[]): readonly string[] {
  let end = names.length;
  while (end > 0 && names[end - 1] === "") end--;
  return names.slice(0, end);
}
