/** Which bytes of a tensor have not arrived: half-open ranges in order, none empty. */
export class Missing {
  #ranges: { start: number; end: number }[];

  constructor(size: number) {
    this.#ranges = size > 0 ? [{ start: 0, end: size }] : [];
  }

  /** The first range that is missing; undefined when all is there. */
  get first(): { start: number; end: number } | undefined {
    return this.#ranges[0];
  }

  /** Notes that start … end - 1 arrived; true when that was news. */
  arrived(start: number, end: number): boolean {
    let news = false;
    this.#ranges = this.#ranges.flatMap((range) => {
      if (end <= range.start || start >= range.end) return [range];
      news = true;
      return [
        { start: range.start, end: start },
        { start: end, end: range.end },
      ].filter((rest) => rest.start < rest.end);
    });
    return news;
  }
}
