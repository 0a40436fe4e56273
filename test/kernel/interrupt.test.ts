import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { NotebookSession, pause, shown } from "./notebook-session.js";

let notebook: NotebookSession;
beforeAll(async () => {
  notebook = await NotebookSession.start();
  await notebook.run("let kept = 0; const bump = () => ++kept; const go = () => console.log('go')");
});
afterAll(() => notebook.stop());

test.each([
  ["a loop", "go(); while (true) {}"],
  ["a loop after an await", "await null; go(); while (true) {}"],
  ["a loop after a timer", "await new Promise((r) => setTimeout(r, 5)); go(); while (true) {}"],
  ["a loop in a function of a function", "go(); function f() { while (true) g(); } function g() { for (;;) {} } f()"],
  ["a loop that catches everything", "go(); for (;;) { try { for (;;) {} } catch {} }"],
  ["a loop in a timer", "setTimeout(() => { go(); for (;;) {} }, 5); await new Promise(() => {})"],
  ["a loop of microtasks", "go(); while (true) await null"],
  ["a loop of timers", "go(); while (true) await new Promise((r) => setTimeout(r, 1))"],
  [
    "for await without end",
    "go(); async function* g() { for (let i = 0; ; i++) yield i } for await (const i of g()) kept += 0",
  ],
  ["a promise that never settles", "go(); await new Promise(() => {})"],
  ["a runaway regular expression", "go(); /(a+)+b/.test('a'.repeat(50))"],
  ["a loop that prints", "go(); for (let i = 0; ; i++) console.log(i)"],
  [
    "a loop in AsyncLocalStorage",
    "const { AsyncLocalStorage } = await import('node:async_hooks'); await new AsyncLocalStorage().run(1, async () => { await null; go(); for (;;) {} })",
  ],
  [
    "a loop in a timer, with async hooks",
    "const { createHook } = await import('node:async_hooks'); createHook({ init() {} }).enable(); setTimeout(() => { go(); for (;;) {} }, 5); await new Promise(() => {})",
  ],
  [
    "a loop in a server",
    "const server = (await import('node:http')).createServer(() => { go(); for (;;) {} }).listen(0); await fetch('http://127.0.0.1:' + (server.address() as { port: number }).port)",
  ],
  ["Atomics.wait", "go(); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)"],
])("%s is stopped, and the state is kept", async (_, code) => {
  const before = Number((await notebook.run("bump()")).result);
  let started = (): void => {};
  const loops = new Promise<void>((resolve) => {
    started = resolve;
  });
  const running = notebook.client
    .execute(code, {}, ({ header }) => header.msg_type === "stream" && started())
    .then(shown);
  await loops;
  await pause(50);
  await notebook.interrupt();
  expect((await running).error).toMatch(/^Interrupted/);
  expect((await notebook.run("bump()")).result).toBe(String(before + 1));
});

test("a loop of timers does not go on behind the next cells", async () => {
  const running = notebook.run("let ticks = 0; while (true) { await new Promise((r) => setTimeout(r, 1)); ticks++ }");
  await pause(300);
  await notebook.interrupt();
  await running;
  const first = (await notebook.run("ticks")).result;
  await pause(100);
  expect((await notebook.run("ticks")).result).toBe(first);
});

test("what a loop had reached is kept", async () => {
  await notebook.run("let reached = 0.5");
  let begun = (): void => {};
  const loops = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const running = notebook.client.execute(
    "go(); for (;;) reached++",
    {},
    ({ header }) => header.msg_type === "stream" && begun(),
  );
  await loops;
  await pause(500);
  await notebook.interrupt();
  expect(shown(await running).error).toMatch(/^Interrupted/);
  const { result } = await notebook.run("reached");
  expect(result).toMatch(/^\d+\.5$/);
  expect(Number(result)).toBeGreaterThan(1000);
});

test("an interrupt of an idle kernel changes nothing", async () => {
  await notebook.interrupt();
  expect((await notebook.run("1 + 1")).result).toBe("2");
});

test("completion, inspection and kernel_info answer while a cell spins", async () => {
  const running = notebook.run("const spinning = 1; while (true) {}");
  await pause(200);
  const complete = { code: "kep", cursor_pos: 3 };
  const { reply } = await notebook.client.request("shell", "complete_request", complete);
  expect(reply.content.matches).toEqual(["kept"]);
  const inspect = { code: "bump", cursor_pos: 2, detail_level: 0 };
  expect((await notebook.client.request("shell", "inspect_request", inspect)).reply.content.found).toBe(true);
  await notebook.client.request("shell", "kernel_info_request", {});
  await notebook.interrupt();
  expect((await running).status).toBe("error");
});

test("an interrupt that comes before the cell has begun ends it", async () => {
  const running = notebook.run("for (;;) {}");
  await notebook.interrupt();
  expect((await running).error).toMatch(/^Interrupted/);
  expect((await notebook.run("7")).result).toBe("7");
});

test("a cell that was sent before an interrupt and comes after it is ended by it, and the next one is not", async () => {
  await notebook.interrupt();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 5000 });
  const running = notebook.run("for (;;) {}");
  vi.useRealTimers();
  expect((await running).error).toMatch(/^Interrupted/);
  expect((await notebook.run("8")).result).toBe("8");
});
