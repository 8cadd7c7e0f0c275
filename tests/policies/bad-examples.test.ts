import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { catalogue as baseline } from "../../policies/baseline/catalogue";
import { catalogue as multiRegion } from "../../policies/multi-region/catalogue";
import { evaluateRules, type Fixtures } from "../helpers/policy";
import { apps } from "./bad-examples/apps";
import type { BadExample } from "./bad-examples/example";
import { identity } from "./bad-examples/identity";
import { network } from "./bad-examples/network";
import { storage } from "./bad-examples/storage";

const SDK = path.resolve(__dirname, "../../node_modules/@pulumi/aws");
const rules = [...baseline, ...multiRegion];

/** Names of the rules that report the resource `it` in a first preview. */
function rulesThatReport(fixtures: Fixtures): readonly string[] {
  const verdicts = evaluateRules(rules, fixtures, { regions: ["eu-west-1"] });
  return verdicts.flatMap(({ policy, resource }) => (resource === "it" ? [policy] : []));
}

describe("the packs on examples in the style of public collections", () => {
  const examples: Readonly<Record<string, readonly BadExample[]>> = { apps, identity, network, storage };
  for (const [area, all] of Object.entries(examples)) {
    it(`report each violation of ${area} in a first preview, and not its correction`, () => {
      const isReported = ({ rule, bad }: BadExample): boolean => rulesThatReport(bad).includes(rule);
      const isFalseAlarm = ({ rule, good }: BadExample): boolean => rulesThatReport(good).includes(rule);
      const describeAll = (some: readonly BadExample[]): readonly string[] =>
        some.map(({ control, rule }) => `${rule} ${control}`);

      assert.deepEqual(describeAll(all.filter((one) => !isReported(one))), []);
      assert.deepEqual(describeAll(all.filter(isFalseAlarm)), []);
    });
  }

  it("use types and arguments of the installed SDK", () => {
    const fixtures = Object.values(examples).flatMap((all) =>
      all.flatMap(({ bad, good }) => [...bad, ...good]),
    );
    const unknown = fixtures.flatMap(({ type, inputs }) => {
      const declaration = fs.readFileSync(path.join(SDK, `${type.split(":")[1]}.d.ts`), "utf8");
      return Object.keys(inputs)
        .filter((argument) => !new RegExp(`^    ${argument}\\??:`, "m").test(declaration))
        .map((argument) => `${type} ${argument}`);
    });

    assert.deepEqual([...new Set(unknown)], []);
  });
});
