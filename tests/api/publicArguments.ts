import { join } from "node:path";
import ts from "typescript";
import { repository } from "../examples/exampleFolders";

/** One property of an argument, as an editor shows it. */
export interface PublicArgument {
  /** Interface and property, for example `TokenArgs.scopes`; with the path to a property of an unnamed object. */
  readonly name: string;
  /** The type, as text. */
  readonly type: string;
  readonly isOptional: boolean;
  /** A program cannot set it: the property exists so that a compiler refuses a combination. */
  readonly isForbidden: boolean;
  /** Description, without tags. */
  readonly text: string;
  /** Text of the tag `@default`. */
  readonly default: string | undefined;
  /** Descriptions of the object that has the property, and of the objects around it. */
  readonly around: readonly string[];
}

const declarations = join(repository, "dist", "provider");

/** Returns the properties of all arguments of an entry's classes and functions, by name. */
export function publicArguments(entry: string): PublicArgument[] {
  const file = join(declarations, `${entry}.d.ts`);
  const program = ts.createProgram([file], {
    module: ts.ModuleKind.NodeNext,
    strict: true,
    skipLibCheck: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const found = new Map<ts.Node, PublicArgument>();
  const seen = new Set<ts.Type>();

  const textOf = (symbol: ts.Symbol | undefined) => ts.displayPartsToString(symbol?.getDocumentationComment(checker));

  function visit(type: ts.Type): void {
    if (seen.has(type)) return;
    seen.add(type);
    if (type.isUnionOrIntersection()) type.types.forEach(visit);
    if (type.isUnionOrIntersection() || type.isClass() || !(type.flags & ts.TypeFlags.Object)) return;
    for (const entry of [type.getStringIndexType(), type.getNumberIndexType()]) if (entry !== undefined) visit(entry);
    type.getProperties().forEach(visitProperty);
  }

  function visitProperty(property: ts.Symbol): void {
    const declaration = property.declarations?.find(ts.isPropertySignature);
    if (declaration === undefined || !isOwn(declaration)) return;
    const type = checker.getTypeOfSymbol(property);
    // An output of a resource that a program passes.
    if (checker.getNonNullableType(type).aliasSymbol?.name === "Output") return;
    if (!found.has(declaration)) found.set(declaration, describe(property, declaration, type));
    visit(type);
  }

  function describe(property: ts.Symbol, declaration: ts.PropertySignature, type: ts.Type): PublicArgument {
    const tag = property.getJsDocTags(checker).find(({ name }) => name === "default");
    const owners = enclosing(declaration).map((node) => checker.getSymbolAtLocation(node.name));
    return {
      name: [...owners.map((owner) => owner?.name).reverse(), property.name].join("."),
      type: checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias),
      isOptional: declaration.questionToken !== undefined,
      isForbidden: (type.flags & ts.TypeFlags.Undefined) !== 0,
      text: textOf(property).replaceAll("\n", " "),
      default: tag && ts.displayPartsToString(tag.text).replaceAll("\n", " "),
      around: owners.map((owner) => textOf(owner).replaceAll("\n", " ")),
    };
  }

  const source = program.getSourceFile(file) as ts.SourceFile;
  const exports = checker.getExportsOfModule(checker.getSymbolAtLocation(source) as ts.Symbol);
  for (const one of exports) {
    const symbol = one.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one;
    if (/Args$/.test(symbol.name)) visit(checker.getDeclaredTypeOfSymbol(symbol));
    if (!(symbol.flags & ts.SymbolFlags.Value)) continue;
    const type = checker.getTypeOfSymbol(symbol);
    const statics = type.getProperties().map((member) => checker.getTypeOfSymbol(member));
    const signatures = [type, ...statics].flatMap((callable) => [
      ...callable.getConstructSignatures(),
      ...callable.getCallSignatures(),
    ]);
    for (const parameter of signatures.flatMap(({ parameters }) => parameters))
      visit(checker.getTypeOfSymbol(parameter));
  }
  return [...found.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function isOwn(node: ts.Node): boolean {
  return node.getSourceFile().fileName.startsWith(declarations.replaceAll("\\", "/"));
}

/** Returns the properties and the type around a declaration, from the inside. */
function enclosing(declaration: ts.Node): (ts.PropertySignature | ts.InterfaceDeclaration | ts.TypeAliasDeclaration)[] {
  const { parent } = declaration;
  if (parent === undefined || ts.isSourceFile(parent)) return [];
  const isNamed =
    ts.isPropertySignature(parent) || ts.isInterfaceDeclaration(parent) || ts.isTypeAliasDeclaration(parent);
  return [...(isNamed ? [parent] : []), ...enclosing(parent)];
}
