import ts = require("typescript");

import { Boxes, isLexical, named } from "./boxes.js";
import { bare, isClosure, type Variables } from "./variables.js";

const { factory } = ts;

/** The object that every compiled module is given: what stands behind `import`, `await` and the last expression. */
class Context {
  /** @param variable its name in the emitted code: one that the module does not use */
  constructor(readonly variable: string) {}

  member(name: string): ts.PropertyAccessExpression {
    return factory.createPropertyAccessExpression(factory.createIdentifier(this.variable), name);
  }

  call(name: string, ...args: ts.Expression[]): ts.CallExpression {
    return factory.createCallExpression(this.member(name), undefined, args);
  }
}

/** A name for that object which a module with these identifiers does not know. */
export function contextVariable(used: ReadonlySet<string>): string {
  let name = "__context";
  while (used.has(name)) name += "_";
  return name;
}

/** What a transformation is told of the module. */
export interface Subject {
  /** End of the user's text; behind it stand the declarations that tie a cell to others. */
  readonly length: number;
  /** Whether the value of the last expression statement is shown. */
  readonly shows: boolean;
  /** Name of the cell, or path of the file. */
  readonly id: string;
  readonly variables: Variables;
  /** Name of the variable that holds the kernel's functions. */
  readonly context: string;
}

/**
 * Rewrites a module before TypeScript turns it into CommonJS: the last expression is handed to the display hook,
 * variables of cells get their boxes, and every place where the code waits asks first whether it was interrupted
 * meanwhile.
 */
export function beforeEmit(subject: Subject, checker: ts.TypeChecker): ts.TransformerFactory<ts.SourceFile> {
  const kernel = new Context(subject.context);
  const boxes = new Boxes(subject.variables, checker, subject.id, (name, box) =>
    kernel.call("box", factory.createStringLiteral(name), box),
  );
  return (context) => (source) => {
    const users = source.statements.filter((statement) => statement.end <= subject.length);
    const last = subject.shows ? users.at(-1) : undefined;
    const hoisted: ts.Identifier[] = [];

    /** @param inside whether the nodes stand in a function or class */
    const visitor = (inside: boolean): ((node: ts.Node) => ts.Node) => {
      const visit = (node: ts.Node): ts.Node => {
        if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return node;
        if (ts.isExportDeclaration(node) && node.end > subject.length) return onlyImports(node, checker);
        if (node === last && ts.isExpressionStatement(node)) {
          const shown = kernel.call("show", expression(node.expression));
          return ts.setTextRange(factory.createExpressionStatement(shown), node);
        }
        if (ts.isAwaitExpression(node)) {
          const waited = factory.createAwaitExpression(expression(node.expression));
          return ts.setTextRange(kernel.call("resume", kernel.member("epoch"), ts.setTextRange(waited, node)), node);
        }
        if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) {
          const each = children(node) as ts.ForOfStatement;
          const watched = ts.setTextRange(kernel.call("watch", each.expression), node.expression);
          return factory.updateForOfStatement(each, each.awaitModifier, each.initializer, watched, each.statement);
        }
        if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
          return ts.setTextRange(kernel.call("load", ...node.arguments.slice(0, 1).map(expression)), node);
        if (ts.isCallExpression(node)) {
          const called = children(node) as ts.CallExpression;
          const callee = withoutThis(node.expression, called.expression);
          return factory.updateCallExpression(called, callee, called.typeArguments, called.arguments);
        }
        if (ts.isTaggedTemplateExpression(node)) {
          const called = children(node) as ts.TaggedTemplateExpression;
          const tag = withoutThis(node.tag, called.tag);
          return factory.updateTaggedTemplateExpression(called, tag, called.typeArguments, called.template);
        }
        if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) return kernel.member("meta");
        if (ts.isShorthandPropertyAssignment(node)) return shorthand(node);
        if (ts.isVariableDeclaration(node)) return declaration(node);
        const copied = inside ? [] : boxes.copies(node);
        if (copied.length > 0) return boxes.copied(copied, () => children(node) as ts.Statement);
        const written = boxes.write(node, inside, visit);
        if (written !== undefined) return ts.setTextRange(written, node);
        if (ts.isIdentifier(node) && !isDeclared(node)) {
          const variable = boxes.of(node);
          if (variable !== undefined && (inside || !variable.local))
            return ts.setTextRange(boxes.value(variable), node);
        }
        return children(node);
      };

      const expression = (node: ts.Expression): ts.Expression => ts.visitNode(node, visit) as ts.Expression;
      const children = (node: ts.Node): ts.Node =>
        ts.visitEachChild(node, inside || !isClosure(node) ? visit : visitor(true), context);

      const shorthand = (node: ts.ShorthandPropertyAssignment): ts.Node => {
        const variable = boxes.of(node.name);
        if (variable === undefined || (variable.local && !inside)) return children(node);
        const fallback = node.objectAssignmentInitializer;
        const target = boxes.value(variable);
        const value = fallback === undefined ? target : factory.createAssignment(target, expression(fallback));
        return ts.setTextRange(factory.createPropertyAssignment(node.name.text, value), node);
      };

      /** A `var` is stored where its declaration gives it a value. */
      const declaration = (node: ts.VariableDeclaration): ts.Node => {
        const visited = children(node) as ts.VariableDeclaration;
        const variable = isLexical(node) ? undefined : boxes.of(node.name);
        if (variable === undefined) return visited;
        hoisted.push(node.name as ts.Identifier);
        if (visited.initializer === undefined) return visited;
        const stored = boxes.store(variable, named(variable.name, visited.initializer));
        return factory.updateVariableDeclaration(visited, visited.name, undefined, undefined, stored);
      };
      return visit;
    };

    const visit = visitor(false);
    const statements = source.statements.flatMap((statement): ts.Statement[] =>
      boxes.has(statement) ? boxes.declare(statement, visit) : [assignable(visit(statement) as ts.Statement)],
    );
    // Imports come first wherever they are written, as in any module.
    const imports = statements.filter(ts.isImportDeclaration);
    const others = statements.filter((statement) => !ts.isImportDeclaration(statement));
    return factory.updateSourceFile(source, [...imports, ...boxes.hoisted(hoisted), ...others]);
  };
}

