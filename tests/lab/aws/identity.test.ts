import assert from "node:assert/strict";
import { createIdentity, type IdentityContext } from "../../../lab/aws/identity";
import { Random } from "../../../lab/aws/random";

const context = (more: Partial<IdentityContext> = {}): IdentityContext => ({
  partition: "aws-cn",
  region: "cn-north-1",
  account: "123456789012",
  name: "tide",
  inputs: {},
  random: new Random("seed"),
  ...more,
});

describe("createIdentity", () => {
  it("fills in partition, region, account, name and DNS suffix", () => {
    const forms = { id: "{name}.{dns}", arn: "arn:{partition}:sqs:{region}:{account}:{id}" };

    assert.deepEqual(createIdentity(forms, context()), {
      id: "tide.amazonaws.com.cn",
      arn: "arn:aws-cn:sqs:cn-north-1:123456789012:tide.amazonaws.com.cn",
    });
  });

  it("fills in inputs, and the name for an input that is not a string", () => {
    const { id } = createIdentity({ id: "{$rule}-{$targetId}", arn: "" }, context({ inputs: { rule: "r" } }));

    assert.equal(id, "r-tide");
  });

  it("draws random characters, the same ones for the same seed", () => {
    const forms = { id: "i-{hex17}", arn: "{lower6}/{upper6}/{digits6}/{uuid}" };
    const { id, arn } = createIdentity(forms, context());

    assert.match(id, /^i-[0-9a-f]{17}$/);
    assert.match(
      arn,
      /^[a-z0-9]{6}\/[A-Z0-9]{6}\/\d{6}\/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    assert.deepEqual(createIdentity(forms, context()), { id, arn });
  });

  it("uses the ARN as id where the form says so", () => {
    assert.deepEqual(createIdentity({ id: "{arn}", arn: "arn:{hex4}" }, context()), {
      id: "arn:62dd",
      arn: "arn:62dd",
    });
  });

  it("takes the path of IAM from the inputs, or the root", () => {
    const forms = { id: "x", arn: "role{path}{name}" };

    assert.equal(createIdentity(forms, context()).arn, "role/tide");
    assert.equal(createIdentity(forms, context({ inputs: { path: "/team/" } })).arn, "role/team/tide");
  });

  it("rejects a placeholder that is not documented", () => {
    assert.throws(() => createIdentity({ id: "{nmae}", arn: "" }, context()), {
      message: 'createIdentity: placeholder is "nmae", expected one of its documentation',
    });
  });
});
