/** What is known of a board before anything is computed: one line. */
export interface Fact {
  /** Indices of the layers that it concerns. */
  readonly layers: readonly number[];
  readonly text: string;
}
