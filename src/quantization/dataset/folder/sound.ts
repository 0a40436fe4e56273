import wavefile from "wavefile";
import { UserError } from "../../../base/errors.js";
import type { SoundRecipe } from "./recipe.js";

/** Full scale of integer samples by their bits. */
const FULL: Readonly<Record<string, number>> = { "8": 2 ** 7, "16": 2 ** 15, "24": 2 ** 23, "32": 2 ** 31 };

/**
 * The windows of a WAV as a recipe says: the channels' mean, −1 … 1, scaled. What is left at the end is dropped.
 * @throws UserError when it is no WAV, of another rate, in a coding that is not linear, or shorter than a window.
 */
export function soundWindows(bytes: Uint8Array, recipe: SoundRecipe, path: string): Float32Array[] {
  const values = monoOf(bytes, recipe, path);
  const { window, hop = window, mean, scale } = recipe;
  if (values.length < window)
    throw new UserError(
      `${path}: ${values.length} samples, expected at least the window of ${window}; give a longer one`,
    );
  const windows: Float32Array[] = [];
  for (let start = 0; start + window <= values.length; start += hop)
    windows.push(values.slice(start, start + window).map((x) => (x - mean) * scale));
  return windows;
}

function monoOf(bytes: Uint8Array, { rate }: SoundRecipe, path: string): Float32Array {
  const wav = new wavefile.WaveFile();
  let channels: readonly Float64Array[];
  try {
    wav.fromBuffer(bytes);
    channels = [wav.getSamples()].flat() as Float64Array[];
  } catch (error) {
    throw new UserError(`${path}: is no WAV (${(error as Error).message.slice(0, 80)}); convert it`);
  }
  const found = (wav.fmt as { readonly sampleRate: number }).sampleRate;
  if (found !== rate) throw new UserError(`${path}: ${found} samples a second, expected ${rate}; resample it`);
  const full = wav.bitDepth === "32f" || wav.bitDepth === "64" ? 1 : FULL[wav.bitDepth];
  if (full === undefined)
    throw new UserError(`${path}: samples of ${wav.bitDepth} bits, expected 8, 16, 24 or 32; convert it`);
  // 8-bit samples are unsigned.
  const zero = wav.bitDepth === "8" ? 128 : 0;
  return Float32Array.from(channels[0]!, (_, i) => {
    const sum = channels.reduce((total, channel) => total + channel[i]! - zero, 0);
    return sum / channels.length / full;
  });
}
