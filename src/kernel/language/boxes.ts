import ts = require("typescript");

import { isQuietLoop } from "./quiet-loops.js";
import { bare, isAssignment, isStep, symbolOf, type Variable, type Variables } from "./variables.js";

const { factory } = ts;

/** Writes a cell's variables into their boxes: see Variable. `visit` rewrites what stands within an expression. */
export class Boxes {
  readonly #variables: Variables;
  readonly #names: ReadonlySet<string>;
  readonly #checker: ts.TypeChecker;
  readonly #cell: string;

  /**
   * @param cell its name: boxes of different variables must not share a hidden class, or none would hold bare numbers
   * @param share the call that makes a box the one of its name
   */
  constructor(
    variables: Variables,
    checker: ts.TypeChecker,
    cell: string,
    readonly share: (name: string, box: ts.Expression) => ts.Expression,
  ) {
    this.#variables = variables;
    this.#names = new Set([...variables.values()].map(({ name }) => name));
    this.#checker = checker;
    this.#cell = cell;
  }

  /** The variable that an identifier stands for. */
  of(node: ts.Node): Variable | undefined {
    if (!ts.isIdentifier(node) || !this.#names.has(node.text)) return undefined;
    const symbol = symbolOf(node, this.#checker);
    return symbol && this.#variables.get(symbol);
  }

  /** The member of a box that holds the value of its variable. */
  value({ box }: Variable): ts.PropertyAccessExpression {
    return factory.createPropertyAccessExpression(factory.createIdentifier(box), "value");
  }

  /** `expression`, whose value is the new one of the variable, with that put into the box. */
  store(variable: Variable, expression: ts.Expression): ts.Expression {
    return factory.createAssignment(this.value(variable), expression);
  }

  /** What an assignment or a step becomes; undefined where it is none to a variable of a cell. */
  write(node: ts.Node, inside: boolean, visit: (node: ts.Node) => ts.Node): ts.Expression | undefined {
    if (ts.isBinaryExpression(node) && isAssignment(node)) {
      const variable = this.of(bare(node.left));
      if (variable === undefined) return undefined;
      const right = visit(node.right) as ts.Expression;
      if (variable.local && !inside)
        return this.store(variable, factory.updateBinaryExpression(node, node.left, node.operatorToken, right));
      const left = this.value(variable);
      return factory.updateBinaryExpression(node, left, node.operatorToken, named(variable.name, right));
    }
    if (!(ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) || !isStep(node)) return undefined;
    const variable = this.of(bare(node.operand));
    if (variable === undefined || !variable.local || inside) return undefined;
    const { operator } = node;
    if (ts.isPrefixUnaryExpression(node) || isUnused(node)) {
      const step = factory.createPrefixUnaryExpression(operator, factory.createIdentifier(variable.name));
      return factory.createParenthesizedExpression(this.store(variable, step));
    }
    // Its value is the old one, as a number.
    const old = factory.createPropertyAccessExpression(factory.createIdentifier(variable.box), "old");
    const steps = [
      factory.createAssignment(old, node),
      this.store(variable, factory.createIdentifier(variable.name)),
      old,
    ];
    return factory.createParenthesizedExpression(factory.createCommaListExpression(steps));
  }

  /** The variables without a copy that a loop may keep in one: see isQuietLoop. */
  copies(node: ts.Node): Variable[] {
    if (!ts.isIterationStatement(node, false) || !isQuietLoop(node, this.#checker)) return [];
    const found = new Set<Variable>();
    const visit = (child: ts.Node): void => {
      const variable = this.of(child);
      if (variable?.local === false) found.add(variable);
      ts.forEachChild(child, visit);
    };
    visit(node);
    return [...found];
  }

  /** A loop with copies of these variables around it. */
  copied(variables: readonly Variable[], loop: () => ts.Statement): ts.Block {
    const declared = variables.map((variable) =>
      factory.createVariableDeclaration(variable.name, undefined, undefined, this.value(variable)),
    );
    const copies = factory.createVariableDeclarationList(declared, ts.NodeFlags.Let);
    for (const variable of variables) variable.local = true;
    const statements = [factory.createVariableStatement(undefined, copies), loop()];
    for (const variable of variables) variable.local = false;
    return factory.createBlock(statements, true);
  }

  /** Whether a statement declares `let`s of the cell that have boxes. */
  has(node: ts.Statement): node is ts.VariableStatement {
    if (!ts.isVariableStatement(node)) return false;
    const [first] = node.declarationList.declarations;
    if (first === undefined || !isLexical(first)) return false;
    return node.declarationList.declarations.some(({ name }) => identifiersOf(name).some((id) => this.of(id)?.own));
  }

  /** `let`s: the local variables as they were written, and behind each its boxes. */
  declare(node: ts.VariableStatement, visit: (node: ts.Node) => ts.Node): ts.Statement[] {
    return node.declarationList.declarations.flatMap((declaration) => {
      const list = factory.updateVariableDeclarationList(node.declarationList, [
        visit(declaration) as ts.VariableDeclaration,
      ]);
      const statement = ts.setTextRange(factory.createVariableStatement(undefined, list), declaration);
      const hasValue = declaration.initializer !== undefined;
      return [statement, ...identifiersOf(declaration.name).map((name) => this.#box(this.of(name)!, hasValue))];
    });
  }

  /** The boxes of `var`s, which are there from the beginning. */
  hoisted(names: readonly ts.Identifier[]): ts.Statement[] {
    return [...new Set(names.map((name) => this.of(name)!))].map((variable) => this.#box(variable, false));
  }

  #box({ name, box }: Variable, hasValue: boolean): ts.Statement {
    const shape = factory.createPropertyAssignment(
      factory.createStringLiteral(`${this.#cell}.${name}`),
      factory.createTrue(),
    );
    const value = factory.createPropertyAssignment("value", factory.createIdentifier(name));
    const literal = factory.createObjectLiteralExpression(hasValue ? [shape, value] : [shape]);
    const shared = this.share(name, literal);
    const declaration = factory.createVariableDeclaration(box, undefined, undefined, shared);
    return factory.createVariableStatement(
      undefined,
      factory.createVariableDeclarationList([declaration], ts.NodeFlags.Const),
    );
  }
}

/** A function or class without a name gets that of the variable it is assigned to. */
export function named(name: string, value: ts.Expression): ts.Expression {
  const inner = bare(value);
  const anonymous =
    ts.isArrowFunction(inner) ||
    ((ts.isFunctionExpression(inner) || ts.isClassExpression(inner)) && inner.name === undefined);
  if (!anonymous) return value;
  const property = factory.createPropertyAssignment(
    factory.createComputedPropertyName(factory.createStringLiteral(name)),
    value,
  );
  const object = factory.createParenthesizedExpression(factory.createObjectLiteralExpression([property]));
  return factory.createPropertyAccessExpression(object, name);
}

/** Whether a declaration is a `let`, not a `var`. */
export function isLexical(node: ts.VariableDeclaration): boolean {
  return (ts.getCombinedNodeFlags(node) & ts.NodeFlags.BlockScoped) !== 0;
}

function identifiersOf(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? identifiersOf(element.name) : []));
}

/** Whether nobody looks at the value of an expression. */
function isUnused(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isForStatement(parent)) return parent.incrementor === node || parent.initializer === node;
  if (ts.isParenthesizedExpression(parent)) return isUnused(parent);
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.CommaToken)
    return parent.left === node || isUnused(parent);
  return ts.isExpressionStatement(parent) && !isLast(parent);
}

/** The last statement of a cell shows its value. */
function isLast(node: ts.Statement): boolean {
  return ts.isSourceFile(node.parent);
}
