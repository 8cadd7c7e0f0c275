import assert from "node:assert/strict";
import { catalogue as baseline } from "../../policies/baseline/catalogue";
import { COLLECTIONS } from "../../policies/comparison";
import { reasonFor, rulesFor } from "../../policies/kit/docs/comparison-page";
import { catalogue as multiRegion } from "../../policies/multi-region/catalogue";

const rules = [...baseline, ...multiRegion].map((rule) => ({ rule, page: "page.md" }));

describe("the comparison with other collections", () => {
  for (const collection of COLLECTIONS) {
    const { title, controls, rules: named, reasons } = collection;

    it(`answers every control of ${title} by a rule or a reason, not both`, () => {
      const isUnanswered = (control: string): boolean =>
        rulesFor(collection, control, rules).length > 0 === (reasonFor(collection, control) !== undefined);

      assert.deepEqual(controls.filter(isUnanswered), []);
      assert.equal(new Set(controls).size, controls.length);
    });

    it(`names only existing rules and controls of ${title}`, () => {
      const names = new Set(rules.map(({ rule }) => rule.name));
      const answered = [...Object.keys(named), ...Object.values(reasons).flat()];

      assert.deepEqual(
        answered.filter((control) => !controls.includes(control)),
        [],
      );
      assert.deepEqual(
        Object.values(named)
          .flat()
          .filter((name) => !names.has(name)),
        [],
      );
    });
  }

  it("has all 28 policies of AWSGuard", () => {
    assert.equal(COLLECTIONS.find(({ title }) => title === "AWSGuard")?.controls.length, 28);
  });
});
