import assert from "node:assert/strict";
import * as path from "node:path";
import ts from "typescript";
import { parse } from "yaml";
import { parseSettings } from "../../stacks/settings";
import { type Block, pages, ROOT } from "./pages";

const BLOCKS = pages().flatMap(({ blocks }) => blocks);
/** Where a block would stand that is wrong. */
const WRONG = "wrong.md:3";
const PROGRAMS = BLOCKS.filter(({ language }) => language === "ts");

/** Where a block stands while it is compiled: beside index.ts, so that all import alike. */
function fileOf({ at }: Block): string {
  return path.join(ROOT, `${at.replace(/[^a-zA-Z0-9]/g, "-")}.block.ts`);
}

/** What the compiler says of all blocks, each with the place of its block; as strict as the program itself. */
function compiled(blocks: readonly Block[]): readonly string[] {
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
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText }) => `${at}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
  });
}

describe("code in pages", function () {
  this.timeout(240_000); // the declarations of @pulumi/aws are 84 MB

  /** What there is to say of all blocks and of one that is wrong, in one go: reading the declarations takes all the time. */
  let faults: readonly string[] = [];
  before(() => {
    const text = 'import { parseUrn } from "./lab/engine";\nexport const urn = parseUrn(7);\n';
    faults = compiled([...PROGRAMS, { at: WRONG, language: "ts", text }]);
  });

  it("given every block of TypeScript, when compiled, then there is no error", () => {
    assert.ok(PROGRAMS.length >= 5, "the pages show programs");
    assert.deepEqual(
      faults.filter((fault) => !fault.startsWith(`${WRONG}:`)),
      [],
    );
  });

  it("given a block with a wrong argument, when compiled, then it is named with its page", () => {
    const [fault] = faults.filter((each) => each.startsWith(`${WRONG}:`));

    assert.match(fault ?? "", /^wrong\.md:3: Argument of type 'number' is not assignable/);
  });

  for (const { at, text } of BLOCKS.filter(({ language }) => language === "yaml")) {
    it(`given the settings at ${at}, when parsed, then they are right`, () => {
      const { config } = parse(text) as { config: Record<string, unknown> };

      const settings = parseSettings(config["archipelago:settings"], at);

      assert.ok(settings.regions.length > 0);
    });
  }
});
