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
    const faulty = (isRight: (rule: Rule) => boolean): readonly string[] =>
      rules.filter((rule) => !isRight(rule)).map(({ name }) => name);

    it("given its files, when listed, then each is in the catalogue once", () => {
      const files = fs
        .readdirSync(path.join(ROOT, "policies", pack, "rules"))
        .map((file) => file.replace(/\.ts$/, ""));

      assert.deepEqual(rules.map(({ name }) => name).sort(), files.sort());
    });

    it("given its rules, when compiled, then every policy has a name of its own and a level", () => {
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

    it("given its rules, when read, then each says what, why, how, and after whom", () => {
      assert.deepEqual(
        faulty(({ description }) => /^[A-Z].*\.$/.test(description) && description.length <= 200),
        [],
      );
      assert.deepEqual(
        faulty(({ title }) => /^[A-Z].*[^.]$/.test(title)),
        [],
      );
      assert.deepEqual(
        faulty(({ remediationSteps }) => /^[A-Z].*\.$/s.test(remediationSteps)),
        [],
      );
      assert.deepEqual(
        faulty(({ url }) => /^https:\/\/(docs\.aws\.amazon\.com|www\.pulumi\.com)\//.test(url)),
        [],
      );
      assert.deepEqual(
        faulty(({ tags: [topic = ""] }) => /^[a-z-]+$/.test(topic)),
        [],
      );
      assert.deepEqual(
        faulty(({ tags }) => tags.slice(1).every((tag) => CONTROL.test(tag))),
        [],
      );
    });

    it("given its settings, when read, then each has a meaning, and defaults that its own schema takes", () => {
      const ajv = new Ajv({ strict: false, validateFormats: false, useDefaults: true });
      const undescribed = rules.flatMap(({ name, settings = {} }) =>
        Object.entries(settings).flatMap(([key, { description }]) => (description ? [] : [`${name}.${key}`])),
      );
      const refused = rules.flatMap((rule) => {
        const validate = ajv.compile({ type: "object", properties: schemaOf(rule).properties });
        return validate({}) ? [] : [`${rule.name}: ${ajv.errorsText(validate.errors)}`];
      });

      assert.deepEqual(undescribed, []);
      assert.deepEqual(refused, []);
    });

    it("given its rules, when tests are looked for, then each has its proof", () => {
      const tests = fs.readdirSync(path.join(ROOT, "tests/policies", pack));

      assert.deepEqual(
        faulty(({ name }) => tests.includes(`${name}.test.ts`)),
        [],
      );
    });
  });
}
