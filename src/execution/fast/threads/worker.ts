import { parentPort } from "node:worker_threads";
import type { BatchTensor } from "../batch.js";
import { Executor } from "../executor.js";
import { openNative } from "../native-session.js";
import { cutSegments, keyOf } from "../segments.js";
import type { Answer, Job, Request } from "./messages.js";
import { compact, type PlainTensor, revived, revivedProgram } from "./plain.js";

/** A helping thread: runs batches of the programs that it was given. */
const port = parentPort!;
const jobs = new Map<number, { readonly executor: Executor; readonly wanted: ReadonlySet<string> }>();
let last: Promise<unknown> = Promise.resolve();

port.on("message", (request: Request) => {
  last = last.then(async () => {
    port.postMessage(await answered(request));
  });
});

async function answered(request: Request): Promise<Answer> {
  try {
    return { failed: false, values: await done(request) };
  } catch {
    return { failed: true };
  }
}

async function done(request: Request): Promise<ReadonlyMap<string, readonly PlainTensor[]> | undefined> {
  if (request.kind === "open") {
    jobs.set(request.job, await opened(request.work));
    return undefined;
  }
  const { executor, wanted } = jobs.get(request.job)!;
  if (request.kind === "close") {
    jobs.delete(request.job);
    await executor.close();
    return undefined;
  }
  const samples = request.samples.map((sample) => new Map([...sample].map(([name, x]) => [name, revived(x)])));
  const values = await executor.run(samples);
  return values && new Map([...values].filter(([key]) => wanted.has(key)).map(([key, x]) => [key, plain(x)]));
}

function plain({ samples }: BatchTensor): PlainTensor[] {
  return samples.map(compact);
}

async function opened({ program: given, arithmetic, keep, form }: Job) {
  const program = revivedProgram(given);
  const segments = cutSegments(program, arithmetic, keep, form);
  const calls = program.layers.filter(({ kind }) => kind === "call");
  const all = calls.flatMap(({ index, types }) => types.map((_, output) => ({ layer: index, output })));
  const wanted = new Set((keep === "all" ? all : program.outputs).map((operand) => keyOf(operand)));
  return { executor: await Executor.open(program, arithmetic, segments, openNative), wanted };
}
