// biome-ignore-all lint/suspicious/noTemplateCurlyInString: cells are text here
import type { Situation } from "./situation.js";

/** Workers, other programs, servers and streams, and what newer Nodes have that the types lack. */
export const PROGRAMS: readonly Situation[] = [
  [
    "a worker of a file",
    [
      "import { Worker } from 'node:worker_threads'; const wk = new Worker('./doubles.mjs'); const got = await new Promise((r) => { wk.once('message', r); wk.postMessage(21) }); await wk.terminate(); got",
    ],
    "42",
  ],
  [
    "what a worker prints",
    [
      "await new Promise((r) => new Worker('console.log(\"hi\")', { eval: true }).stdout.once('end', () => setTimeout(r, 20)))",
    ],
    "out: hi\n",
  ],
  [
    "an error in a worker",
    ["await new Promise((_, j) => new Worker('throw new Error(\"wboom\")', { eval: true }).on('error', j))"],
    "fail: Error: wboom",
  ],
  [
    "memory shared with a worker",
    [
      "const sab = new SharedArrayBuffer(4); const w6 = new Worker('const { workerData } = require(\"node:worker_threads\"); Atomics.add(new Int32Array(workerData), 0, 5)', { eval: true, workerData: sab }); await new Promise((r) => w6.on('exit', r)); new Int32Array(sab)[0]",
    ],
    "5",
  ],
  [
    "JSON of a local server",
    [
      "import http from 'node:http'; const srv = http.createServer((q, s) => s.end(JSON.stringify({ path: q.url }))); await new Promise<void>((r) => srv.listen(0, '127.0.0.1', r)); const { port } = srv.address() as { port: number }",
      "const body = await (await fetch(`http://127.0.0.1:${port}/abc`)).json(); srv.close(); srv.closeAllConnections(); body.path",
    ],
    "'/abc'",
  ],
  ["a server that is not there", ["await fetch('http://127.0.0.1:1/')"], "fail: TypeError: fetch failed"],
  [
    "a program's output and code",
    [
      "import { spawn } from 'node:child_process'; const ch = spawn('sh', ['-c', 'echo one; exit 3']); let o = ''; ch.stdout.on('data', (d) => { o += d }); const code = await new Promise((r) => ch.on('close', r)); [o, code]",
    ],
    "[ 'one\\n', 3 ]",
  ],
  [
    "a program that prints itself",
    ["await new Promise((r) => spawn('sh', ['-c', 'echo inh'], { stdio: 'inherit' }).on('close', r)); 0"],
    "out: inh\n",
  ],
  [
    "what it prints to stderr",
    ["await new Promise((r) => spawn('sh', ['-c', 'echo oops >&2'], { stdio: 'inherit' }).on('close', r)); 0"],
    "err: oops\n",
  ],
  [
    "a program that is waited for by a promise",
    [
      "import { promisify } from 'node:util'; import { exec } from 'node:child_process'; (await promisify(exec)('echo px')).stdout",
    ],
    "'px\\n'",
  ],
  [
    "a program that fails",
    ["import { execSync as run } from 'node:child_process'; run('exit 4')"],
    "fail: Error: Command failed: exit 4",
  ],
  [
    "a program that is given its input",
    ["import { spawnSync } from 'node:child_process'; spawnSync('cat', { input: 'fed' }).stdout.toString()"],
    "'fed'",
  ],
  [
    "a process that sends",
    [
      "import { fork } from 'node:child_process'; const fk = fork('./sends.cjs'); await new Promise((r) => fk.on('message', r))",
    ],
    "{ sent: 1 }",
  ],
  [
    "a rejection that nobody hears of",
    ["Promise.reject('nobody'); await new Promise((r) => setTimeout(r, 30)); 0"],
    "err: Unhandled rejection: 'nobody'\n",
  ],
  [
    "process.exit behind an await",
    ["await null; process.exit(3)"],
    "fail: ProcessExit: process.exit(3) ends the cell; the kernel goes on",
  ],
  [
    "process.exit in a timer",
    ["setTimeout(() => process.exit(1), 5); await new Promise((r) => setTimeout(r, 40)); 'alive'"],
    "'alive'",
  ],
  [
    "SIGINT to itself",
    ["process.kill(process.pid, 'SIGINT'); await new Promise((r) => setTimeout(r, 20)); 'alive'"],
    "'alive'",
  ],
  [
    "a stream into stdout",
    [
      "import { Readable } from 'node:stream'; import { pipeline } from 'node:stream/promises'; await pipeline(Readable.from(['a', 'b']), process.stdout, { end: false })",
    ],
    "out: ab",
  ],
  [
    "a stream that ends stdout",
    ["await pipeline(Readable.from(['x']), process.stdout)", "console.log('still')"],
    "out: still\n",
  ],
  [
    "the lines of a file",
    [
      "import { createInterface } from 'node:readline'; import { createReadStream } from 'node:fs'; const lines: string[] = []; for await (const l of createInterface({ input: createReadStream('lines.txt') })) lines.push(l); lines",
    ],
    "[ 'one', 'two' ]",
  ],
  [
    "a stream that is packed and unpacked",
    [
      "await new Response(new Blob(['abc']).stream().pipeThrough(new CompressionStream('gzip')).pipeThrough(new DecompressionStream('gzip'))).text()",
    ],
    "'abc'",
  ],
  [
    "an event that is waited for",
    [
      "import { EventEmitter, once } from 'node:events'; const em = new EventEmitter(); setTimeout(() => em.emit('go', 4), 5); (await once(em, 'go'))[0]",
    ],
    "4",
  ],
  [
    "timers as values",
    [
      "import { setInterval as ticks } from 'node:timers/promises'; let c9 = 0; for await (const _ of ticks(2)) if (++c9 === 3) break; c9",
    ],
    "3",
  ],
  [
    "a store that follows the code",
    [
      "import { AsyncLocalStorage } from 'node:async_hooks'; const als = new AsyncLocalStorage<number>(); await als.run(7, async () => { await null; return als.getStore() })",
    ],
    "7",
  ],
  ["and ends with its cell", ["als.enterWith(9); als.getStore()", "als.getStore() ?? 'none'"], "'none'"],
  [
    "a channel's onmessage",
    [
      "const mc = new MessageChannel(); mc.port2.postMessage('mc'); const mm = await new Promise((r) => { mc.port1.onmessage = (e: any) => r(e.data) }); mc.port1.close(); mm",
    ],
    "'mc'",
  ],
  ["Atomics.wait", ["Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)"], "'timed-out'"],
  ["import = require", ["import fsx = require('node:fs'); typeof fsx.readFileSync"], "'function'"],
  ["a class that the types lack", ["performance instanceof Performance"], "true"],
  ["a type that they lack", ["const keyed = (k: CryptoKey) => k; typeof SubtleCrypto"], "'function'"],
  ["a member that they lack", ["import stream from 'node:stream'; typeof stream.isDestroyed"], "'function'"],
  [
    "a member that Node lacks",
    ["import fs2 from 'node:fs'; fs2.nothingOfIt('a')"],
    "fail: TypeScriptError: TS2339: Property 'nothingOfIt' does not exist on type 'typeof import(\"node:fs\")'.",
  ],
  [
    "a module that Node lacks",
    ["import x from 'node:nothing'; x"],
    "fail: TypeScriptError: TS2307: Cannot find module 'node:nothing' or its corresponding type declarations.",
  ],
];
