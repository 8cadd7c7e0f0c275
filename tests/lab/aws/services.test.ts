import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createRegistry } from "../../../lab/aws/registry";
import type { ResourceType } from "../../../lab/aws/resource-type";
import { SERVICES } from "../../../lab/aws/services";

const load = createRequire(__filename);
const TYPES = SERVICES.flatMap((service) => service.types ?? []);

interface SdkDeclaration {
  readonly token: string;
  readonly args: readonly string[];
}

/** Reads the declaration of a type in the installed SDK: its token and the arguments of its class. */
function readDeclaration({ type }: ResourceType): SdkDeclaration {
  const [, path = "", kind = ""] = type.split(":");
  const file = load.resolve(`@pulumi/aws/${path}`);
  const sdk = load(file) as Record<string, { readonly __pulumiType?: string }>;
  const source = readFileSync(file.replace(/\.js$/, ".d.ts"), "utf8").replace(/\/\*\*[\s\S]*?\*\//g, "");
  const body = new RegExp(`export interface ${kind}Args \\{([\\s\\S]*?)\\n\\}`).exec(source)?.[1] ?? "";
  return {
    token: sdk[kind]?.__pulumiType ?? "",
    args: [...body.matchAll(/^ {4}(\w+)\??:/gm)].map(([, name]) => name ?? ""),
  };
}

describe("SERVICES", () => {
  it("has one owner for each token", () => {
    assert.doesNotThrow(() => createRegistry(SERVICES));
  });

  for (const rules of TYPES)
    it(`names only inputs of ${rules.type} that the SDK declares`, () => {
      const { token, args } = readDeclaration(rules);
      const inputs = [...(rules.immutable ?? []), ...(rules.mutable ?? [])].map(
        (path) => path.split(/[.[]/)[0] ?? "",
      );
      const property = typeof rules.name === "object" ? [rules.name.property] : [];

      assert.equal(token, rules.type);
      assert.deepEqual(
        [...inputs, ...property].filter((name) => !args.includes(name)),
        [],
      );
      assert.equal(rules.scope === "global", !args.includes("region"));
    });
});
