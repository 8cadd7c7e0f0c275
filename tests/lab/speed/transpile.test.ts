// starts processes
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

/** Runs `up` of a TypeScript program. */
async function runUp(noCheck: boolean, program: string): Promise<engine.OperationResult> {
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

describe("transpile", () => {
  it("shows the TypeScript file and line of an error with noCheck", async () => {
    const { exitCode, errors } = await runUp(
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

  it("runs a program with a type error only with noCheck", async () => {
    const program = `import { half } from "./half";
export const out = half("6" as unknown as number);
const wrong: number = "text";
export const shown = wrong;
`;
    const [typeChecked, transpiled] = [await runUp(false, program), await runUp(true, program)];

    assert.equal(typeChecked.exitCode, 1);
    assert.match(
      typeChecked.errors.join("\n"),
      /index\.ts.*Type 'string' is not assignable to type 'number'/s,
    );
    assert.equal(transpiled.exitCode, 0, transpiled.errors.join("\n"));
    assert.deepEqual(transpiled.outputs, { out: 3, shown: "text" });
  });
});
