import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import Ajv from "ajv";
import { catalogue as baseline } from "../../policies/baseline/catalogue";
import type { Rule } from "../../policies/kit";
import { compileRules } from "../../policies/kit/pack/compile-rules";
import { schemaOf } from "../../policies/kit/rule/settings";
import { catalogue as multiRegion } from "../../policies/multi-region/catalogue";

const ROOT = path.resolve(__dirname, "../..");
const CONTROL = /^(cis-[35]\.0|cis-3-tier|checkov|trivy|cdk-nag|config|security-hub):[\w.-]+$/;

for (const [pack, rules] of Object.entries({ baseline, "multi-region": multiRegion })) {
  describe(`the catalogue of ${pack}`, () => {
    const findFaulty = (isValid: (rule: Rule) => boolean): readonly string[] =>
      rules.filter((rule) => !isValid(rule)).map(({ name }) => name);

    it("lists every file of rules/ once", () => {
      const files = fs
        .readdirSync(path.join(ROOT, "policies", pack, "rules"))
        .map((file) => file.replace(/\.ts$/, ""));

      assert.deepEqual(rules.map(({ name }) => name).sort(), files.sort());
    });

    it("gives every policy a unique name and a level", () => {
      const policies = compileRules(rules);
      const names = policies.map(({ name }) => name);

      assert.deepEqual(
        names.filter((name, index) => names.indexOf(name) !== index),
        [],
      );
      assert.deepEqual(
        policies.filter(({ enforcementLevel }) => enforcementLevel === undefined).map(({ name }) => name),
        [],
      );
    });

    it("describes the requirement, steps, reason and controls of every rule", () => {
      assert.deepEqual(
        findFaulty(({ description }) => /^[A-Z].*\.$/.test(description) && description.length <= 200),
        [],
      );
      assert.deepEqual(
        findFaulty(({ title }) => /^[A-Z].*[^.]$/.test(title)),
        [],
      );
      assert.deepEqual(
        findFaulty(({ remediationSteps }) => /^[A-Z].*\.$/s.test(remediationSteps)),
        [],
      );
      assert.deepEqual(
        findFaulty(({ url }) => /^https:\/\/(docs\.aws\.amazon\.com|www\.pulumi\.com)\//.test(url)),
        [],
      );
      assert.deepEqual(
        findFaulty(({ tags: [topic = ""] }) => /^[a-z-]+$/.test(topic)),
        [],
      );
      assert.deepEqual(
        findFaulty(({ tags }) => tags.slice(1).every((tag) => CONTROL.test(tag))),
        [],
      );
    });

    it("describes every setting and has valid defaults", () => {
      const ajv = new Ajv({ strict: false, validateFormats: false, useDefaults: true });
      const missing = rules.flatMap(({ name, settings = {} }) =>
        Object.entries(settings).flatMap(([key, { description }]) => (description ? [] : [`${name}.${key}`])),
      );
      const invalid = rules.flatMap((rule) => {
        const validate = ajv.compile({ type: "object", properties: schemaOf(rule).properties });
        return validate({}) ? [] : [`${rule.name}: ${ajv.errorsText(validate.errors)}`];
      });

      assert.deepEqual(missing, []);
      assert.deepEqual(invalid, []);
    });

    it("has a test for every rule", () => {
      const tests = fs.readdirSync(path.join(ROOT, "tests/policies", pack));

      assert.deepEqual(
        findFaulty(({ name }) => tests.includes(`${name}.test.ts`)),
        [],
      );
    });
  });
}
