import assert from "node:assert/strict";
import * as path from "node:path";
import ts from "typescript";
import { parse } from "yaml";
import { parseSettings } from "../../stacks/settings";
import { type Block, pages, ROOT } from "./pages";

const BLOCKS = pages().flatMap(({ blocks }) => blocks);
/** Position of a block that does not compile. */
const WRONG = "wrong.md:3";
/** Programs of this repository; tests/build compiles those of other projects. */
const PROGRAMS = BLOCKS.filter(
  ({ language, text }) => language === "ts" && !text.includes("archipelago/components"),
);

/** Virtual file of a block: beside index.ts, so that every block imports the same way. */
function fileOf({ at }: Block): string {
  return path.join(ROOT, `${at.replace(/[^a-zA-Z0-9]/g, "-")}.block.ts`);
}

/** Compiles blocks as strictly as the program; returns the compiler's messages, each with the position of its block. */
function compileBlocks(blocks: readonly Block[]): readonly string[] {
  const { config } = ts.readConfigFile(path.join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  const files = new Map(blocks.map((block) => [fileOf(block), block]));
  const host = ts.createCompilerHost({ ...options, incremental: false });
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => files.get(file)?.text ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const block = files.get(file);
    return block
      ? ts.createSourceFile(file, block.text, version, true)
      : getSourceFile(file, version, ...rest);
  };
  const { incremental: _, tsBuildInfoFile: __, ...rest } = options;
  const program = ts.createProgram([...files.keys()], { ...rest, noEmit: true }, host);
  return [...files].flatMap(([file, { at }]) => {
    const source = program.getSourceFile(file);
    const diagnostics = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ];
    return diagnostics.map(
      ({ messageText }) => `${at}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
    );
  });
}

describe("code in pages", () => {
  // the declarations of @pulumi/aws are 84 MB

  /** Messages about all blocks and a wrong one, compiled together: reading the declarations takes most of the time. */
  let faults: readonly string[] = [];
  before(() => {
    const text = 'import { parseUrn } from "./lab/engine";\nexport const urn = parseUrn(7);\n';
    faults = compileBlocks([...PROGRAMS, { at: WRONG, language: "ts", text }]);
  });

  it("compiles every block of TypeScript without an error", () => {
    assert.ok(PROGRAMS.length >= 5, "the pages show programs");
    assert.deepEqual(
      faults.filter((fault) => !fault.startsWith(`${WRONG}:`)),
      [],
    );
  });

  it("names the page of a block with a wrong argument", () => {
    const [fault] = faults.filter((each) => each.startsWith(`${WRONG}:`));

    assert.match(fault ?? "", /^wrong\.md:3: Argument of type 'number' is not assignable/);
  });

  for (const { at, text } of BLOCKS.filter(({ language }) => language === "yaml")) {
    it(`parses the settings at ${at}`, () => {
      const { config } = parse(text) as { config: Record<string, unknown> };

      const settings = parseSettings(config["archipelago:settings"], at);

      assert.ok(settings.regions.length > 0);
    });
  }
});
