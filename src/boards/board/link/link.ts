import { UserError } from "../../../base/errors.js";
import type { Transport } from "../transport.js";
import { ask } from "./ask.js";
import { describe } from "./describe.js";
import type { Description, Stats, TensorDescription } from "./description.js";
import { Exchange, type Patience } from "./exchange.js";
import { packNumbers } from "./fields.js";
import { Request } from "./protocol.js";
import { readTensor, writeTensor } from "./transfer.js";

const PATIENCE: Patience = { retryAfter: 500, giveUpAfter: 10_000, longestCall: 120_000 };

/** A board's debug runner, at the other end of a line. Tensors and calls are indices into `description`. */
export class Link {
  private constructor(
    readonly description: Description,
    private readonly exchange: Exchange,
  ) {}

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

  /** The bytes that are now where a tensor lives. */
  async read(tensor: number): Promise<Uint8Array> {
    return readTensor(this.exchange, tensor, this.tensor(tensor).bytes);
  }

  /**
   * Runs calls `first` … `end - 1` on what their input tensors hold.
   * @throws UserError when one of them fails, with its outputs' names and its code.
   */
  async run(first = 0, end = this.description.calls.length): Promise<void> {
    await this.#run(Request.RUN, packNumbers([first, 2], [end, 2]));
  }

  /** Runs the whole model through the entry point that an application calls; no costs are noted. */
  async runEntry(): Promise<void> {
    await this.#run(Request.ENTRY);
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

  /** @throws UserError where there is no tensor of that index. */
  tensor(index: number): TensorDescription {
    const tensor = this.description.tensors[index];
    if (!tensor)
      throw new UserError(
        `board ${this.name}: no tensor ${index}, expected 0 to ${this.description.tensors.length - 1}`,
      );
    return tensor;
  }

  async #run(type: number, payload?: Uint8Array): Promise<void> {
    const answer = await ask(this.exchange, type, payload);
    const [call, code] = [answer.u16(), answer.i32()];
    if (code === 0) return;
    const outputs = this.description.calls[call]?.outputs.map((index) => this.tensor(index).id).join(", ");
    const what = type === Request.RUN ? `call ${call} (${outputs})` : "the model";
    throw new UserError(`board ${this.name}: ${what} failed with code ${code}, expected 0`);
  }
}
