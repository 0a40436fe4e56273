import { UserError } from "../../../base/errors.js";
import type { Transport } from "../transport.js";
import { ask } from "./ask.js";
import { CallFailed } from "./call-failed.js";
import { describe } from "./describe.js";
import type { Description, Stats, Stop, TensorDescription } from "./description.js";
import { Exchange, type Patience, type RunningCalls } from "./exchange.js";
import { packNumbers } from "./fields.js";
import { Pace } from "./pace.js";
import { Request } from "./protocol.js";
import { readTensor, writeTensor } from "./transfer.js";

const PATIENCE: Patience = { retryAfter: 500, giveUpAfter: 10_000, longestCall: 120_000 };

/** A board's debug runner, at the other end of a line. Tensors and calls are indices into `description`. */
export class Link {
  private pace: Pace;

  private constructor(
    readonly description: Description,
    private readonly exchange: Exchange,
  ) {
    this.pace = new Pace([], exchange.patience.longestCall);
  }

  /**
   * Says hello and asks what the board runs.
   * @param name - of the board, for error messages.
   * @throws UserError when it does not answer or speaks another protocol version; the transport is then closed.
   */
  static async open(name: string, transport: Transport, patience: Patience = PATIENCE): Promise<Link> {
    const exchange = new Exchange(name, transport, patience);
    try {
      return new Link(await describe(exchange), exchange);
    } catch (error) {
      await transport.close();
      throw error;
    }
  }

  get transport(): Transport {
    return this.exchange.transport;
  }

  get name(): string {
    return this.exchange.name;
  }

  /** Puts bytes where a tensor lives: as many as the tensor has. */
  async write(tensor: number, bytes: Uint8Array): Promise<void> {
    const { id, bytes: size } = this.tensor(tensor);
    if (bytes.length !== size)
      throw new UserError(`${id} on board ${this.name}: got ${bytes.length} bytes, expected ${size}`);
    await writeTensor(this.exchange, tensor, bytes, this.description);
  }

  /** The bytes that are now where a tensor lives, or a constant. */
  async read(tensor: number): Promise<Uint8Array> {
    return this.readPart(tensor, 0, this.tensor(tensor).bytes);
  }

  /** `size` bytes of it. */
  async readPart(tensor: number, offset: number, size: number): Promise<Uint8Array> {
    return readTensor(this.exchange, tensor, offset, size);
  }

  /** CRC-32 (zlib's) of `size` bytes of the same, computed on the board. */
  async sum(tensor: number, offset: number, size: number): Promise<number> {
    return (await ask(this.exchange, Request.SUM, packNumbers([tensor, 2], [offset, 4], [size, 4]))).u32();
  }

  /**
   * Runs calls `first` … `end - 1` on what their input tensors hold.
   * @throws CallFailed when one of them fails or does not come back.
   */
  async run(first = 0, end = this.description.calls.length): Promise<void> {
    if (first >= end) return;
    const running = new CallsRunning(this.pace, first);
    const payload = packNumbers([first, 2], [end, 2]);
    const answer = await ask(this.exchange, Request.RUN, payload, running).catch((error: unknown) => {
      const call = running.call;
      if (!(error instanceof UserError) || call >= end || end > this.description.calls.length) throw error;
      throw this.#failed(call, `did not come back: ${error.message.replace(`board ${this.name}: `, "")}`);
    });
    const [call, code] = [answer.u16(), answer.i32()];
    if (code === 0) return running.done(end - 1);
    throw this.#failed(call, `failed with code ${code}, expected 0`);
  }

  /** Runs the whole model through the entry point that an application calls; no costs are noted. */
  async runEntry(): Promise<void> {
    const answer = await ask(this.exchange, Request.ENTRY, Uint8Array.of(0), this.#whole());
    this.#checkEntry(answer.u16(), answer.i32());
  }

  /** The same, stopped before each call that it makes: tensors can be read and summed there. */
  async *runEntryByCalls(): AsyncGenerator<Stop> {
    let answer = await ask(this.exchange, Request.ENTRY, Uint8Array.of(1), this.#whole());
    for (;;) {
      const [call, code, count] = [answer.u16(), answer.i32(), answer.u16()];
      if (count === 0) return this.#checkEntry(call, code);
      yield { call, arguments: Array.from({ length: count }, () => answer.u64()) };
      answer = await ask(this.exchange, Request.STEP, undefined, new CallsRunning(this.pace, call)).catch(
        (error: unknown) => {
          if (!(error instanceof UserError)) throw error;
          throw this.#failed(call, `did not come back: ${error.message.replace(`board ${this.name}: `, "")}`);
        },
      );
    }
  }

  /** What each call has to do, in multiplications or elements: how long a board may be silent follows from it. */
  expectWork(work: readonly number[]): void {
    this.pace = new Pace(work, this.exchange.patience.longestCall);
  }

  /** Time or instructions of each call, and the stack's high-water mark. */
  async stats(): Promise<Stats> {
    const { calls, unit } = this.description;
    const costs: number[] = [];
    for (;;) {
      const answer = await ask(this.exchange, Request.STATS, packNumbers([costs.length, 2]));
      const [, used, size, call] = [answer.u16(), answer.u32(), answer.u32(), answer.u16()];
      const before = costs.length;
      while (answer.left > 0) costs.push(answer.u64());
      if (costs.length >= calls.length || costs.length === before)
        return { costs, unit, stack: { used, size, call: call < calls.length ? call : undefined } };
    }
  }

  /** Starts the board anew and waits until it answers again. */
  async reset(): Promise<void> {
    await ask(this.exchange, Request.RESET);
    await ask(this.exchange, Request.HELLO);
  }

  /** Closes the line; ends a virtual board. */
  async close(): Promise<void> {
    await this.transport.close();
  }

  /** A tensor, or a constant behind them. @throws UserError where there is none of that index. */
  tensor(index: number): TensorDescription {
    const { tensors, constants } = this.description;
    const tensor = tensors[index] ?? constants[index - tensors.length];
    if (!tensor)
      throw new UserError(
        `board ${this.name}: no tensor ${index}, expected 0 to ${tensors.length + constants.length - 1}`,
      );
    return tensor;
  }

  #whole(): RunningCalls {
    const allowed = this.description.calls.reduce((sum, _, call) => sum + this.pace.allowed(call), 0);
    return { allowed: () => Math.min(allowed, this.pace.longest), done: () => {} };
  }

  #checkEntry(_call: number, code: number): void {
    if (code !== 0) throw new UserError(`board ${this.name}: the model failed with code ${code}, expected 0`);
  }

  #failed(call: number, reason: string): CallFailed {
    const outputs = this.description.calls[call]!.outputs.map((index) => this.tensor(index).id);
    return new CallFailed(this.name, call, outputs, reason);
  }
}

/** Calls that run one after the other: which one runs now, and what each took. */
class CallsRunning implements RunningCalls {
  #since = performance.now();

  constructor(
    private readonly pace: Pace,
    public call: number,
  ) {}

  allowed(): number {
    return this.pace.allowed(this.call);
  }

  done(call: number): void {
    if (call < this.call) return;
    const now = performance.now();
    this.pace.note(call, now - this.#since);
    this.#since = now;
    this.call = call + 1;
  }
}
