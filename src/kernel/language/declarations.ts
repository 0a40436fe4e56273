import ts = require("typescript");

/** What a name declared at the top of a cell stands for; `class` for whatever is a value and a type (or namespace). */
export type Kind = "variable" | "constant" | "function" | "class" | "import" | "type";

/** The names that a cell declares at its top level (`var` in nested blocks included). */
export function declarations(source: ts.SourceFile): Map<string, Kind> {
  const names = new Map<string, Kind>();
  const add = (name: string, kind: Kind) => {
    if (kind !== "type" || !names.has(name)) names.set(name, kind);
  };
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement)) declareVariables(statement.declarationList, add);
    else if (ts.isFunctionDeclaration(statement)) {
      if (statement.name !== undefined) add(statement.name.text, "function");
    } else if (ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) {
      if (statement.name !== undefined) add(statement.name.text, "class");
    } else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
      add(statement.name.text, "type");
    else if (ts.isModuleDeclaration(statement)) {
      if (ts.isIdentifier(statement.name)) add(statement.name.text, "class");
    } else if (ts.isImportEqualsDeclaration(statement)) add(statement.name.text, "import");
    else if (ts.isImportDeclaration(statement)) declareImports(statement, add);
    else hoisted(statement, add);
  }
  names.delete("global");
  return names;
}

type Add = (name: string, kind: Kind) => void;

/** A list of declarations, as far as it matters here. */
interface List {
  readonly flags: ts.NodeFlags;
  readonly declarations: readonly { readonly name: ts.BindingName }[];
}

/** Tells every name that a list declares. */
export function declareVariables(list: List, add: (name: string, kind: Kind, identifier: ts.Identifier) => void): void {
  // `await using` has both bits.
  const constant = (list.flags & (ts.NodeFlags.Const | ts.NodeFlags.Using)) !== 0;
  const visit = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) add(name.text, constant ? "constant" : "variable", name);
    else for (const element of name.elements) if (ts.isBindingElement(element)) visit(element.name);
  };
  for (const declaration of list.declarations) visit(declaration.name);
}

function declareImports(statement: ts.ImportDeclaration, add: Add): void {
  const clause = statement.importClause;
  if (clause?.name !== undefined) add(clause.name.text, "import");
  const bindings = clause?.namedBindings;
  if (bindings === undefined) return;
  if (ts.isNamespaceImport(bindings)) add(bindings.name.text, "import");
  else for (const element of bindings.elements) add(element.name.text, "import");
}

/** `var` is hoisted out of every statement but not out of functions and classes. */
function hoisted(node: ts.Node, add: Add): void {
  if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isExpression(node)) return;
  if (ts.isVariableDeclarationList(node)) {
    if ((node.flags & ts.NodeFlags.BlockScoped) === 0) declareVariables(node, add);
    return;
  }
  ts.forEachChild(node, (child) => hoisted(child, add));
}

/** Every identifier written in the text, members and types included. */
export function identifiers(source: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/** The names that `declare global { … }` of the text declares. */
export function globalNames(source: ts.SourceFile): string[] {
  const names: string[] = [];
  for (const statement of source.statements) {
    if (!ts.isModuleDeclaration(statement) || (statement.flags & ts.NodeFlags.GlobalAugmentation) === 0) continue;
    if (statement.body === undefined || !ts.isModuleBlock(statement.body)) continue;
    for (const inner of statement.body.statements) {
      if (ts.isVariableStatement(inner)) declareVariables(inner.declarationList, (name) => names.push(name));
      else {
        const { name } = inner as ts.Statement & { readonly name?: ts.Node };
        if (name !== undefined && ts.isIdentifier(name)) names.push(name.text);
      }
    }
  }
  return names;
}
