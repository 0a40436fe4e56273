import { UserError } from "../../base/errors.js";
import { toInteger } from "./integer.js";
import { printable } from "./printable.js";
import type { AttributeProto, FunctionProto, ModelProto, NodeProto } from "./protos.js";

/** More nodes than any network has: functions that call each other many times over. */
const MAX_NODES = 100_000;
/** Functions may call functions, never themselves. */
const MAX_DEPTH = 32;

const keyOf = (domain: string, name: string, overload: string): string =>
  [domain === "ai.onnx" ? "" : domain, name, overload].join("\n");

class Inliner {
  private readonly functions: ReadonlyMap<string, FunctionProto>;
  private calls = 0;
  private readonly nodes: NodeProto[] = [];

  constructor(
    private readonly model: ModelProto,
    private readonly file: string,
  ) {
    this.functions = new Map(model.functions.map((one) => [keyOf(one.domain, one.name, one.overload), one]));
  }

  run(): NodeProto[] {
    for (const node of this.model.graph!.node) this.add(node, 0);
    return this.nodes;
  }

  private add(node: NodeProto, depth: number): void {
    // Before the body: a function that calls itself has no end, and an empty one is no node.
    if (this.nodes.length + this.calls > MAX_NODES || depth > MAX_DEPTH)
      throw new UserError(
        `${this.file}: function "${printable(node.opType)}" is called without end, expected at most ${MAX_NODES} nodes; export the model again`,
      );
    const body = this.functions.get(keyOf(node.domain, node.opType, node.overload));
    if (body === undefined) this.nodes.push(node);
    else this.expand(node, body, depth);
  }

  /** The body in place of the call: its own values under new names, its attributes those of the call. */
  private expand(call: NodeProto, body: FunctionProto, depth: number): void {
    this.checkOpset(body);
    const prefix = `${call.name || body.name}/${this.calls++}/`;
    const names = new Map<string, string>([["", ""]]);
    for (const [i, name] of body.input.entries()) names.set(name, call.input[i] ?? "");
    for (const [i, name] of body.output.entries()) names.set(name, call.output[i] || prefix + name);
    const renamed = (name: string): string => names.get(name) ?? prefix + name;
    const given = new Map([...body.attributeProto, ...call.attribute].map((one) => [one.name, one]));
    for (const node of body.node) {
      const changes = {
        name: call.name === "" ? node.name : `${call.name}/${node.name || node.opType}`,
        input: node.input.map(renamed),
        output: node.output.map(renamed),
        attribute: node.attribute.flatMap((one) => referred(one, given)),
      };
      this.add(Object.assign(Object.create(Object.getPrototypeOf(node)) as NodeProto, node, changes), depth + 1);
    }
  }

  private checkOpset({ name, opsetImport }: FunctionProto): void {
    const version = (list: ModelProto["opsetImport"]): number | undefined => {
      const found = list.find(({ domain }) => domain === "" || domain === "ai.onnx");
      return found && toInteger(found.version, `${this.file}: opset version`);
    };
    const [own, whole] = [version(opsetImport), version(this.model.opsetImport)];
    if (own !== undefined && own !== whole)
      throw new UserError(
        `${this.file}: function "${printable(name)}" is of opset ${own}, expected the model's ${whole}; export both with one opset`,
      );
  }
}

/** An attribute of a body that stands for one of the call; without that one it is left out. */
function referred(attribute: AttributeProto, given: ReadonlyMap<string, AttributeProto>): AttributeProto[] {
  if (attribute.refAttrName === "") return [attribute];
  const found = given.get(attribute.refAttrName);
  if (found === undefined) return [];
  return [
    Object.assign(Object.create(Object.getPrototypeOf(found)) as AttributeProto, found, { name: attribute.name }),
  ];
}

/**
 * The nodes of the graph with every call of one of the model's own functions replaced by the function's body.
 * @param file the file's printable name for messages
 * @throws UserError for a function of another opset than the model, or one that calls itself.
 */
export function inlineFunctions(model: ModelProto, file: string): NodeProto[] {
  return model.functions.length === 0 ? model.graph!.node : new Inliner(model, file).run();
}
