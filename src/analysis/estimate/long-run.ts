import type { Work } from "./work.js";

/** Longer than this is said before it starts, in seconds. */
const LONG = 60;
/** More than this is said before it starts, in bytes. */
const LARGE = 2 * 2 ** 30;

/** Products a second on one core of a PC. */
const SPEEDS = {
  /** The reference interpreter: 127 to 194 million on networks of 8 and 12 million products. */
  interpret: 150e6,
  /** ONNX Runtime's kernels, which compute the integers too: 15 thousand million on MobileNetV2, more on small networks. */
  fast: 10e9,
  /** Calibration with its corrections and the look at the chip's integers, a sample: 26 to 67 million. */
  quantize: 40e6,
} as const;

export type Speed = keyof typeof SPEEDS;

/**
 * What to know before work starts that takes longer than a minute or more than 2 GiB, in one line; undefined for other work.
 * @param samples how often the model runs, at least
 * @param held how many samples' tensors are kept at once
 */
export function longRun(work: Work, speed: Speed, samples = 1, held = 1): string | undefined {
  const [seconds, bytes] = [(work.products * samples) / SPEEDS[speed], work.bytes * held];
  const millions = (count: number): string => `${Math.round(count / 1e6).toLocaleString("en-US")} million`;
  const runs = samples === 1 ? "" : `${samples.toLocaleString("en-US")} samples of `;
  const time = `${runs}${millions(work.products)} products take about ${duration(seconds)} (${millions(SPEEDS[speed])} a second)`;
  const memory = `its tensors take ${(bytes / 2 ** 30).toFixed(1)} GiB of memory`;
  const said = [...(seconds > LONG ? [time] : []), ...(bytes > LARGE ? [memory] : [])];
  return said.length === 0 ? undefined : `${said.join("; ")}; Ctrl-C ends it, no file is half written`;
}

/** The same of tensors that come over a line. @param rate bytes a second */
export function longTransfer(bytes: number, rate: number): string | undefined {
  if (bytes / rate <= LONG) return undefined;
  const size = `${(bytes / 1e6).toFixed(1)} MB`;
  return `${size} over a line of ${rate.toLocaleString("en-US")} bytes a second take about ${duration(bytes / rate)}; --layers asks for less`;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} seconds`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} minutes`;
  return `${Math.round(seconds / 3600)} hours`;
}
