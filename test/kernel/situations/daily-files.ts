/** Files that the cells below use. */
export const DAILY_FILES: Readonly<Record<string, string>> = {
  "cfg.json": '{ "layers": [1, 2, 3], "name": "net" }',
  "util.cjs": "exports.twice = (x) => 2 * x; exports.name = 'util';\n",
  "lib/shapes.ts":
    "export enum Kind { A = 'a', B = 'b' }\nexport interface Box { w: number; h: number }\nexport const area = (b: Box) => b.w * b.h;\nexport abstract class Base { abstract run(): number; twice() { return 2 * this.run(); } }\n",
  "lib/bad.ts": "export function deep() {\n  const x: any = null;\n  return x.y;\n}\n",
  "w.mjs":
    "import { parentPort } from 'node:worker_threads';\nconsole.log('from the worker');\nparentPort.on('message', (m) => { parentPort.postMessage(m.reduce((a, b) => a + b, 0)); parentPort.close(); });\n",
  "child.mjs": "process.stdin.on('data', (d) => { process.stdout.write('got ' + d); process.exit(3); });\n",
  "data.csv": "a,b\n1,2\n3,4\n",
  "node_modules/dual/package.json":
    '{ "name": "dual", "exports": { ".": { "import": "./i.mjs", "require": "./r.cjs" } , "./sub": "./sub.cjs" } }',
  "node_modules/dual/i.mjs": "export const how = 'import';\n",
  "node_modules/dual/r.cjs": "exports.how = 'require';\n",
  "node_modules/dual/sub.cjs": "module.exports = class Sub { hi() { return 'sub'; } };\n",
  "node_modules/typed/package.json": '{ "name": "typed", "main": "m.js", "types": "m.d.ts" }',
  "node_modules/typed/m.js": "exports.add = (a, b) => a + b;\n",
  "node_modules/typed/m.d.ts": "export declare function add(a: number, b: number): number;\n",
  "loop-a.ts": "import { b } from './loop-b.js';\nexport const a = () => 'a' + b();\n",
  "loop-b.ts": "import { a } from './loop-a.js';\nexport const b = () => 'b' + typeof a;\n",
};
