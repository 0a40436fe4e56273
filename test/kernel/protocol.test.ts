import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Message } from "../../src/kernel/wire.js";
import { Wire } from "../../src/kernel/wire.js";
import { NotebookSession, pause, published, shown } from "./notebook-session.js";

let notebook: NotebookSession;
beforeAll(async () => {
  notebook = await NotebookSession.start();
});
afterAll(() => notebook.stop());

describe("signatures", () => {
  const request = (wire: Wire) =>
    wire.encode({ identities: [], type: "execute_request", parent: {}, content: { code: "globalThis.hacked = 1" } })
      .frames;

  async function refused(frames: (Uint8Array | string)[]): Promise<void> {
    await notebook.client.send("shell", frames);
    await notebook.client.send("control", frames);
    await pause(200);
    expect((await notebook.run("'hacked' in globalThis")).result).toBe("false");
  }

  test("a message signed with another key is refused", () => refused(request(new Wire("another key"))));

  test("a message that was changed is refused", async () => {
    const frames = request(notebook.client.wire);
    frames[frames.length - 1] = String(frames.at(-1)).replace("1", "2");
    await refused(frames);
  });

  test("a message without a signature is refused", async () => {
    const frames = request(notebook.client.wire);
    frames[1] = "";
    await refused(frames);
  });

  test("malformed messages are refused", async () => {
    await refused(["nonsense"]);
    await refused(["<IDS|MSG>", "x"]);
  });

  test("a recorded message cannot be sent again", async () => {
    const { frames } = notebook.client.wire.encode({
      identities: [],
      type: "execute_request",
      parent: {},
      content: { code: "globalThis.times = (globalThis.times ?? 0) + 1" },
    });
    await notebook.client.send("shell", frames);
    await notebook.client.send("shell", frames);
    expect((await notebook.run("globalThis.times")).result).toBe("1");
  });
});

describe("execute_request", () => {
  test("silent: no input, no result, no count; printed text is heard", async () => {
    const before = await notebook.run("1");
    const { answer } = await notebook.run("console.log('x'); 2", { silent: true });
    expect(answer.published.map(({ header }) => header.msg_type)).toEqual(["status", "stream", "status"]);
    const after = await notebook.run("3");
    const count = ({ answer }: typeof before) => Number(answer.reply.content.execution_count);
    expect(count(after)).toBe(count(before) + 1);
  });

  test("store_history: false keeps the count", async () => {
    const before = await notebook.run("1");
    const other = await notebook.run("'not stored'", { store_history: false });
    expect(other.answer.reply.content.execution_count).toBe(before.answer.reply.content.execution_count);
    expect(other.result).toBe("'not stored'");
  });

  test("user_expressions", async () => {
    const { answer } = await notebook.run("const ux = 5", { user_expressions: { twice: "ux * 2", wrong: "nothing" } });
    expect(answer.reply.content.user_expressions).toMatchObject({
      twice: { status: "ok", data: { "text/plain": "10" } },
      wrong: { status: "error", ename: "TypeScriptError" },
    });
  });

  test("stop_on_error aborts the cells behind, and only those", async () => {
    const cells = ["throw new Error('first')", "globalThis.ran = 1", "globalThis.ran = 2"];
    const answers = await Promise.all(cells.map((code) => notebook.run(code)));
    expect(answers.map(({ status }) => status)).toEqual(["error", "aborted", "aborted"]);
    expect((await notebook.run("'ran' in globalThis")).result).toBe("false");
    const options = { stop_on_error: false };
    const others = await Promise.all(cells.map((code) => notebook.run(code, options)));
    expect(others.map(({ status }) => status)).toEqual(["error", "ok", "ok"]);
  });

  test("an empty cell", async () => {
    expect((await notebook.run("")).status).toBe("ok");
    expect((await notebook.run("// only a comment")).status).toBe("ok");
  });
});

