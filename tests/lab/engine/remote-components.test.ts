// starts processes
import assert from "node:assert/strict";
import * as engine from "../../../lab/engine";
import { openCloud } from "../../../lab/provider/cloud-control";
import { labProject } from "../../helpers/lab";

describe("remote components", () => {
  it("deploys and destroys awsx's Vpc with all children under it and in its region", async () => {
    const project = labProject();
    project.write(
      "index.js",
      `
      const aws = require("@pulumi/aws");
      const awsx = require("@pulumi/awsx");
      const seoul = new aws.Provider("seoul", { region: "ap-northeast-2" });
      const vpc = new awsx.ec2.Vpc("net", {
        cidrBlock: "10.1.0.0/16",
        numberOfAvailabilityZones: 2,
        natGateways: { strategy: "None" },
        enableDnsHostnames: true,
      }, { providers: { aws: seoul } });
      new aws.ec2.SecurityGroup("web", { vpcId: vpc.vpcId }, { provider: seoul });
      exports.vpcId = vpc.vpcId;
      exports.publicSubnetIds = vpc.publicSubnetIds;
    `,
    );
    try {
      const run = async (
        operation: (options: engine.OperationOptions) => Promise<engine.OperationResult>,
      ): Promise<engine.OperationResult> => {
        const result = await operation(await project.options());
        assert.equal(result.exitCode, 0, result.errors.join("\n"));
        return result;
      };
      await run(engine.preview);
      const created = await run(engine.up);
      assert.match(String(created.outputs["vpcId"]), /^vpc-/);
      assert.equal((created.outputs["publicSubnetIds"] as readonly string[]).length, 2);
      const { base } = await project.backend.read("golden", "dev", { text: "x", source: "the test" });
      const vpc = base.resources.find(({ type }) => type === "aws:ec2/vpc:Vpc");
      assert.equal(vpc?.parent, "urn:pulumi:dev::golden::awsx:ec2:Vpc::net");
      assert.match(vpc?.provider ?? "", /pulumi:providers:aws::seoul::/);
      const cloud = openCloud(project.cloud);
      try {
        const regions = new Set(cloud.list().map(({ region }) => region));
        assert.deepEqual([...regions], ["ap-northeast-2"]);
        const second = await run(engine.up);
        assert.deepEqual(second.changes, { same: created.changes.create });
        await run(engine.destroy);
        assert.deepEqual(cloud.list(), []);
      } finally {
        await cloud.close();
      }
    } finally {
      project.remove();
    }
  });
});
