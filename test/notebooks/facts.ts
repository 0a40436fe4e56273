/** What the outputs of each lesson have to say: the facts that its text claims. */
export const FACTS: Readonly<Record<string, readonly (string | RegExp)[]>> = {};