describe("type errors", () => {
  test("are shown as TypeScript shows them, and the cell does not run", async () => {
    const { error, traceback, stdout } = await notebook.run("console.log('ran')\nconst wrong: number = 'text'");
    expect(error).toBe("TypeScriptError: TS2322: Type 'string' is not assignable to type 'number'.");
    expect(stdout).toBe("");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal
    const plain = traceback.replace(/\x1b\[\d+m/g, "");
    expect(plain).toMatch(/^cell\[\d+\]:2:7 - error TS2322: /);
    expect(plain).toMatch(/2 const wrong: number = 'text'\n {8}~~~~~/);
  });

  test("a brace that is never closed is shown at the end of the text", async () => {
    const { traceback } = await notebook.run("function f() {\n  1");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal
    expect(traceback.replace(/\x1b\[\d+m/g, "")).toMatch(/^cell\[\d+\]:2:3 - error TS1005: '}' expected/);
  });

  test("can be switched off for a cell and for the notebook", async () => {
    expect((await notebook.run("// @ts-nocheck\nconst off: number = 'a'; off")).result).toBe("'a'");
    await notebook.run("lab.checkTypes(false)");
    expect((await notebook.run("const off2: number = 'b'; off2")).result).toBe("'b'");
    await notebook.run("lab.checkTypes(true)");
    expect((await notebook.run("const off3: number = 'c'")).status).toBe("error");
  });
});

describe("stdin", () => {
  test("a cell asks and goes on with the answer", async () => {
    notebook.client.onInput = (prompt) => `<${prompt}>`;
    expect((await notebook.run("const answer: string = lab.input('name? '); answer + lab.input()")).result).toBe(
      "'<name? ><>'",
    );
  });

  test("where nobody can answer it is an error", async () => {
    expect((await notebook.run("lab.input('?')", { allow_stdin: false })).error).toMatch(
      /^UserError: lab.input: nobody/,
    );
  });

  test("an interrupt ends the question", async () => {
    let asked = () => {};
    const question = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const silent = new Promise<string>(() => {});
    notebook.client.onInput = () => {
      asked();
      return silent;
    };
    const running = notebook.client.execute("lab.input('?')", { allow_stdin: true });
    await question;
    await notebook.interrupt();
    expect(shown(await running).error).toMatch(/^Interrupted/);
  });
});

describe("comms", () => {
  test("messages go both ways, and open comms are listed", async () => {
    await notebook.run(
      "lab.onComm('echo', (comm, data) => { comm.onMessage = (text) => comm.send({ data, text }); comm.onClose = () => console.log('closed') })",
    );
    const heard: Message[] = [];
    notebook.client.onStray = (message) => heard.push(message);
    const send = (type: string, content: object) => {
      const { frames } = notebook.client.wire.encode({ identities: [], type, parent: {}, content: { ...content } });
      return notebook.client.send("shell", frames);
    };
    await send("comm_open", { comm_id: "c1", target_name: "echo", data: 1 });
    await send("comm_msg", { comm_id: "c1", data: "hello" });
    const first = await notebook.run("1");
    const info = await notebook.client.request("shell", "comm_info_request", { target_name: "echo" });
    expect(info.reply.content.comms).toEqual({ c1: { target_name: "echo" } });
    await send("comm_open", { comm_id: "c2", target_name: "unknown", data: {} });
    await send("comm_close", { comm_id: "c1", data: {} });
    const { answer } = await notebook.run("await new Promise((r) => setTimeout(r, 100))");
    const all = [...heard, ...first.answer.published, ...answer.published].map(({ header, content }) => [
      header.msg_type,
      content.comm_id ?? content.text,
    ]);
    expect(all).toContainEqual(["comm_msg", "c1"]);
    expect(all).toContainEqual(["comm_close", "c2"]);
    expect(all).toContainEqual(["stream", "closed\n"]);
  });

  test("a cell opens one", async () => {
    const cell = await notebook.run("const comm = lab.openComm('page', { a: 1 }); comm.send(2); comm.close()");
    expect(published(cell, "comm_open")[0]).toMatchObject({ target_name: "page", data: { a: 1 } });
    expect(published(cell, "comm_msg")[0]).toMatchObject({ data: 2 });
    expect(published(cell, "comm_close")).toHaveLength(1);
  });
});

describe("completion and inspection", () => {
  test("of the library's own declarations, with documentation in markdown", async () => {
    const { reply } = await notebook.client.request("shell", "inspect_request", {
      code: "lab.quantizeModel",
      cursor_pos: 8,
      detail_level: 0,
    });
    const { data } = reply.content as { data: Record<string, string> };
    expect(data["text/markdown"]).toMatch(/^```typescript\n.*quantizeModel/);
    expect(data["text/markdown"]!.length).toBeGreaterThan(200);
  });

  test("signature help inside a call", async () => {
    const code = "Math.max(1, ";
    const { reply } = await notebook.client.request("shell", "inspect_request", { code, cursor_pos: code.length });
    expect((reply.content.data as Record<string, string>)["text/plain"]).toMatch(
      /max\(\.\.\.values: number\[\]\): number/,
    );
  });

  test("positions count code points", async () => {
    const code = "const s = '😀😀'; s.toUpp";
    const cursor_pos = [...code].length;
    const { reply } = await notebook.client.request("shell", "complete_request", { code, cursor_pos });
    expect(reply.content).toMatchObject({
      matches: ["toUpperCase"],
      cursor_start: cursor_pos - 5,
      cursor_end: cursor_pos,
    });
  });

  test("in the middle of a word", async () => {
    await notebook.run("const middleWord = 1");
    const { reply } = await notebook.client.request("shell", "complete_request", {
      code: "middleWord + 1",
      cursor_pos: 3,
    });
    expect(reply.content).toMatchObject({ matches: ["middleWord"], cursor_start: 0, cursor_end: 10 });
  });
});
