import assert from "node:assert/strict";
import { iam } from "../../../../lab/aws/iam";
import { lambda } from "../../../../lab/aws/lambda";
import { Cloud, reasons, refusal } from "../../../helpers/cloud";

const FUNCTION = "aws:lambda/function:Function";

function withRole(principal: unknown) {
  const cloud = new Cloud(lambda, iam);
  const { outputs } = cloud.create("aws:iam/role:Role", {
    name: "runner",
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }],
    }),
  });
  return { cloud, role: String(outputs.arn) };
}

describe("Function", () => {
  it("needs a role that Lambda may assume, at its creation and at each update", () => {
    const { cloud, role } = withRole({ Service: "ec2.amazonaws.com" });
    const refused =
      "InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda.";

    assert.equal(
      refusal(() => cloud.create(FUNCTION, { name: "thumbnails", role })),
      refused,
    );
    const existing = cloud.create(FUNCTION, {
      name: "thumbnails",
      role: "arn:aws:iam::123456789012:role/of-another-program",
    });
    assert.equal(
      refusal(() => cloud.update(existing, { role })),
      refused,
    );
  });

  for (const principal of [
    { Service: "lambda.amazonaws.com" },
    { Service: ["edgelambda.amazonaws.com", "lambda.amazonaws.com"] },
    "*",
  ]) {
    it(`accepts a role that trusts ${JSON.stringify(principal)}`, () => {
      const { cloud, role } = withRole(principal);

      assert.equal(cloud.create(FUNCTION, { name: "thumbnails", role }).outputs.role, role);
    });
  }

  it("rejects a long name and a time limit above 15 minutes", () => {
    const faults = new Cloud(lambda).check(FUNCTION, { name: "n".repeat(65), timeout: 901 });

    assert.deepEqual(Object.keys(reasons(faults)), ["name", "timeout"]);
  });
});
