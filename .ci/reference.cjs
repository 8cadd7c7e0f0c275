// Writes the reference of the components from their doc comments: one page a component, and one for the types they share.
const fs = require("node:fs");
const path = require("node:path");

const COMPONENTS = path.resolve(__dirname, "..", "components");

/** Page of what components/index.ts exports beside the components' own types. */
const SHARED_TYPES = "shared-types";

/** Warning about a constant whose values the page shows in the type `(typeof NAMES)[number]`. */
const CONSTANT_OF_UNION = /^[A-Z_]+, defined in .* is referenced by .* but not included/;

/**
 * Writes the pages into a folder, in place of what it held.
 *
 * @throws {Error} when a doc comment is not understood, or a type that a page names is on no page
 */
async function writeReference(target) {
  const { Application, Logger, LogLevel } = await import("typedoc");
  const { load } = await import("typedoc-plugin-markdown");
  const faults = [];
  class Faults extends Logger {
    addContext(message, level) {
      if (level >= LogLevel.Warn && !CONSTANT_OF_UNION.test(message)) faults.push(message);
      return message;
    }
  }
  const app = await Application.bootstrapWithPlugins({
    plugin: [load],
    entryPoints: [path.join(COMPONENTS, "*/index.ts"), path.join(COMPONENTS, "index.ts")],
    basePath: COMPONENTS,
    tsconfig: path.resolve(COMPONENTS, "../tsconfig.json"),
    out: target,
    logLevel: "Warn",
    name: "Components",
    readme: "none",
    router: "module",
    entryFileName: "README",
    sort: ["source-order"],
    disableSources: true,
    excludeExternals: true,
    excludeInternal: true,
    excludePrivate: true,
    excludeProtected: true,
    skipErrorChecking: true, // `npm run types` checks
    validation: { invalidLink: true, notDocumented: true, notExported: true },
    hideBreadcrumbs: true,
    hidePageHeader: true,
    classPropertiesFormat: "table",
    interfacePropertiesFormat: "table",
    parametersFormat: "table",
    propertyMembersFormat: "table",
    typeAliasPropertiesFormat: "table",
    tableColumnSettings: { hideModifiers: true },
  });
  app.logger = new Faults();
  const project = await app.convert();
  if (!project) throw new Error("the components cannot be documented");
  for (const page of project.children ?? []) {
    if (page.name === "index") page.name = SHARED_TYPES;
  }
  app.validate(project);
  if (faults.length > 0) throw new Error(faults.join("\n"));
  fs.rmSync(target, { recursive: true, force: true });
  await app.generateOutputs(project);
}

module.exports = { writeReference };
