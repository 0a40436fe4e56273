import ts = require("typescript");

import { cellVariable } from "./cell-text.js";

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
  /** The cell of a `let` or `var` of an earlier cell, by its name. */
  readonly shared: ReadonlyMap<string, string>;
  /** Name of the variable that holds the kernel's functions. */
  readonly context: string;
}

/**
 * Rewrites a module before TypeScript turns it into CommonJS: the last expression is handed to the display hook,
 * `let`s of other cells become members of those cells, and every place where the code waits asks first whether it was
 * interrupted meanwhile.
 */
export function beforeEmit(subject: Subject, checker: ts.TypeChecker): ts.TransformerFactory<ts.SourceFile> {
  const kernel = new Context(subject.context);
  return (context) => (source) => {
    const users = source.statements.filter((statement) => statement.end <= subject.length);
    const last = subject.shows ? users.at(-1) : undefined;

    const visit = (node: ts.Node): ts.Node => {
      if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return node;
      if (ts.isExportDeclaration(node) && node.end > subject.length) return onlyImports(node, checker);
      if (node === last && ts.isExpressionStatement(node)) {
        const shown = kernel.call("show", ts.visitNode(node.expression, visit) as ts.Expression);
        return ts.setTextRange(factory.createExpressionStatement(shown), node);
      }
      if (ts.isAwaitExpression(node)) {
        const waited = factory.createAwaitExpression(ts.visitNode(node.expression, visit) as ts.Expression);
        return ts.setTextRange(kernel.call("resume", kernel.member("epoch"), ts.setTextRange(waited, node)), node);
      }
      if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) {
        const each = ts.visitEachChild(node, visit, context);
        const watched = ts.setTextRange(kernel.call("watch", each.expression), node.expression);
        return factory.updateForOfStatement(each, each.awaitModifier, each.initializer, watched, each.statement);
      }
      if (ts.isCallExpression(node)) return visitCall(node);
      if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) return kernel.member("meta");
      if (ts.isShorthandPropertyAssignment(node)) return visitShorthand(node);
      if (ts.isIdentifier(node) && subject.shared.has(node.text)) {
        const shared = sharedCell(node, checker.getSymbolAtLocation(node));
        if (shared !== undefined) return ts.setTextRange(access(shared, node.text), node);
      }
      return ts.visitEachChild(node, visit, context);
    };

    const visitCall = (node: ts.CallExpression): ts.Node => {
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword) {
        const args = node.arguments.slice(0, 1).map((argument) => ts.visitNode(argument, visit) as ts.Expression);
        return ts.setTextRange(kernel.call("load", ...args), node);
      }
      const visited = ts.visitEachChild(node, visit, context);
      if (!ts.isIdentifier(node.expression) || visited.expression === node.expression) return visited;
      // Without `this`, as a call of a variable is.
      const bare = factory.createParenthesizedExpression(
        factory.createComma(factory.createNumericLiteral(0), visited.expression),
      );
      return factory.updateCallExpression(
        visited,
        ts.setTextRange(bare, node.expression),
        undefined,
        visited.arguments,
      );
    };

    const visitShorthand = (node: ts.ShorthandPropertyAssignment): ts.Node => {
      const shared = subject.shared.has(node.name.text)
        ? sharedCell(node.name, checker.getShorthandAssignmentValueSymbol(node))
        : undefined;
      if (shared === undefined) return ts.visitEachChild(node, visit, context);
      const target = access(shared, node.name.text);
      const fallback = ts.visitNode(node.objectAssignmentInitializer, visit) as ts.Expression | undefined;
      const value = fallback === undefined ? target : factory.createAssignment(target, fallback);
      return ts.setTextRange(factory.createPropertyAssignment(node.name.text, value), node);
    };

    const sharedCell = (node: ts.Identifier, symbol: ts.Symbol | undefined): string | undefined => {
      const declaration = symbol?.valueDeclaration;
      if (declaration === undefined || declaration.pos < subject.length || !ts.isVariableDeclaration(declaration))
        return undefined;
      const tied = declaration.getSourceFile() === source && declaration.name !== node;
      return tied ? subject.shared.get(node.text) : undefined;
    };

    const statements = ts.visitNodes(source.statements, visit, ts.isStatement);
    // Imports come first wherever they are written, as in any module.
    const imports = statements.filter(ts.isImportDeclaration);
    const others = statements.filter((statement) => !ts.isImportDeclaration(statement));
    return factory.updateSourceFile(source, [...imports, ...others]);
  };
}

function access(cell: string, name: string): ts.Expression {
  return factory.createPropertyAccessExpression(factory.createIdentifier(cellVariable(cell)), name);
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
