/** Work a millisecond, in multiplications, of a board slower than any: what is taken for granted before a call was measured. */
const SLOWEST = 100;
/** How many times as long as the calls before it, for its work, a call may take. */
const SLACK = 20;

/** How fast a board is, from the calls that came back: how long the next may take. */
export class Pace {
  #work = 0;
  #time = 0;

  /**
   * @param work of each call, in multiplications or elements
   * @param longest ms that no call may exceed
   */
  constructor(
    readonly work: readonly number[],
    readonly longest: number,
  ) {}

  /** Notes that a call took `ms` milliseconds. */
  note(call: number, ms: number): void {
    this.#work += this.work[call] ?? 1;
    this.#time += ms;
  }

  /** Milliseconds that a call may take. */
  allowed(call: number): number {
    const work = this.work[call] ?? 1;
    const expected = this.#work > 0 ? (SLACK * work * this.#time) / this.#work : work / SLOWEST;
    return Math.min(expected, this.longest);
  }
}
