import protobuf from "protobufjs/minimal.js";

/** Fields that a model may have: a network for a microcontroller has some ten thousand. */
const FIELD_LIMIT = 1_000_000;

/**
 * Protobuf's reader with a bound on the number of fields, and so on memory: an empty message takes two bytes in the
 * file and a hundred times that in memory.
 */
export class BoundedReader extends protobuf.Reader {
  #left = FIELD_LIMIT;

  override tag(): number {
    this.#take(1);
    return super.tag();
  }

  /** A packed list of 64-bit integers, each of which becomes an object. */
  override int64s(array?: (number | protobuf.Long)[]): (number | protobuf.Long)[] {
    const start = this.pos;
    this.#take(this.uint32());
    this.pos = start;
    return super.int64s(array);
  }

  #take(count: number): void {
    this.#left -= count;
    if (this.#left < 0) throw new RangeError(`more than ${FIELD_LIMIT} fields`);
  }
}
