// Builds dist/components: the components as one JavaScript file, with their type declarations, for projects elsewhere.
const fs = require("node:fs");
const path = require("node:path");
const { buildSync } = require("esbuild");
const ts = require("typescript");

require("tsx/cjs");
const { bundleFunction } = require("../components/shared/bundle-function.ts");

const ROOT = path.resolve(__dirname, "..");
const ENTRY = path.join(ROOT, "components", "index.ts");

/**
 * Packages that the program and the components share, with the versions that fit: the major versions that the components are
 * written for. The lower bound of the SDK is the one of @pulumi/aws 7.
 */
const PEERS = { "@pulumi/aws": "^7.0.0", "@pulumi/awsx": "^3.0.0", "@pulumi/pulumi": "^3.142.0" };

/** Folder of the declarations for TypeScript before 4.5, such as the 3.8 that the Pulumi SDK brings along. */
const OLD_TYPES = "ts3.8";

/**
 * Writes `<target>/index.js`, its declarations and a package.json, in place of what the folder held.
 *
 * @throws {Error} with the compiler's messages when the components have type errors
 */
function build(target) {
  fs.rmSync(target, { recursive: true, force: true });
  buildSync({
    entryPoints: [ENTRY],
    outfile: path.join(target, "index.js"),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    define: { IS_BUILT: "true", BUILT_FUNCTIONS: JSON.stringify(bundleFunctions()) },
    // the branch that needs esbuild is left out, since IS_BUILT is defined
    external: ["esbuild", ...Object.keys(PEERS).flatMap((peer) => [peer, `${peer}/*`])],
    legalComments: "inline",
    logLevel: "warning",
  });
  writeDeclarations(path.join(target, "types"));
  writeManifest(target);
}

/** Code of all Lambda functions by name, as `components/shared/function-code.ts` expects it. */
function bundleFunctions() {
  const names = fs
    .readdirSync(path.join(ROOT, "functions"), { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() && entry.name !== "shared" ? [entry.name] : []));
  return Object.fromEntries(names.map((name) => [name, bundleFunction(name)]));
}

function writeDeclarations(target) {
  const { options } = readConfig();
  const program = ts.createProgram([ENTRY], {
    ...options,
    noEmit: false,
    incremental: false,
    tsBuildInfoFile: undefined,
    declaration: true,
    emitDeclarationOnly: true,
    outDir: target,
    rootDir: ROOT,
    types: ["node"],
  });
  const written = new Map();
  const { diagnostics, emitSkipped } = program.emit(undefined, (file, text) => written.set(file, text));
  const faults = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (faults.length > 0 || emitSkipped) throw new Error(ts.formatDiagnostics(faults, formatHost));
  for (const [file, text] of written) {
    writeFile(file, text);
    writeFile(path.join(target, OLD_TYPES, path.relative(target, file)), downlevel(file, text));
  }
}

function readConfig() {
  const file = path.join(ROOT, "tsconfig.json");
  return ts.getParsedCommandLineOfConfigFile(
    file,
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
  );
}

function fail(diagnostic) {
  throw new Error(ts.formatDiagnostic(diagnostic, formatHost));
}

const formatHost = {
  getCanonicalFileName: (file) => file,
  getCurrentDirectory: () => ROOT,
  getNewLine: () => "\n",
};

/**
 * Rewrites a declaration file for TypeScript 3.8: `type` before a single import or export (4.5) becomes a statement of
 * its own, a template literal type (4.1) becomes `string`.
 */
function downlevel(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const { transformed, dispose } = ts.transform(source, [
    (context) => (root) => {
      const visit = (node) =>
        ts.isTemplateLiteralTypeNode(node)
          ? context.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword)
          : ts.visitEachChild(node, visit, context);
      const statements = root.statements.flatMap((statement) =>
        splitTypes(context.factory, ts.visitNode(statement, visit)),
      );
      return context.factory.updateSourceFile(root, statements);
    },
  ]);
  const output = ts.createPrinter({ newLine: ts.NewLineKind.LineFeed }).printFile(transformed[0]);
  dispose();
  return output;
}

/** `import { type A, b } from "x"` as `import type { A } from "x"` and `import { b } from "x"`; the same for exports. */
function splitTypes(factory, statement) {
  if (ts.isImportDeclaration(statement)) {
    const clause = statement.importClause;
    const named = clause?.namedBindings;
    if (!clause || clause.isTypeOnly || !named || !ts.isNamedImports(named)) return [statement];
    return split(named.elements, Boolean(clause.name)).map(({ isTypeOnly, elements }) =>
      factory.createImportDeclaration(
        statement.modifiers,
        factory.createImportClause(
          isTypeOnly,
          isTypeOnly ? undefined : clause.name,
          factory.createNamedImports(
            elements.map((one) => factory.createImportSpecifier(false, one.propertyName, one.name)),
          ),
        ),
        statement.moduleSpecifier,
      ),
    );
  }
  if (ts.isExportDeclaration(statement)) {
    const named = statement.exportClause;
    if (statement.isTypeOnly || !named || !ts.isNamedExports(named) || named.elements.length === 0)
      return [statement];
    return split(named.elements, false).map(({ isTypeOnly, elements }) =>
      factory.createExportDeclaration(
        statement.modifiers,
        isTypeOnly,
        factory.createNamedExports(
          elements.map((one) => factory.createExportSpecifier(false, one.propertyName, one.name)),
        ),
        statement.moduleSpecifier,
      ),
    );
  }
  return [statement];
}

function split(elements, hasDefault) {
  const types = elements.filter((one) => one.isTypeOnly);
  const values = elements.filter((one) => !one.isTypeOnly);
  return [
    ...(types.length > 0 ? [{ isTypeOnly: true, elements: types }] : []),
    ...(values.length > 0 || hasDefault ? [{ isTypeOnly: false, elements: values }] : []),
  ];
}

function writeManifest(target) {
  const { name, version, license, engines } = require("../package.json");
  const types = "types/components/index.d.ts";
  const old = `types/${OLD_TYPES}/components/index.d.ts`;
  const manifest = {
    name,
    version,
    description: "Pulumi components for AWS in many regions",
    license,
    engines,
    main: "index.js",
    types,
    typesVersions: { "<4.5": { ".": [old], components: [old] }, "*": { components: [types] } },
    exports: {
      "./components": { types: `./${types}`, default: "./index.js" },
      "./package.json": "./package.json",
    },
    peerDependencies: PEERS,
  };
  writeFile(path.join(target, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

function writeFile(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

module.exports = { build };
