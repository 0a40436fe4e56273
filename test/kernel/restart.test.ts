import { expect, test } from "vitest";
import { NotebookSession, shown } from "./notebook-session.js";

test("native code that nothing stops ends the kernel, with a word to whoever waits", { timeout: 120_000 }, async () => {
  const notebook = await NotebookSession.start();
  let begun = () => {};
  const beginning = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const cell =
    'import { pbkdf2Sync } from "node:crypto"; console.log("begun"); pbkdf2Sync("a", "b", 2 ** 31 - 1, 64, "sha512")';
  const running = notebook.client.execute(cell, {}, ({ header }) => {
    if (header.msg_type === "stream") begun();
  });
  await beginning;
  const { reply } = await notebook.client.request("control", "interrupt_request", {});
  expect(reply.content).toEqual({ status: "ok" });
  expect(shown(await running).error).toBe(
    "KernelRestart: The cell is inside native code that an interrupt cannot stop: the kernel restarts, its variables are lost.",
  );
  expect(await notebook.kernel.ended).toBe(null);
  notebook.client.close();
  notebook.kernel.dispose();
});
