import { numberAttribute, numbersAttribute, stringAttribute } from "../../../../kernels-ref/attributes.js";
import { ACTIVATIONS } from "../../../../kernels-ref/recurrent-activation.js";
import { list, numberLiteral } from "../number.js";
import type { Emitter } from "./emitter.js";

/** `esp.rnn`, `esp.gru` and `esp.lstm`. */
export const emitRecurrent: Emitter = (site) => {
  const { attributes, op, types } = site.call;
  const [steps, batch, inputs] = site.types[0]!.shape;
  const [directions, , hidden] = site.types[4]!.shape;
  const names = stringAttribute(attributes, "activations").split(" ");
  const known = [...ACTIVATIONS.keys()];
  const floats = (name: string): string =>
    `{${numbersAttribute(attributes, name)
      .map((value) => numberLiteral("float32", value))
      .join(", ")}}`;
  const isSet = (condition: boolean): number => (condition ? 1 : 0);
  const fields = [
    ...[steps, batch, inputs, hidden, directions, isSet(attributes.direction === "reverse")],
    ...[isSet(attributes.linear_before_reset === true), names.length / directions!],
    ...[numberLiteral("float32", numberAttribute(attributes, "clip")), list(names.map((name) => known.indexOf(name)))],
    ...[floats("alpha"), floats("beta")],
  ];
  const pointers = ["w", "r", "b", "state", "cell", "peepholes"].slice(0, site.types.length - 1);
  return [
    `  static const struct espdl_recurrent net = {${fields.join(", ")}};`,
    "  struct espdl_weights weights = {0};",
    ...pointers.map((name, i) => `  weights.${name} = ${site.read(i + 1)};`),
    `  espdl_${op.slice(4)}_f32(&net, ${site.read(0)}, &weights, ${types.map((_, output) => site.write(output)).join(", ")});`,
  ].join("\n");
};
