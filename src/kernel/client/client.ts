import { Dealer, Subscriber } from "zeromq";
import { address, type Connection } from "../connection.js";
import { LOOK_AGAIN, received } from "../received.js";
import { Channel } from "../server/channel.js";
import { type Content, type Header, type Message, Wire } from "../wire.js";

/** What a request is answered with: the reply, and everything published about it. */
export interface Answer {
  readonly reply: Message;
  readonly published: readonly Message[];
}

interface Request {
  readonly published: Message[];
  readonly onPublished: (message: Message) => void;
  reply?: Message;
  idle: boolean;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** A client of a Jupyter kernel: sends requests and gathers what comes back. */
export class KernelClient {
  readonly wire: Wire;
  readonly #sockets = { shell: new Dealer(), control: new Dealer(), stdin: new Dealer(), iopub: new Subscriber() };
  readonly #channels: Record<"shell" | "control" | "stdin", Channel>;
  readonly #requests = new Map<string, Request>();
  readonly #subscribed: Promise<void>;
  #closed: Error | undefined;
  /** Answers what a cell asks the person, when the person has answered. */
  onInput: ((prompt: string, password: boolean) => string | Promise<string>) | undefined;
  /** Hears messages that belong to no open request. */
  onStray: ((message: Message) => void) | undefined;

  constructor(
    connection: Connection,
    readonly identity: string = crypto.randomUUID(),
  ) {
    this.wire = new Wire(connection.key);
    const { shell, control, stdin, iopub } = this.#sockets;
    for (const socket of [shell, control, stdin]) socket.routingId = identity;
    iopub.receiveHighWaterMark = 0;
    for (const socket of Object.values(this.#sockets)) Object.assign(socket, { linger: 0, receiveTimeout: LOOK_AGAIN });
    for (const socket of [shell, control, stdin]) socket.sendTimeout = LOOK_AGAIN;
    shell.connect(address(connection, "shell_port"));
    control.connect(address(connection, "control_port"));
    stdin.connect(address(connection, "stdin_port"));
    iopub.connect(address(connection, "iopub_port"));
    iopub.subscribe();
    this.#channels = { shell: new Channel(shell), control: new Channel(control), stdin: new Channel(stdin) };
    let welcome = () => {};
    this.#subscribed = new Promise((resolve) => {
      welcome = resolve;
    });
    void this.#receive(shell, (message) => this.#onReply(message));
    void this.#receive(control, (message) => this.#onReply(message));
    void this.#receive(stdin, (message) => void this.#onInputRequest(message));
    void this.#receive(iopub, (message) =>
      message.header.msg_type === "iopub_welcome" ? welcome() : this.#onPublished(message),
    );
  }

  /** Waits until the kernel answers and nothing it publishes can be missed. */
  async ready(): Promise<Message> {
    const { reply } = await this.request("shell", "kernel_info_request", {});
    await this.#subscribed;
    return reply;
  }

  /** Sends a request; resolves when it is answered and the kernel has said that it is done with it. */
  request(
    channel: "shell" | "control",
    type: string,
    content: Content,
    onPublished: (message: Message) => void = () => {},
  ): Promise<Answer> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    const { header, frames } = this.wire.encode({ identities: [], type, parent: {}, content });
    return new Promise((resolve, reject) => {
      // The first requests may be answered before the subscription is known: they end with their reply.
      const idle = type === "kernel_info_request" || type === "shutdown_request";
      this.#requests.set(header.msg_id, { published: [], onPublished, idle, resolve, reject });
      void this.#channels[channel].send(frames as Uint8Array[]);
    });
  }

  execute(code: string, options: Content = {}, onPublished?: (message: Message) => void): Promise<Answer> {
    const content = {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: this.onInput !== undefined,
      stop_on_error: true,
      ...options,
    };
    return this.request("shell", "execute_request", content, onPublished);
  }

  /** Sends raw frames, which may be wrong. */
  send(channel: "shell" | "control" | "stdin", frames: readonly (Uint8Array | string)[]): Promise<void> {
    return this.#channels[channel].send(frames as Uint8Array[]);
  }

  /** Closes the sockets; open requests are refused with `reason`. */
  close(reason = "the connection to the kernel was closed"): void {
    this.#closed ??= new Error(reason);
    for (const socket of Object.values(this.#sockets)) socket.close();
    for (const { reject } of this.#requests.values()) reject(this.#closed);
    this.#requests.clear();
  }

  async #receive(socket: Dealer | Subscriber, handle: (message: Message) => void): Promise<void> {
    for await (const frames of received(socket)) handle(this.wire.decode(frames as Uint8Array[]));
  }

  #of(message: Message): Request | undefined {
    return this.#requests.get((message.parent as Header).msg_id);
  }

  #onReply(message: Message): void {
    const request = this.#of(message);
    if (request === undefined) return;
    request.reply = message;
    this.#settle(message, request);
  }

  #onPublished(message: Message): void {
    const request = this.#of(message);
    if (request === undefined) {
      this.onStray?.(message);
      return;
    }
    request.published.push(message);
    request.onPublished(message);
    if (message.header.msg_type === "status" && message.content.execution_state === "idle") request.idle = true;
    this.#settle(message, request);
  }

  #settle(message: Message, request: Request): void {
    if (!request.idle || request.reply === undefined) return;
    this.#requests.delete((message.parent as Header).msg_id);
    request.resolve({ reply: request.reply, published: request.published });
  }

  async #onInputRequest({ header, content }: Message): Promise<void> {
    const value = (await this.onInput?.(String(content.prompt), content.password === true)) ?? "";
    const { frames } = this.wire.encode({ identities: [], type: "input_reply", parent: header, content: { value } });
    await this.#channels.stdin.send(frames as Uint8Array[]);
  }
}
