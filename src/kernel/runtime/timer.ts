/** Time of a cell, by the clock and of the processor. */
export class Timer {
  readonly #start = performance.now();
  readonly #processor = process.cpuUsage();

  text(): string {
    const { user, system } = process.cpuUsage(this.#processor);
    return `time: ${shown(performance.now() - this.#start)}, of the processor: ${shown((user + system) / 1000)}\n`;
  }
}

function shown(milliseconds: number): string {
  return milliseconds < 999.5 ? `${milliseconds.toPrecision(3)} ms` : `${(milliseconds / 1000).toPrecision(3)} s`;
}
