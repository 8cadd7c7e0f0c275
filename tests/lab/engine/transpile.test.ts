import assert from "node:assert/strict";
import * as engine from "../../../lab/engine";
import { labProject } from "../../helpers/lab";

const HALF = `export type Count = number;

/** Half of a count. */
export function half(count: Count): number {
  if (count === 2) throw new Error("two cannot be halved");
  return count / 2;
}
`;

/** What an up of a TypeScript program tells as errors, and what it puts out. */
async function ran(noCheck: boolean, program: string): Promise<engine.OperationResult> {
  const project = labProject({ name: "typed", main: "index.ts" });
  project.write(
    "Pulumi.yaml",
    "name: typed\nruntime:\n  name: nodejs\n  options:\n    tsconfig: tsconfig.json\n",
  );
  project.write("package.json", JSON.stringify({ name: "typed", version: "1.0.0", main: "index.ts" }));
  project.write("tsconfig.json", JSON.stringify({ compilerOptions: { noCheck, strict: true, types: [] } }));
  project.write("half.ts", HALF);
  project.write("index.ts", program);
  try {
    return await engine.up(await project.options());
  } finally {
    project.remove();
  }
}

describe("a program in TypeScript", function () {
  this.timeout(120_000);

  it("given noCheck, when it throws, then the error shows the file and the line as they were written", async () => {
    const { exitCode, errors } = await ran(
      true,
      `import { type Count, half } from "./half";

interface Wide {
  readonly count: Count;
}
const wide: Wide = { count: 2 };
export const out = half(wide.count);
`,
    );

    assert.equal(exitCode, 1);
    assert.equal(errors.length, 1);
    assert.match(
      errors[0] ?? "",
      /Error: two cannot be halved\n {4}at half \(.*\/half\.ts:5:\d+\)\n.*\/index\.ts:7:\d+/,
    );
  });

  it("given a wrong type, when it is checked, then it is refused, and with noCheck it runs", async () => {
    const program = `import { half } from "./half";
export const out = half("6" as unknown as number);
const wrong: number = "text";
export const shown = wrong;
`;
    const [checked, unchecked] = [await ran(false, program), await ran(true, program)];

    assert.equal(checked.exitCode, 1);
    assert.match(checked.errors.join("\n"), /index\.ts.*Type 'string' is not assignable to type 'number'/s);
    assert.equal(unchecked.exitCode, 0, unchecked.errors.join("\n"));
    assert.deepEqual(unchecked.outputs, { out: 3, shown: "text" });
  });
});
