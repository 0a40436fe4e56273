import ts = require("typescript");

import { isAssignment } from "./variables.js";

const PRIMITIVE =
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BigIntLike |
  ts.TypeFlags.StringLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.Undefined |
  ts.TypeFlags.Null;

/** What a loop may consist of: statements, and expressions that compute with primitive values. */
const STATEMENTS = new Set([
  ts.SyntaxKind.Block,
  ts.SyntaxKind.VariableStatement,
  ts.SyntaxKind.VariableDeclarationList,
  ts.SyntaxKind.VariableDeclaration,
  ts.SyntaxKind.ExpressionStatement,
  ts.SyntaxKind.EmptyStatement,
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.WhileStatement,
  ts.SyntaxKind.DoStatement,
  ts.SyntaxKind.BreakStatement,
  ts.SyntaxKind.ContinueStatement,
]);
const EXPRESSIONS = new Set([
  ts.SyntaxKind.NumericLiteral,
  ts.SyntaxKind.BigIntLiteral,
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
  ts.SyntaxKind.ParenthesizedExpression,
  ts.SyntaxKind.ConditionalExpression,
  ts.SyntaxKind.PrefixUnaryExpression,
  ts.SyntaxKind.PostfixUnaryExpression,
  ts.SyntaxKind.BinaryExpression,
]);

/**
 * Whether it is a loop during which no other code can run: it calls nothing but `Math`, and its operands are primitive, so
 * that no `valueOf` or getter is called either. What functions write is then what it writes itself.
 */
export function isQuietLoop(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (!ts.isForStatement(node) && !ts.isWhileStatement(node) && !ts.isDoStatement(node)) return false;
  if (ts.isLabeledStatement(node.parent)) return false;

  const isPrimitive = (type: ts.Type): boolean =>
    type.isUnion() ? type.types.every(isPrimitive) : (type.flags & PRIMITIVE) !== 0;
  const isQuiet = (child: ts.Node): boolean => {
    if (ts.isTypeNode(child) || ts.isToken(child)) return !ts.isIdentifier(child) || isQuietName(child);
    if (isMath(child)) return child.arguments.every(isQuiet);
    if (ts.isVariableDeclaration(child) && !ts.isIdentifier(child.name)) return false;
    if (ts.isBinaryExpression(child) && isAssignment(child) && !ts.isIdentifier(child.left)) return false;
    if (!STATEMENTS.has(child.kind) && !(EXPRESSIONS.has(child.kind) && isPrimitive(checker.getTypeAtLocation(child))))
      return false;
    return ts.forEachChild(child, (inner) => (isQuiet(inner) ? undefined : true)) === undefined;
  };
  const isQuietName = (name: ts.Identifier): boolean => isPrimitive(checker.getTypeAtLocation(name));
  const isMath = (child: ts.Node): child is ts.CallExpression =>
    ts.isCallExpression(child) &&
    ts.isPropertyAccessExpression(child.expression) &&
    ts.isIdentifier(child.expression.expression) &&
    checker.typeToString(checker.getTypeAtLocation(child.expression.expression)) === "Math";
  return isQuiet(node);
}
