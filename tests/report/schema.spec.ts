import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020";
import { expect } from "chai";
import ts from "typescript";
import { createReport } from "../../provider/report/createReport";
import { examples } from "./examples";
import type { Example } from "./examples";
import { preview } from "./previews";

const folder = join(__dirname, "..", "..", "..", "provider", "report");
const schema = JSON.parse(readFileSync(join(folder, "report.schema.json"), "utf8")) as Schema;
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

describe("report.schema.json", () => {
  it("has the members of the type of a report: the same names, values and optional members", () => {
    expect(shapeOfSchema(schema)).to.deep.equal(shapeOfReport());
  });

  it("describes every member", () => {
    expect(membersWithoutDescription(schema)).to.deep.equal([]);
  });

  for (const [name, { steps, args }] of Object.entries<Example>(examples))
    it(`is fulfilled by the report of a preview: ${name}`, () => {
      const report: unknown = JSON.parse(JSON.stringify(createReport([preview(steps, args)], { title: "Shop" })));
      expect(validate(report) || validate.errors).to.equal(true);
    });

  it("refuses a report with another member, so that none is added without a description", () => {
    const report = createReport([]);
    expect(validate({ ...report, secret: "" })).to.equal(false);
  });
});

interface Schema {
  readonly description?: string;
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly type?: string;
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false | Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** Schema or type in short: members with `?` where they are optional, and the values of literals. */
type Shape = string | readonly Shape[] | { readonly [member: string]: Shape };

function shapeOfSchema(one: Schema): Shape {
  if (one.$ref !== undefined) return shapeOfSchema(schema.$defs![one.$ref.replace("#/$defs/", "")]!);
  if (one.const !== undefined) return JSON.stringify(one.const);
  if (one.enum !== undefined) return sorted(one.enum.map((value) => JSON.stringify(value)));
  if (one.oneOf !== undefined) return sorted(one.oneOf.map(shapeOfSchema));
  if (one.items !== undefined) return { "[]": shapeOfSchema(one.items) };
  if (one.type !== "object") return one.type === "integer" ? "number" : one.type!;
  const members = Object.entries(one.properties ?? {}).map(([name, member]) => [
    one.required?.includes(name) ? name : `${name}?`,
    shapeOfSchema(member),
  ]);
  const others = one.additionalProperties === false ? [] : [["*", shapeOfSchema(one.additionalProperties!)]];
  return Object.fromEntries([...members, ...others]) as Shape;
}

function shapeOfReport(): Shape {
  const path = join(folder, "model.ts");
  const program = ts.createProgram([path], { strict: true, target: ts.ScriptTarget.ES2022 });
  const checker = program.getTypeChecker();
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(path)!)!);
  return shapeOf(checker.getDeclaredTypeOfSymbol(exported.find(({ name }) => name === "Report")!));

  function shapeOf(type: ts.Type): Shape {
    if (type.flags & ts.TypeFlags.BooleanLike) return "boolean";
    if (type.isLiteral()) return JSON.stringify(type.value);
    if (type.flags & ts.TypeFlags.String) return "string";
    if (type.flags & ts.TypeFlags.Number) return "number";
    if (type.isUnion()) return sorted(type.types.map(shapeOf));
    if (checker.isArrayType(type)) return { "[]": shapeOf(checker.getTypeArguments(type as ts.TypeReference)[0]!) };
    const others = checker.getIndexTypeOfType(type, ts.IndexKind.String);
    const members = checker.getPropertiesOfType(type).map((member) => {
      const isOptional = (member.flags & ts.SymbolFlags.Optional) !== 0;
      const own = checker.getNonNullableType(checker.getTypeOfSymbol(member));
      return [isOptional ? `${member.name}?` : member.name, shapeOf(own)];
    });
    return Object.fromEntries([...members, ...(others === undefined ? [] : [["*", shapeOf(others)]])]) as Shape;
  }
}

function sorted(shapes: Shape[]): Shape[] {
  return shapes.sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
}

function membersWithoutDescription(one: Schema, path = ""): string[] {
  const members = Object.entries(one.properties ?? {}).flatMap(([name, member]) => {
    const own = member.$ref === undefined ? member : schema.$defs![member.$ref.replace("#/$defs/", "")]!;
    const isDescribed = own.description !== undefined || member.description !== undefined || own.const !== undefined;
    return [...(isDescribed ? [] : [`${path}.${name}`]), ...membersWithoutDescription(member, `${path}.${name}`)];
  });
  const definitions = Object.entries(one.$defs ?? {}).flatMap(([name, own]) => membersWithoutDescription(own, name));
  return [...members, ...definitions];
}
