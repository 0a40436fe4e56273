/** Largest head and longest keys of the chip's kernel. */
const MAX_HEAD = 64;
const MAX_KEYS = 2048;

type Shape = readonly number[];

/** Why the chip's Attention does not take these shapes [B, H, L, D] and this scale; undefined when it does. */
export function attentionLimit(
  query: Shape,
  key: Shape,
  value: Shape,
  scale: number,
  mask?: Shape,
): string | undefined {
  const [, heads, length, size] = query as [number, number, number, number];
  if (key[3] !== size || value[3] !== size) return `heads of ${size}, ${key[3]}, ${value[3]}, expected one size`;
  if (key[2] !== value[2] || key[0] !== query[0] || value[0] !== query[0] || key[1] !== value[1])
    return "keys and values of different shapes";
  if (size > MAX_HEAD) return `heads of ${size}, expected at most ${MAX_HEAD}`;
  if (key[2]! > MAX_KEYS) return `${key[2]} keys, expected at most ${MAX_KEYS}`;
  if (heads % key[1]! !== 0) return `${heads} heads on ${key[1]} keys' heads, expected a multiple`;
  if (!(scale > 0 && Number.isFinite(scale))) return `scale ${scale}, expected a positive number`;
  const full = [query[0]!, heads, length, key[2]!];
  const fits = mask?.every((axis, i) => axis === 1 || axis === full[4 - mask.length + i]) ?? true;
  return fits ? undefined : `a mask [${mask?.join(", ")}], expected axes of 1 or [${full.join(", ")}]`;
}
