// starts processes
import assert from "node:assert/strict";
import * as engine from "../../../lab/engine";
import { openCloud } from "../../../lab/provider/cloud-control";
import { type LabProject, labProject, SALT } from "../../helpers/lab";

interface Config {
  readonly former: boolean;
  readonly optIn?: boolean;
  readonly zones?: number;
  readonly fields?: string;
}

describe("networks of former programs", function () {
  this.timeout(600_000);
  const steps: Record<string, readonly string[]> = {};
  const subnets: Record<string, readonly string[]> = {};
  let project: LabProject;

  async function up(label: string, config: Config): Promise<void> {
    const lines = Object.entries(config).map(([key, value]) => `  golden:${key}: ${value}\n`);
    project.write(
      "Pulumi.dev.yaml",
      `encryptionsalt: ${SALT}\nconfig:\n  pulumi:disable-default-providers: ["aws"]\n${lines.join("")}`,
    );
    const options = await project.options();
    const { errors } = await engine.up(options);
    assert.deepEqual(errors, [], label);
    const changes = options.events.flatMap((event) =>
      event.kind === "step" && event.op !== "same" ? [`${event.op} ${event.urn.split("::").at(-1)}`] : [],
    );
    steps[label] = [...new Set(changes)];
    const control = openCloud(project.cloud);
    try {
      subnets[label] = control
        .list()
        .filter(({ type }) => type === "aws:ec2/subnet:Subnet")
        .map(({ id, outputs }) => `${id} ${outputs.availabilityZone} ${outputs.cidrBlock}`)
        .sort();
    } finally {
      await control.close();
    }
  }

  before(async () => {
    project = labProject({ program: "tests/lab/components/former-network.ts" });
    await up("former", { former: true });
    await up("upgraded", { former: false });
    await up("opted in", { former: false, optIn: true });
    await up("third zone", { former: false, optIn: true, zones: 3 });
    await up("format", { former: false, optIn: true, zones: 3, fields: '["version"]' });
  });
  after(() => project.remove());

  it("keep every resource, and the zone of every subnet", () => {
    assert.deepEqual(steps["upgraded"]?.filter((step) => !step.startsWith("update ")).sort(), [
      "create sea-isolated-dynamodb-endpoint",
      "create sea-isolated-s3-endpoint",
    ]);
    assert.deepEqual(subnets["upgraded"], subnets["former"]);
    assert.equal(subnets["former"]?.length, 6);
  });

  it("keep their zones after the account opts in to a local zone", () => {
    assert.deepEqual(steps["opted in"], ["create los-angeles"]);
    assert.deepEqual(subnets["opted in"], subnets["former"]);
  });

  it("replace their flow log, whose destination EC2 accepts once, for another format", () => {
    assert.deepEqual(steps["format"]?.slice(1), [
      "delete-replaced sea-flow-log",
      "create-replacement sea-flow-log",
      "replace sea-flow-log",
    ]);
  });

  it("move no subnet when a zone is added", () => {
    const added = subnets["third zone"]?.filter((subnet) => !subnets["former"]?.includes(subnet));

    assert.equal(subnets["third zone"]?.length, 9);
    assert.deepEqual(
      added?.map((subnet) => subnet.split(" ")[1]),
      ["us-west-2c", "us-west-2c", "us-west-2c"],
    );
  });
});
