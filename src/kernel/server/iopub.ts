import type { XPublisher } from "zeromq";
import { received } from "../received.js";
import type { Content, Header, Wire } from "../wire.js";
import { Channel } from "./channel.js";

export type Parent = Header | Record<string, never>;

/** Printed text is collected this long, in milliseconds, before it becomes one message. */
const MERGE_TIME = 10;

/** The channel on which everybody hears what the kernel does. Stream text and messages keep their order. */
export class IOPub {
  readonly #channel: Channel;
  readonly #wire: Wire;
  readonly #sent: (characters: number) => void;
  #pending: { readonly name: string; readonly parent: Parent; readonly texts: string[] } | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param sent told how many characters of stream text were handed to zeromq */
  constructor(socket: XPublisher, wire: Wire, sent: (characters: number) => void) {
    this.#channel = new Channel(socket);
    this.#wire = wire;
    this.#sent = sent;
    void this.#welcome(socket);
  }

  publish(type: string, content: Content | string, parent: Parent, metadata: Content = {}): void {
    this.flush();
    void this.#send(type, content, parent, metadata);
  }

  stream(name: string, text: string, parent: Parent): void {
    if (this.#pending !== undefined && (this.#pending.name !== name || this.#pending.parent !== parent)) this.flush();
    this.#pending ??= { name, parent, texts: [] };
    this.#pending.texts.push(text);
    this.#timer ??= setTimeout(() => this.flush(), MERGE_TIME);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending === undefined) return;
    const { name, parent, texts } = this.#pending;
    this.#pending = undefined;
    const text = texts.join("");
    void this.#send("stream", { name, text }, parent).then(() => this.#sent(text.length));
  }

  status(state: "busy" | "idle" | "starting", parent: Parent): void {
    this.publish("status", { execution_state: state }, parent);
  }

  close(): Promise<void> {
    this.flush();
    return this.#channel.close();
  }

  #send(type: string, content: Content | string, parent: Parent, metadata: Content = {}): Promise<void> {
    const { frames } = this.#wire.encode({ identities: [`kernel.${type}`], type, parent, content, metadata });
    return this.#channel.send(frames);
  }

  /** Tells each new subscriber that nothing will be missed from now on. */
  async #welcome(socket: XPublisher): Promise<void> {
    for await (const [event] of received(socket)) {
      if (event?.[0] !== 1) continue;
      const subscription = event.subarray(1).toString();
      const content = { subscription };
      const { frames } = this.#wire.encode({ identities: [subscription], type: "iopub_welcome", parent: {}, content });
      await this.#channel.send(frames);
    }
  }
}
