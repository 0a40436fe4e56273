import ts = require("typescript");

import { declareVariables } from "./declarations.js";

/**
 * A `let` or `var` of a cell lives in a box, `{ value }`, which later cells and all functions share. The code of a cell
 * outside functions keeps it in a local variable too, as loops over locals are fast, and writes each new value to both.
 */
export interface Variable {
  readonly name: string;
  readonly symbol: ts.Symbol;
  /** Name of the variable that holds its box. */
  readonly box: string;
  /** Whether this cell declares it; otherwise an earlier one did. */
  readonly own: boolean;
  /** Whether a function of this cell, or an earlier one, writes it: then no copy of it is sure to be right. */
  written: boolean;
  /** Whether the code of this cell outside functions writes it. */
  assigned: boolean;
  /** Whether the local variable holds its value; otherwise only the box does. */
  local: boolean;
}

/** The variables that a cell uses, by their symbols. */
export type Variables = ReadonlyMap<ts.Symbol, Variable>;

/** What an earlier cell says of a variable: whether functions write it. */
export type Earlier = ReadonlyMap<string, { readonly written: boolean }>;

/**
 * @param length end of the user's text; behind it stand the declarations of earlier cells' variables
 * @param used every identifier of the cell
 */
export function variablesOf(
  source: ts.SourceFile,
  length: number,
  used: ReadonlySet<string>,
  earlier: Earlier,
  checker: ts.TypeChecker,
): Variables {
  const found = new Map<ts.Symbol, Variable>();
  const add = (identifier: ts.Identifier, own: boolean) => {
    const symbol = checker.getSymbolAtLocation(identifier);
    if (symbol === undefined || found.has(symbol)) return;
    const name = identifier.text;
    const written = !own && earlier.get(name)?.written === true;
    let box = `${name}__box`;
    while (used.has(box)) box += "_";
    found.set(symbol, { name, symbol, box, own, written, assigned: false, local: true });
  };
  // What runs a text as code sees the local variables alone.
  if (!used.has("eval")) for (const name of declared(source, length)) add(name, true);
  for (const statement of source.statements)
    if (statement.pos >= length && ts.isVariableStatement(statement))
      declareVariables(statement.declarationList, (_name, _kind, identifier) => add(identifier, false));
  watchWrites(source, length, found, checker);
  return found;
}

/** The `let`s and `var`s of a cell that can have boxes: not those whose declaration stands in the head of a loop over values. */
function declared(source: ts.SourceFile, length: number): ts.Identifier[] {
  const names: ts.Identifier[] = [];
  const odd = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (isClosure(node) || ts.isTypeNode(node)) return;
    if (ts.isVariableDeclarationList(node)) {
      const top = ts.isVariableStatement(node.parent) && node.parent.parent === source;
      const lexical = (node.flags & ts.NodeFlags.BlockScoped) !== 0;
      const constant = (node.flags & (ts.NodeFlags.Const | ts.NodeFlags.Using)) !== 0;
      const ambient = isAmbient(node.parent);
      const simple = !ts.isForInStatement(node.parent) && !ts.isForOfStatement(node.parent);
      if (!constant && (top || !lexical))
        for (const { name } of node.declarations)
          declareVariables({ flags: ts.NodeFlags.None, declarations: [{ name }] }, (text, _kind, identifier) => {
            if (ambient || (!lexical && !(simple && ts.isIdentifier(name)))) odd.add(text);
            names.push(identifier);
          });
    }
    ts.forEachChild(node, visit);
  };
  for (const statement of source.statements) if (statement.end <= length) visit(statement);
  return names.filter(({ text }) => !odd.has(text));
}

function isAmbient(node: ts.Node): boolean {
  return (
    ts.isVariableStatement(node) && (node.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)
  );
}

/** Notes who writes each variable. One that is a target within a pattern has no copy: two places cannot stand there. */
function watchWrites(source: ts.SourceFile, length: number, variables: Variables, checker: ts.TypeChecker): void {
  const names = new Set([...variables.values()].map(({ name }) => name));
  const visit = (inside: boolean) => (node: ts.Node) => {
    if (ts.isIdentifier(node) && names.has(node.text)) {
      const variable = variables.get(symbolOf(node, checker)!);
      const target = variable && targetOf(node);
      if (variable !== undefined && target !== undefined) {
        if (inside) variable.written = true;
        else variable.assigned = true;
        if (target === "pattern") variable.local = false;
      }
    }
    ts.forEachChild(node, visit(inside || isClosure(node)));
  };
  for (const statement of source.statements) if (statement.end <= length) visit(false)(statement);
  for (const variable of variables.values()) if (variable.written) variable.local = false;
}

/** Whether code in it runs, or may run, apart from the statements around it. */
export function isClosure(node: ts.Node): boolean {
  return ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node) || ts.isEnumDeclaration(node);
}

/** The variable that an identifier stands for. */
export function symbolOf(node: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  return ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
}

/** The names that are written to anywhere in a text. */
export function writtenNames(source: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && targetOf(node) !== undefined) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/** What writes to an expression: an assignment, `++` or `--`, or a pattern that it is part of. */
function targetOf(node: ts.Node): "assignment" | "pattern" | undefined {
  const { parent } = node;
  if (isWrapping(parent)) return targetOf(parent);
  if (ts.isBinaryExpression(parent)) {
    if (parent.left !== node || !isAssignment(parent)) return undefined;
    return isElement(parent) && targetOf(container(parent)) !== undefined ? "pattern" : "assignment";
  }
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent))
    return isStep(parent) ? "assignment" : undefined;
  if (ts.isForInStatement(parent) || ts.isForOfStatement(parent))
    return parent.initializer === node ? "pattern" : undefined;
  if (isElement(node)) return targetOf(container(node)) === undefined ? undefined : "pattern";
  return undefined;
}

type Wrapping = ts.ParenthesizedExpression | ts.NonNullExpression | ts.AssertionExpression | ts.SatisfiesExpression;

/** Parentheses and type assertions, which change nothing of an expression. */
function isWrapping(node: ts.Node): node is Wrapping {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAssertionExpression(node) ||
    ts.isSatisfiesExpression(node)
  );
}

/** An expression without parentheses and type assertions around it. */
export function bare(node: ts.Node): ts.Node {
  return isWrapping(node) ? bare(node.expression) : node;
}

/** Whether it stands where a pattern, which looks like a literal of an array or object, has one of its targets. */
function isElement(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return ts.isArrayLiteralExpression(parent) || ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent);
}

/** The literal of an array or object that an element stands in. */
function container({ parent }: ts.Node): ts.Node {
  return ts.isArrayLiteralExpression(parent) ? parent : parent.parent;
}

export function isAssignment({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** Whether it is `++` or `--`. */
export function isStep({ operator }: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}
