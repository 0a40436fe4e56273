import type { Content, Message } from "../wire.js";
import { type Output, splitText } from "./format.js";

/** The outputs of the cells of a notebook as they arrive, in the order in which a page would show them. */
export class Outputs {
  /** Outputs that have an id, wherever they are: an update changes all of them. */
  readonly #shown = new Map<string, Output[]>();
  #cell: Output[] = [];
  #clearNext = false;

  /** Starts the outputs of the next cell. */
  open(): Output[] {
    this.#cell = [];
    this.#clearNext = false;
    return this.#cell;
  }

  /** Takes one message that a cell published. */
  add({ header, content }: Message): void {
    const { execution_count, ename, evalue, traceback } = content;
    switch (header.msg_type) {
      case "stream":
        this.#stream(String(content.name), String(content.text));
        break;
      case "display_data":
        this.#display({ output_type: "display_data", ...bundle(content) }, content);
        break;
      case "execute_result":
        this.#display({ output_type: "execute_result", ...bundle(content), execution_count }, content);
        break;
      case "update_display_data":
        this.#update(content);
        break;
      case "clear_output":
        if (content.wait === true) this.#clearNext = true;
        else this.#cell.length = 0;
        break;
      case "error":
        this.#push({ output_type: "error", ename, evalue, traceback });
    }
  }

  #push(output: Output): void {
    if (this.#clearNext) this.#cell.length = 0;
    this.#clearNext = false;
    this.#cell.push(output);
  }

  #stream(name: string, text: string): void {
    const last = this.#cell.at(-1);
    if (this.#clearNext || last?.output_type !== "stream" || last.name !== name) {
      this.#push({ output_type: "stream", name, text: splitText(text) });
      return;
    }
    const lines = last.text as string[];
    const open = lines.at(-1)?.endsWith("\n") === false ? lines.pop() : "";
    for (const line of splitText(open + text)) lines.push(line);
  }

  #display(output: Output, content: Content): void {
    this.#push(output);
    const id = displayId(content);
    if (id !== undefined) this.#shown.set(id, [...(this.#shown.get(id) ?? []), output]);
  }

  #update(content: Content): void {
    for (const output of this.#shown.get(displayId(content) ?? "") ?? []) Object.assign(output, bundle(content));
  }
}

function displayId({ transient }: Content): string | undefined {
  return (transient as { display_id?: string } | undefined)?.display_id;
}

/** Text of a bundle as lines; JSON types stay objects. */
function bundle({ data, metadata }: Content): { readonly data: object; readonly metadata: unknown } {
  const entries = Object.entries(data as object).map(([type, value]) => [
    type,
    typeof value === "string" && (type.startsWith("text/") || type === "image/svg+xml") ? splitText(value) : value,
  ]);
  return { data: Object.fromEntries(entries), metadata: metadata ?? {} };
}
