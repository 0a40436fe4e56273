import type { Affine } from "./affine-fit.js";

/** What is done to a number, or to the channels of a pixel, in words; undefined where it is nothing. */
export function affineWords(fits: readonly Affine[], scale: number): string | undefined {
  const [first] = fits as [Affine];
  const real = fits.map(({ factors, offset }) => ({
    factors: factors.map((factor) => factor * scale),
    offset: offset * scale,
  }));
  if (first.factors.length === 1) {
    const texts = real.map(({ factors: [factor], offset }) => one(factor!, offset));
    if (texts.every((text) => text === "x")) return undefined;
    if (new Set(texts).size === 1) return `${texts[0]}${known(real[0]!.factors[0]!, real[0]!.offset)}`;
    return `each channel otherwise (a mean and a deviation of its own): ${listed(texts)}`;
  }
  const texts = real.map(({ factors, offset }) => mixed(factors, offset));
  const weights = real[0]!.factors;
  const same = new Set(texts).size === 1;
  const equal = weights.every((weight) => Math.abs(weight - weights[0]!) < 5e-3);
  if (same && equal && Math.abs(weights[0]! * weights.length - 1) < 0.02)
    return "every channel is the mean of all: a grey image";
  if (same) return `every channel is the same mixture, a grey image: ${texts[0]}`;
  return `channels are mixed: ${listed(texts)}`;
}

const listed = (texts: readonly string[]): string => {
  const shown = texts.slice(0, 3).map((text, c) => `channel ${c} ${text}`);
  return shown.join("; ") + (texts.length > shown.length ? "; …" : "");
};

function one(factor: number, offset: number): string {
  const move = Math.abs(offset) < 1e-6 ? "" : ` ${offset < 0 ? "−" : "+"} ${short(Math.abs(offset))}`;
  if (Math.abs(factor - 1) < 1e-9) return `x${move}`;
  if (Math.abs(factor + 1) < 1e-9) return offset > 1e-6 ? `${short(offset)} − x` : `−x${move}`;
  return `x · ${ratio(factor)}${move}`;
}

function known(factor: number, offset: number): string {
  if (Math.abs(factor + 1) < 1e-9) return offset === 0 ? " (a negative)" : " (the image is inverted)";
  if (Math.abs(factor - 2) < 0.02 && Math.abs(offset + 1) < 0.02) return " ((x − 0.5) / 0.5, normalized twice)";
  if (Math.abs(factor * 255 - 1) < 0.02) return " (over 255 once more)";
  return "";
}

function mixed(factors: readonly number[], offset: number): string {
  const parts = factors.flatMap((factor, c) => (Math.abs(factor) < 1e-6 ? [] : [`${ratio(factor)} of channel ${c}`]));
  return `${parts.join(" + ") || "0"}${Math.abs(offset) < 1e-6 ? "" : ` ${offset < 0 ? "−" : "+"} ${short(Math.abs(offset))}`}`;
}

const short = (value: number): string => String(Number(value.toPrecision(3)));

/** A fraction of whole numbers that people divide by, else three digits. */
function ratio(factor: number): string {
  let [best, off] = [short(factor), 5e-4];
  for (const below of [256, 255, 128, 127.5, 127, 64, 63, 32, 16, 8, 4, 3])
    for (const whole of [1, below - 1, below + 1]) {
      const error = Math.abs((factor * below) / whole - 1);
      if (error >= off - 1e-9) continue;
      [best, off] = [whole === 1 ? `1/${below}` : `${whole}/${below}`, error];
    }
  return best;
}
