// starts processes
import assert from "node:assert/strict";
import * as engine from "../../../lab/engine";
import { type LabProject, labProject, SALT } from "../../helpers/lab";

const config = (withoutFirst: boolean): string =>
  `  pulumi:disable-default-providers: ["aws"]\n  golden:withoutFirst: ${withoutFirst}\n`;

describe("Components without the first entry of each of their lists", () => {
  let project: LabProject;
  let operations: Record<string, string[]>;

  before(async () => {
    project = labProject({ program: "tests/lab/components/removed-entries.ts", config: config(false) });
    const first = await engine.up(await project.options());
    assert.deepEqual(first.errors, []);
    project.write("Pulumi.dev.yaml", `encryptionsalt: ${SALT}\nconfig:\n${config(true)}`);
    const options = await project.options();
    const second = await engine.up(options);
    assert.deepEqual(second.errors, []);
    operations = {};
    for (const event of options.events) {
      if (event.kind !== "step" || event.phase !== "done" || event.op === "same" || !event.custom) continue;
      const { type, name } = engine.parseUrn(event.urn);
      operations[event.op] = [...(operations[event.op] ?? []), `${type.split(":").at(-1)} ${name}`].sort();
    }
  });

  after(() => project.remove());

  it("deletes the children of these entries", () => {
    assert.deepEqual(operations["delete"], [
      "HealthCheck sea-check-alpha",
      "MetricAlarm sea-alarm-alpha",
      "Record reef-a-a.example.com",
      "Record reef-aaaa-a.example.com",
      "Record sea-first",
      "Record sea-latency-us-east-1",
      "Record sea-weighted-blue",
    ]);
  });

  it("updates only the resources that hold such a list themselves", () => {
    assert.deepEqual(operations["update"], [
      "BucketReplicationConfig current",
      "Distribution reef",
      "RolePolicy current-role-policy",
    ]);
  });

  it("creates and replaces nothing", () => {
    assert.deepEqual(Object.keys(operations).sort(), ["delete", "update"]);
  });
});
