import type { Value } from "../../ir/graph/graph.js";
import type { ImporterTable, NodeView } from "./node-view.js";

const { fround } = Math;

/** Largest depth of a head, and most keys, that a chip's build of today takes (a build option raises the depth). */
const MAX_DEPTH = 128;
const MAX_KEYS = 2048;
/** Smallest normal float32: the chip refuses a scale below it. */
const MIN_SCALE = 2 ** -126;

/** Fused softmax(Q · Kᵀ · scale + mask) · V, since esp-ppq 1.3.12. @throws UserError beyond what the chip takes. */
function attention(view: NodeView): readonly Value[] {
  const layout = view.text("layout", "BHND");
  if (layout !== "BHND" && layout !== "BNHD")
    view.fail("layout must be BHND or BNHD", layout, "no ESP-DL known here has another");
  const causal = view.int("is_causal", 0);
  if (causal !== 0 && causal !== 1) view.fail("is_causal must be 0 or 1", `${causal}`, "export the model again");
  const [query, key, value] = [0, 1, 2].map((index) => view.value(index));
  const depth = query.type.shape.at(-1) ?? 0;
  const scale = view.float("scale", 1 / Math.sqrt(depth));
  const exponents = [view.exponent(0), view.exponent(1), view.exponent(2), view.outputExponent()];
  const logits = fround(fround(fround(scale) * 2 ** exponents[0]) * 2 ** exponents[1]);
  for (const factor of [fround(scale), logits])
    if (!(factor >= MIN_SCALE && Number.isFinite(factor)))
      view.fail(
        "scale must be a positive normal float32, also times the scales of query and key",
        `${factor}`,
        "quantize again",
      );
  const keys = key.type.shape[layout === "BNHD" ? 1 : 2] ?? 0;
  if (depth > MAX_DEPTH || keys > MAX_KEYS)
    view.fail(
      `a head may have ${MAX_DEPTH} elements and ${MAX_KEYS} keys`,
      `${depth} and ${keys}`,
      "export without fusing the attention",
    );
  const mask = view.optional(3);
  return view.call("espdl.attention", [query, key, value, ...(mask === undefined ? [] : [mask])], {
    layout,
    scale,
    is_causal: causal === 1,
    exponents,
  });
}

export const ATTENTION: ImporterTable = { Attention: attention };
