import type { Candidate } from "./candidate.js";
import { FINISH_FAMILIES, TAPS_FAMILIES } from "./causes/products.js";
import { BYTE_FAMILIES, OPERATOR_FAMILIES } from "./causes/table.js";
import type { DiagnosisInput } from "./diagnosis.js";
import { numbers } from "./numbers.js";
import { productOf } from "./product/law.js";
import { overlapCandidates } from "./product/overlap.js";
import { ProductRunner } from "./product/runner.js";
import type { Search } from "./search.js";

/** Tries every cause of the tables. @param differing flat indices of the elements that differ */
export function tryVocabulary(search: Search, input: DiagnosisInput, differing: Int32Array): void {
  for (const family of [...BYTE_FAMILIES, ...OPERATOR_FAMILIES]) search.tryAll(family(input));
  tryProducts(search, input, differing);
}

/** Tries what can happen to the bytes of a right result. */
export function tryBytes(search: Search, input: DiagnosisInput): void {
  for (const family of BYTE_FAMILIES) search.tryAll(family(input));
}

/** The candidates of one family that change one thing; of the families without a name of their own, all. */
export function* singleCandidates(input: DiagnosisInput, differing: Int32Array, only: string): Generator<Candidate> {
  const product = productOf(input);
  const finish = FINISH_FAMILIES.find(({ family }) => family === only);
  const taps = TAPS_FAMILIES.find(({ family }) => family === only);
  if (product !== undefined && (finish !== undefined || taps !== undefined)) {
    const runner = new ProductRunner(product, differing);
    for (const change of finish?.changes(product, input) ?? []) yield runner.ofFinish(only, change);
    for (const change of taps?.changes(product, input) ?? []) yield runner.ofTaps(only, change);
    return;
  }
  for (const family of [...BYTE_FAMILIES, ...OPERATOR_FAMILIES]) yield* family(input);
  if (product !== undefined) yield* overlapCandidates(product, numbers(input.board.data));
}

/** Those that change two things. */
export function* pairCandidates(input: DiagnosisInput, differing: Int32Array): Generator<Candidate> {
  const product = productOf(input);
  if (product === undefined) return;
  const runner = new ProductRunner(product, differing);
  const finishes = finishesOf(input, product);
  for (const [i, [first, changes]] of finishes.entries())
    for (const [second, others] of finishes.slice(i + 1))
      for (const a of changes) for (const b of others) yield runner.ofPair([first, a], [second, b]);
}

type Law = NonNullable<ReturnType<typeof productOf>>;
const finishesOf = (input: DiagnosisInput, product: Law) =>
  FINISH_FAMILIES.map(({ family, changes }) => [family, changes(product, input)] as const);

/** Changed arithmetic of a convolution or dense layer: one change; two of the finish where no single one explains all. */
function tryProducts(search: Search, input: DiagnosisInput, differing: Int32Array): void {
  const product = productOf(input);
  if (product === undefined) return;
  const runner = new ProductRunner(product, differing);
  if (!same(runner.lawResult(), search.expected)) return;
  const finishes = finishesOf(input, product);
  for (const [family, changes] of finishes)
    search.tryAll(
      changes.map((change) => runner.ofFinish(family, change)),
      runner.samples,
    );
  for (const { family, changes } of TAPS_FAMILIES) {
    search.tryAll(
      changes(product, input).map((change) => runner.ofTaps(family, change)),
      runner.samples,
    );
  }
  search.tryAll(overlapCandidates(product, numbers(input.board.data)));
  if (search.isExplained()) return;
  for (const [i, [first, changes]] of finishes.entries()) {
    for (const [second, others] of finishes.slice(i + 1)) {
      for (const a of changes)
        search.tryAll(
          others.map((b) => runner.ofPair([first, a], [second, b])),
          runner.samples,
        );
    }
  }
}

function same(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let i = 0; i < b.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