/** A `const` that a later cell may declare again is given that value: no code of its own cell writes it. */
function assignable(statement: ts.Statement): ts.Statement {
  if (!ts.isVariableStatement(statement)) return statement;
  const { declarationList: list } = statement;
  if ((list.flags & ts.NodeFlags.BlockScoped) !== ts.NodeFlags.Const) return statement;
  const declared = factory.createVariableDeclarationList(list.declarations, ts.NodeFlags.Let);
  return factory.updateVariableStatement(statement, statement.modifiers, ts.setTextRange(declared, list));
}

/** A function that became a member of an object is called without `this`, as a variable is. */
function withoutThis<E extends ts.Expression>(before: ts.Expression, after: E): ts.Expression {
  if (!ts.isIdentifier(bare(before)) || before === (after as ts.Expression)) return after;
  const alone = factory.createComma(factory.createNumericLiteral(0), after);
  return ts.setTextRange(factory.createParenthesizedExpression(alone), before);
}

/** Whether it is the name in a declaration. */
function isDeclared(node: ts.Identifier): boolean {
  const { parent } = node;
  return (ts.isBindingElement(parent) || ts.isVariableDeclaration(parent)) && parent.name === node;
}

/** TypeScript exports what was imported; variables are bound by the kernel, so that other cells can write them. */
function onlyImports(node: ts.ExportDeclaration, checker: ts.TypeChecker): ts.ExportDeclaration {
  const clause = node.exportClause;
  if (clause === undefined || !ts.isNamedExports(clause)) return node;
  const kept = clause.elements.filter((element) => {
    const symbol = checker.getExportSpecifierLocalTargetSymbol(element);
    return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  });
  const { modifiers, isTypeOnly, moduleSpecifier, attributes } = node;
  const imports = factory.updateNamedExports(clause, kept);
  return factory.updateExportDeclaration(node, modifiers, isTypeOnly, imports, moduleSpecifier, attributes);
}

/**
 * Collects what the emitted module requires, and hands those calls (not the user's own `require`) to the kernel, as well as
 * the `exports` that TypeScript writes (not the user's own).
 */
export function afterEmit(specifiers: Set<string>, variable: string): ts.TransformerFactory<ts.SourceFile> {
  const kernel = new Context(variable);
  return (context) => {
    const visit = (node: ts.Node): ts.Node => {
      const [argument] = ts.isCallExpression(node) ? node.arguments : [];
      if (
        ts.isCallExpression(node) &&
        ts.isIdentifier(node.expression) &&
        node.expression.text === "require" &&
        node.expression.pos < 0 &&
        argument !== undefined &&
        ts.isStringLiteral(argument)
      ) {
        specifiers.add(argument.text);
        return factory.updateCallExpression(node, kernel.member("import"), undefined, node.arguments);
      }
      if (ts.isIdentifier(node) && node.text === "exports" && node.pos < 0) return kernel.member("exports");
      if (ts.isPropertyAccessExpression(node))
        return factory.updatePropertyAccessExpression(
          node,
          ts.visitNode(node.expression, visit) as ts.Expression,
          node.name,
        );
      return ts.visitEachChild(node, visit, context);
    };
    return (source) => ts.visitEachChild(source, visit, context);
  };
}
