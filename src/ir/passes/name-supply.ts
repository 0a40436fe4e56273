/** Hands out unique names as TVM does: the first as asked, then `_1`, `_2`, … counted for each name. */
export class NameSupply {
  private readonly counts = new Map<string, number>();

  fresh(name: string): string {
    let unique = name;
    for (let count = this.counts.get(name); count !== undefined && this.counts.has(unique); ) {
      count++;
      this.counts.set(name, count);
      unique = `${name}_${count}`;
    }
    this.counts.set(unique, 0);
    return unique;
  }
}
