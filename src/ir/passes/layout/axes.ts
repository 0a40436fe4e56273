import type { AttributeValue } from "../../../../kernels-ref/operator.js";
import { integer } from "../../graph/attribute.js";
import { numbers } from "../../graph/graph.js";
import type { LayoutQuery, LayoutRule } from "./rule.js";

const wrap = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);
const rankOf = ({ types }: LayoutQuery): number => types[0]?.shape.length ?? 0;

/** Where `axis` of the first original layout lies in `layout`. */
function moved(query: LayoutQuery, axis: number, layout: string): number {
  return layout.indexOf((query.original[0] as string)[wrap(axis, rankOf(query))] as string);
}

/** Padding keeps its widths with their axes; the pad value is a scalar. */
export const padLayout: LayoutRule = (query) => {
  const { attributes, delivered, original } = query;
  const [before] = original;
  if (delivered === undefined || before === undefined) return { inputs: [before, "1"], outputs: [before], attributes };
  const layout = delivered[0] as string;
  const widths = attributes.pad_width as readonly AttributeValue[];
  const pad_width = [...layout].map((axis) => widths[before.indexOf(axis)] as AttributeValue);
  return { inputs: [layout, "1"], outputs: [layout], attributes: { ...attributes, pad_width } };
};

/** A slice cuts its axes wherever they lie. */
export const slicedLayout: LayoutRule = ({ attributes, delivered, original }) => {
  const before = original[0];
  if (delivered === undefined || before === undefined) return { inputs: [before], outputs: [before], attributes };
  const layout = delivered[0] as string;
  const along = (name: string): number[] =>
    [...layout].map((axis) => numbers(attributes, name)[before.indexOf(axis)] as number);
  const moved = { starts: along("starts"), counts: along("counts"), steps: along("steps") };
  return { inputs: [layout], outputs: [layout], attributes: moved };
};

/** A requantize takes its channel axis along; scales and zero points are vectors of channels. */
export const requantizeLayout: LayoutRule = (query) => {
  const { attributes, delivered, original } = query;
  const vectors = ["C", "C", "C", "C"];
  if (delivered === undefined || original[0] === undefined)
    return { inputs: [original[0], ...vectors], outputs: [original[0]], attributes };
  const layout = delivered[0] as string;
  return {
    inputs: [layout, ...vectors],
    outputs: [layout],
    attributes: { ...attributes, axis: moved(query, integer(attributes, "axis"), layout) },
  };
};

export const batchNormLayout: LayoutRule = (query) => {
  const layout = query.delivered === undefined ? query.original[0] : query.delivered[0];
  const answer = { inputs: [layout, "C", "C", "C", "C"], outputs: [layout, "C", "C"] };
  if (query.delivered === undefined || layout === undefined) return { ...answer, attributes: query.attributes };
  return {
    ...answer,
    attributes: { ...query.attributes, axis: moved(query, integer(query.attributes, "axis"), layout) },
  };
};

export const preluLayout: LayoutRule = ({ attributes, original }) => ({
  inputs: [original[0], "C"],
  outputs: [original[0]],
  attributes,
});

/** A join follows its producers only when they all deliver alike. `count` inputs are joined; the rest are vectors. */
function joinLayout(query: LayoutQuery, count: number) {
  const { attributes, types } = query;
  const axis = wrap(integer(attributes, "axis"), rankOf(query));
  const delivered = query.delivered?.slice(0, count);
  const rest = types.slice(count).map(() => "C");
  const all = (layout: string | undefined) => [...new Array<string | undefined>(count).fill(layout), ...rest];
  if (delivered?.every((layout) => layout === delivered[0])) {
    const layout = delivered[0] as string;
    return { inputs: all(layout), outputs: [layout], attributes: { ...attributes, axis: moved(query, axis, layout) } };
  }
  const layout = query.original.slice(0, count).find((known) => known !== undefined);
  return { inputs: all(layout), outputs: [layout], attributes };
}

export const concatenateLayout: LayoutRule = (query) => joinLayout(query, query.types.length);
export const qnnConcatenateLayout: LayoutRule = (query) => joinLayout(query, (query.types.length - 2) / 3);

export const splitLayout: LayoutRule = (query) => {
  const { attributes, delivered, original } = query;
  const sections = attributes.indices_or_sections;
  const parts = typeof sections === "number" ? sections : (sections as readonly number[]).length + 1;
  const outputs = (layout: string | undefined) => new Array<string | undefined>(parts).fill(layout);
  if (delivered === undefined || original[0] === undefined)
    return { inputs: [original[0]], outputs: outputs(original[0]), attributes };
  const layout = delivered[0] as string;
  return {
    inputs: [layout],
    outputs: outputs(layout),
    attributes: { ...attributes, axis: moved(query, integer(attributes, "axis"), layout) },
  };
};

/** A transpose may keep what its producer delivers and permute that instead. */
export const transposeLayout: LayoutRule = (query) => {
  const { attributes, delivered, original } = query;
  const before = original[0];
  if (before === undefined) return { inputs: [undefined], outputs: [undefined], attributes };
  const axes = numbers(attributes, "axes").map((axis) => wrap(axis, before.length));
  const layout = delivered?.[0] ?? before;
  const newAxes = axes.map((axis) => layout.indexOf(before[axis] as string));
  const ok = !newAxes.includes(-1);
  const [read, used] = ok ? [layout, newAxes] : [before, axes];
  return {
    inputs: [read],
    outputs: [used.map((axis) => read[axis]).join("")],
    attributes: { ...attributes, axes: used },
  };
};

export const squeezeLayout: LayoutRule = (query) => {
  const { attributes, delivered, original } = query;
  const layout = delivered?.[0] ?? original[0];
  if (layout === undefined) return { inputs: [undefined], outputs: [undefined], attributes };
  const axis = numbers(attributes, "axis").map((value) =>
    moved({ ...query, original: [original[0] ?? layout] }, value, layout),
  );
  const kept = [...layout].filter((_, index) => !axis.includes(index)).join("");
  return { inputs: [layout], outputs: [kept], attributes: { ...attributes, axis } };
};

/** Groups are made of the same elements in any layout. */
export const standardizeLayout: LayoutRule = (query) => {
  const answer = reduceLayout(query);
  return { ...answer, outputs: answer.inputs };
};

export const reduceLayout: LayoutRule = (query) => {
  const { attributes, delivered, original } = query;
  const before = original[0];
  if (before === undefined) return { inputs: [undefined], outputs: [undefined], attributes };
  const layout = delivered?.[0] ?? before;
  const reduced = new Set(numbers(attributes, "axis").map((axis) => before[wrap(axis, before.length)] as string));
  const axis = [...layout].flatMap((name, index) => (reduced.has(name) ? [index] : []));
  const kept = attributes.keepdims === true ? layout : [...layout].filter((name) => !reduced.has(name)).join("");
  return { inputs: [layout], outputs: [kept], attributes: { ...attributes, axis } };
};
