import { readAssembly } from "../../src/isa/assembly/read.js";
import { decode } from "../../src/isa/machine/decode.js";
import type { Isa } from "../../src/isa/machine/isa.js";
import { Machine, RETURNED } from "../../src/isa/machine/machine.js";
import { newCounts, run } from "../../src/isa/machine/run.js";

/** Bytes of the one buffer that snippets read and write; `B` in a state is its address. */
const BUFFER = 128;

/**
 * A machine's state in words, parted by `;`: `a3=5`, `f1=1.5`, `q0=s8 1 -2` (also u8, s16, u16, s32; lanes left out are 0),
 * `qacc=1 2`, `lane40=5` and `lane64=5` (QACC's int16 lanes), `acc=5`, `sar=3`, `sarbyte=4`, `cfg=0x60`,
 * `mem+16=s8 1 2`. `B+16` is an address in the buffer.
 */
export type StateText = string;

/** Runs assembly from one state and returns the words of the other state that do not hold afterwards, and what changed besides. */
export function wrongAfter(isa: Isa, assembly: string, before: StateText, after: StateText): string[] {
  const end = isa.chip === "esp32s3" ? "retw" : "ret";
  const code = decode(readAssembly("snippet.S", `.global f; f: ${assembly}; ${end}`), isa);
  const got = machineOf(isa, before);
  const expected = machineOf(isa, `${before};${after}`);
  got.x[isa.calling.link] = RETURNED;
  expected.x[isa.calling.link] = RETURNED;
  got.pc = 0;
  run(got, code, newCounts(code), 1000);
  const [a, b] = [describe(got), describe(expected)];
  return Object.keys(a).flatMap((key) => (a[key] === b[key] ? [] : [`${key}: got ${a[key]}, expected ${b[key]}`]));
}

function machineOf(isa: Isa, text: StateText): Machine {
  const m = new Machine();
  const base = m.memory.allocate("the buffer", BUFFER, true).address;
  for (const word of text.split(";").map((part) => part.trim())) {
    if (word === "") continue;
    const [key, value] = word.split("=") as [string, string];
    set(m, isa, base, key, value.trim());
  }
  return m;
}

function set(m: Machine, isa: Isa, base: number, key: string, text: string): void {
  const [first, ...rest] = text.split(/\s+/) as [string, ...string[]];
  const numbers = text
    .split(/\s+/)
    .map((word) => (word.startsWith("B") ? base + Number(word.slice(1) || 0) : Number(word)));
  const [value] = numbers as [number];
  if (/^q\d$/.test(key)) lanes(m.q8, Number(key[1]) * 16, first, rest);
  else if (key.startsWith("mem+")) m.memory.u8.set(bytesOf(first, rest), base + Number(key.slice(4)));
  else if (key === "qacc") m.qacc.set(numbers);
  else if (key === "lane40") for (const [i, word] of text.split(/\s+/).entries()) wide(m.qacc, i, BigInt(word), 20n);
  else if (key === "lane64") for (const [i, word] of text.split(/\s+/).entries()) wide(m.qacc, i, BigInt(word), 32n);
  else if (key === "acc") m.acc[0] = value;
  else if (key === "sar") m.sar = value;
  else if (key === "sarbyte") m.sarByte = value;
  else if (key === "cfg") m.cfg = value;
  else if (isa.float.has(key)) m.f[isa.float.get(key)!] = value;
  else if (isa.integer.has(key)) m.x[isa.integer.get(key)!] = value;
  else throw new Error(`unknown word ${key}`);
}

function wide(qacc: Int32Array, i: number, value: bigint, bits: bigint): void {
  qacc[2 * i] = Number(BigInt.asIntN(Number(bits), value));
  qacc[2 * i + 1] = Number(value >> bits);
}

function lanes(q8: Int8Array, at: number, type: string, values: readonly string[]): void {
  q8.fill(0, at, at + 16);
  q8.set(bytesOf(type, values), at);
}

function bytesOf(type: string, values: readonly string[]): Uint8Array {
  const arrays = {
    s8: Int8Array,
    u8: Uint8Array,
    s16: Int16Array,
    u16: Uint16Array,
    s32: Int32Array,
    f32: Float32Array,
  };
  return new Uint8Array(arrays[type as keyof typeof arrays].from(values.map(Number)).buffer);
}

function describe(m: Machine): Record<string, string> {
  const state: Record<string, string> = {
    acc: `${m.acc[0]}`,
    sar: `${m.sar}`,
    sarbyte: `${m.sarByte}`,
    cfg: `${m.cfg}`,
  };
  m.x.forEach((value, i) => {
    if (i < 32) state[`x${i}`] = `${value}`;
  });
  m.f.forEach((value, i) => {
    state[`f${i}`] = `${value}`;
  });
  for (let q = 0; q < 8; q++) state[`q${q}`] = `${m.q8.subarray(q * 16, q * 16 + 16)}`;
  state.qacc = `${m.qacc}`;
  state.memory = `${m.memory.u8.subarray(m.memory.regions[0]!.address, m.memory.regions[0]!.address + BUFFER)}`;
  return state;
}
