import { type LayoutRule, trailing, transformLike } from "./rule.js";

/** Any layout will do. */
export const anyLayout: LayoutRule = ({ attributes, delivered, original }) => {
  const layout = delivered === undefined ? original.find((known) => known !== undefined) : delivered[0];
  return { inputs: original.map(() => layout), outputs: [layout], attributes };
};

/** Both operands must stay broadcastable: what moved one of them moves the other alike. */
export const broadcastLayout: LayoutRule = ({ attributes, delivered, original, types }) => {
  const failed = { inputs: [undefined, undefined], outputs: [undefined], attributes };
  const ranks = types.map((type) => type.shape.length);
  const large = (ranks[0] as number) >= (ranks[1] as number) ? 0 : 1;
  const layouts = [...original];
  const [a, b] = layouts;
  if (a === undefined && b === undefined) return failed;
  if (a === undefined || b === undefined) {
    const known = a === undefined ? 1 : 0;
    const unknown = 1 - known;
    if ((ranks[known] as number) < (ranks[unknown] as number)) return failed;
    layouts[unknown] = trailing(layouts[known] as string, ranks[unknown] as number);
  }
  if (delivered === undefined) {
    const output = a === undefined || b === undefined ? (a ?? b) : layouts[large];
    return { inputs: layouts, outputs: [output], attributes };
  }
  const [na, nb] = delivered as [string, string];
  const longer = na.length >= nb.length ? 0 : 1;
  const target = transformLike(layouts[1 - longer] as string, layouts[longer] as string, delivered[longer] as string);
  if (target === undefined) return failed;
  layouts[longer] = delivered[longer];
  layouts[1 - longer] = target;
  return { inputs: layouts, outputs: [delivered[large]], attributes };
};
