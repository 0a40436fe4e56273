import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { type Answer, KernelClient } from "../../src/kernel/client/client.js";
import { type KernelProcess, startKernel } from "../../src/kernel/client/kernel-process.js";
import { kernelArguments } from "../../src/kernel/launch.js";

/** What a cell did, as a page would show it. */
export interface Shown {
  readonly status: string;
  readonly stdout: string;
  readonly stderr: string;
  /** Text of its result. */
  readonly result: string | undefined;
  /** `NAME: message` of its error. */
  readonly error: string | undefined;
  readonly traceback: string;
  readonly answer: Answer;
}

/** Command line of the compiled kernel: workers need JavaScript. */
export function compiledKernel(connectionFile: string): string[] {
  return kernelArguments(connectionFile).map((part) =>
    part.replace(`${sep}src${sep}kernel${sep}`, `${sep}dist${sep}src${sep}kernel${sep}`),
  );
}

/** A kernel with a client in a folder of its own. */
export class NotebookSession {
  private constructor(
    readonly folder: string,
    readonly kernel: KernelProcess,
    readonly client: KernelClient,
  ) {}

  static async start(files: Readonly<Record<string, string>> = {}): Promise<NotebookSession> {
    const folder = mkdtempSync(join(tmpdir(), "espdl-notebook-"));
    for (const [name, text] of Object.entries(files)) writeIn(folder, name, text);
    const kernel = await startKernel(folder, compiledKernel);
    const client = new KernelClient(kernel.connection);
    await client.ready();
    return new NotebookSession(folder, kernel, client);
  }

  write(name: string, text: string): void {
    writeIn(this.folder, name, text);
  }

  async run(code: string, options: Readonly<Record<string, unknown>> = {}): Promise<Shown> {
    return shown(await this.client.execute(code, options));
  }

  /** Sends an interrupt. @returns the milliseconds until it was answered */
  async interrupt(): Promise<number> {
    const start = performance.now();
    await this.client.request("control", "interrupt_request", {});
    return performance.now() - start;
  }

  async stop(): Promise<number | null> {
    await this.client.request("control", "shutdown_request", { restart: false });
    const code = await this.kernel.ended;
    this.client.close();
    this.kernel.dispose();
    rmSync(this.folder, { recursive: true, force: true });
    return code;
  }
}

/** The outputs of an answer, by kind. */
export function shown(answer: Answer): Shown {
  const texts = (name: string) =>
    answer.published
      .filter(({ header, content }) => header.msg_type === "stream" && content.name === name)
      .map(({ content }) => String(content.text))
      .join("");
  const { status, ename, evalue, traceback } = answer.reply.content;
  const result = answer.published.find(({ header }) => header.msg_type === "execute_result");
  return {
    status: String(status),
    stdout: texts("stdout"),
    stderr: texts("stderr"),
    result: (result?.content.data as Record<string, string> | undefined)?.["text/plain"],
    error: status === "error" ? `${ename}: ${evalue}` : undefined,
    traceback: ((traceback as string[] | undefined) ?? []).join("\n"),
    answer,
  };
}

/** The messages of one type that a cell published. */
export function published({ answer }: Shown, type: string) {
  return answer.published.filter(({ header }) => header.msg_type === type).map(({ content }) => content);
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function writeIn(folder: string, name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}
