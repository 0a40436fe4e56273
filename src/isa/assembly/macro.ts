import { words } from "./lines.js";
import { type Place, refuse } from "./place.js";

interface Parameter {
  readonly name: string;
  readonly value?: string;
  readonly required: boolean;
}

/** A `.macro`: its parameters and the lines between it and `.endm`. */
export interface Macro {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly { readonly text: string; readonly place: Place }[];
}

/** Reads what stands behind `.macro`: a name, then parameters (`p`, `p=default`, `p:req`). */
export function macroHead(text: string, place: Place): Omit<Macro, "body"> {
  const [name, ...parameters] = words(text.replace(/\s*([=:])\s*/g, "$1"));
  if (name === undefined) refuse(place, "a .macro without a name; name it");
  return { name: name.toLowerCase(), parameters: parameters.map((parameter) => parameterOf(parameter, place)) };
}

function parameterOf(text: string, place: Place): Parameter {
  const match = /^([A-Za-z_][\w$.]*)(?::(\w+))?(?:=(.*))?$/.exec(text);
  if (!match || (match[2] !== undefined && match[2] !== "req"))
    refuse(place, `macro parameter ${text}: expected name, name=default or name:req`);
  const [, name, qualifier, value] = match;
  return { name: name!, required: qualifier === "req", ...(value === undefined ? {} : { value }) };
}

/** The lines of a call, arguments in place; `count` is what `\@` stands for. */
export function expand(macro: Macro, args: string, place: Place, count: number): { text: string; place: Place }[] {
  const values = argumentsOf(macro, words(args), place);
  return macro.body.map((line) => ({
    text: substitute(line.text, values, count),
    place: { ...line.place, from: place },
  }));
}

function argumentsOf({ name, parameters }: Macro, given: readonly string[], place: Place): Map<string, string> {
  const values = new Map<string, string>();
  let position = 0;
  for (const word of given) {
    const [, key, value] = /^([A-Za-z_][\w$.]*)=(.*)$/.exec(word) ?? [];
    const named = parameters.find((parameter) => parameter.name === key);
    if (named) values.set(named.name, value!);
    else if (position < parameters.length) values.set(parameters[position++]!.name, word);
    else refuse(place, `macro ${name} takes ${parameters.length} arguments, got ${given.length}`);
  }
  for (const parameter of parameters) {
    if (values.has(parameter.name)) continue;
    if (parameter.required) refuse(place, `macro ${name}: parameter ${parameter.name} has no argument`);
    values.set(parameter.name, parameter.value ?? "");
  }
  return values;
}

function substitute(text: string, values: ReadonlyMap<string, string>, count: number): string {
  return text.replace(/\\(@|\(\)|[A-Za-z_][\w$]*)/g, (whole, name: string) => {
    if (name === "@") return String(count);
    return name === "()" ? "" : (values.get(name) ?? whole);
  });
}
