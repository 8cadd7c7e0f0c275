import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import * as ts from "typescript";

const ROOT = path.join(__dirname, "../../components");

const COMPONENTS = [
  "account-guard",
  "billing-guard",
  "cdn",
  "dns-routing",
  "encryption-key",
  "ephemeral-cluster",
  "log-agent",
  "logs",
  "monitoring",
  "network",
  "reaper",
  "slack-channel",
  "storage",
  "storage-replication",
];

const SHARED = "shared";

/** TypeScript files of the folder and all folders below it, relative to components/, with slashes. */
const FILES = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
  .map((file) => file.split(path.sep).join("/"))
  .filter((file) => file.endsWith(".ts"))
  .sort();

function source(file: string): ts.SourceFile {
  const text = readFileSync(path.join(ROOT, file), "utf8");
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
}

/** Paths that a file imports or exports from, type-only ones included, relative to components/. */
function relativeImports(file: string): string[] {
  return source(file).statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier } = statement;
    if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return [];
    const specifier = moduleSpecifier.text;
    return specifier.startsWith(".") ? [path.posix.join(path.posix.dirname(file), specifier)] : [];
  });
}

/** Rank of a file in the order of imports: a file imports only files of a lower rank. */
function rankOf(file: string): number {
  const [folder = "", part = ""] = file.split("/");
  if (folder === "..") return 0;
  if (folder === SHARED) return 1;
  return { "args.ts": 2, "index.ts": 4 }[part] ?? 3;
}

describe("Sources of components", () => {
  it("are one folder for each component, shared/ and the public list", () => {
    const folders = [...new Set(FILES.map((file) => file.split("/")[0] ?? ""))].sort();

    assert.deepEqual(folders, [...COMPONENTS, "index.ts", SHARED].sort());
    for (const folder of COMPONENTS) {
      for (const part of ["args.ts", "index.ts", "resolve.ts"]) {
        assert.ok(FILES.includes(`${folder}/${part}`), `${folder}/${part} is missing`);
      }
    }
  });

  for (const file of FILES) {
    it(`keep ${file} short, portable and independent of stack and preview`, () => {
      const { text } = source(file);

      assert.ok(text.split("\n").length <= 251, `${file} has more than 250 lines`);
      for (const forbidden of [
        /arn:aws[:-]/,
        /\bisDryRun\b/,
        /\bgetStack\b/,
        /new pulumi\.Config\b/,
        /\bas any\b/,
        /\bprovider:/,
        /^export \*/m,
      ]) {
        assert.doesNotMatch(text, forbidden, file);
      }
    });
  }

  for (const folder of COMPONENTS) {
    const index = `${folder}/index.ts`;

    it(`declare one component in ${index}, with a literal token and all outputs registered`, () => {
      const { text, statements } = source(index);
      const classes = statements.filter(ts.isClassDeclaration);
      const [, name] = /^export class (\w+) extends pulumi\.ComponentResource/m.exec(text) ?? [];

      assert.deepEqual(
        classes.map((one) => one.name?.text),
        [name],
      );
      assert.ok(text.includes(`super("archipelago:components:${name}", name, args, opts)`), name);
      const body = text.slice(text.indexOf("export class "), text.indexOf("  constructor("));
      const fields = [...body.matchAll(/^ {2}readonly (\w+): pulumi\.Output</gm)].map(([, field]) => field);
      const outputs = /this\.registerOutputs\(\{([^}]*)\}\)/.exec(text)?.[1] ?? "";
      const registeredFields = [...outputs.matchAll(/(\w+): this\.\1\b/g)].map(([, field]) => field);
      assert.ok(fields.length > 0, `${name} has no outputs`);
      assert.deepEqual(registeredFields.sort(), fields.sort());
    });

    it(`export nothing else than the class and its arguments from ${index}`, () => {
      for (const statement of source(index).statements) {
        if (ts.isExportDeclaration(statement)) {
          assert.equal(statement.moduleSpecifier?.getText(), '"./args"', statement.getText());
        } else if (!ts.isClassDeclaration(statement)) {
          assert.doesNotMatch(statement.getText(), /^export\b/, statement.getText());
        }
      }
    });

    it(`hold only interfaces, types and constants in ${folder}/args.ts`, () => {
      for (const statement of source(`${folder}/args.ts`).statements) {
        const isDeclaration =
          ts.isInterfaceDeclaration(statement) ||
          ts.isTypeAliasDeclaration(statement) ||
          (ts.isVariableStatement(statement) && statement.getText().startsWith("export const "));
        const isTypeImport = ts.isImportDeclaration(statement) && statement.importClause?.isTypeOnly;
        assert.ok(isDeclaration || isTypeImport, statement.getText());
      }
    });

    it(`resolve the arguments by one function in ${folder}/resolve.ts, which index.ts calls once`, () => {
      const { statements } = source(`${folder}/resolve.ts`);
      const functions = statements
        .filter(ts.isFunctionDeclaration)
        .filter((one) => /^export\b/m.test(one.getText()));

      assert.deepEqual(
        functions.map((one) => [one.name?.text, one.parameters.map((parameter) => parameter.name.getText())]),
        [["resolveArgs", ["name", "args"]]],
      );
      assert.equal(source(index).text.match(/\bresolveArgs\(/g)?.length, 1);
    });
  }

  for (const file of FILES) {
    it(`import from ${file} only in the order index, parts, args, shared, common`, () => {
      for (const target of relativeImports(file)) {
        const targetFile =
          FILES.find((one) => one === `${target}.ts` || one === `${target}/index.ts`) ?? target;
        if (file === "index.ts") {
          const isPublic = /^(?:[a-z-]+\/index\.ts|shared\/.+|\.\.\/common\/.+)$/.test(targetFile);
          assert.ok(isPublic, `${file} exports from ${target}`);
          continue;
        }
        const [folder] = file.split("/");
        const [targetFolder] = targetFile.split("/");
        const isOwn = targetFolder === folder;
        const isBelow = isOwn ? rankOf(targetFile) <= rankOf(file) : rankOf(targetFile) < 2;
        const isSibling = !isOwn && /^[a-z-]+\/index\.ts$/.test(targetFile) && folder !== SHARED;
        const isCommon = targetFile.startsWith("../common/");
        assert.ok(isCommon || isBelow || isSibling, `${file} imports ${target}`);
        if (isOwn) assert.notEqual(targetFile, index(folder), `${file} imports its own index.ts`);
      }
    });
  }
});

function index(folder: string | undefined): string {
  return `${folder}/index.ts`;
}
