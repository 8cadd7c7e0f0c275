import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { createServiceRole, type ServiceRoleArgs } from "../../../components/shared/roles";
import { ACCOUNT, findRegistration, recordResources, waitForChildren } from "../../helpers/mocks";

async function deploy(args: Partial<ServiceRoleArgs>) {
  const registrations = await recordResources();
  const parent = new pulumi.ComponentResource("test:index:Parent", "tide");
  createServiceRole(
    "tide-role",
    { service: "ec2.amazonaws.com", permissionsBoundaryArn: undefined, tags: undefined, ...args },
    parent,
  );
  await waitForChildren(parent);
  return findRegistration(registrations, "tide-role");
}

describe("createServiceRole", () => {
  it("lets the service assume the role for one account", async () => {
    const { inputs } = await deploy({ account: ACCOUNT });

    assert.deepEqual(JSON.parse(inputs.assumeRolePolicy), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: ["ec2.amazonaws.com"] },
          Action: ["sts:AssumeRole"],
          Condition: { StringEquals: { "aws:SourceAccount": ["123456789012"] } },
        },
      ],
    });
  });

  it("sets no condition without an account, and neither boundary nor tags by default", async () => {
    const { inputs } = await deploy({});

    assert.deepEqual(Object.keys(inputs), ["assumeRolePolicy"]);
    assert.equal("Condition" in JSON.parse(inputs.assumeRolePolicy).Statement[0], false);
  });

  it("passes permissions boundary and tags on", async () => {
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/boundary";
    const { inputs } = await deploy({ permissionsBoundaryArn, tags: { team: "harbour" } });

    assert.equal(inputs.permissionsBoundary, permissionsBoundaryArn);
    assert.deepEqual(inputs.tags, { team: "harbour" });
  });
});
