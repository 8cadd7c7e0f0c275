// starts processes
import assert from "node:assert/strict";
import * as engine from "../../../lab/engine";
import { openCloud } from "../../../lab/provider/cloud-control";
import { type LabProject, labProject } from "../../helpers/lab";

const BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";
const CLUSTERS = "aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration";

describe("AccountGuard in the lab", function () {
  this.timeout(600_000);
  const changes: Record<string, unknown> = {};
  const cloud: Record<string, readonly string[]> = {};
  let project: LabProject;

  async function run(label: string, operation: typeof engine.up): Promise<void> {
    const result = await operation(await project.options());
    assert.deepEqual(result.errors, [], label);
    changes[label] = result.changes;
    const control = openCloud(project.cloud);
    try {
      cloud[label] = control
        .list()
        .map(({ type, region, id }) => `${type} ${region} ${id}`)
        .sort();
    } finally {
      await control.close();
    }
  }

  before(async () => {
    project = labProject({ program: "tests/lab/components/account-guard.ts" });
    await run("up", engine.up);
    await run("again", engine.up);
    await run("destroy", engine.destroy);
    await run("second life", engine.up);
  });
  after(() => project.remove());

  it("blocks buckets once in the account, although two guards do so, and clusters in each region", () => {
    assert.deepEqual(cloud["up"], [
      `${CLUSTERS} ap-northeast-2 emr-block-public-access-configuration`,
      `${CLUSTERS} eu-central-1 emr-block-public-access-configuration`,
      `${BLOCK} global 123456789012`,
    ]);
    assert.deepEqual(changes["again"], { same: 9 });
  });

  it("leaves the block of buckets after a destroy, and takes it over in a new deployment", () => {
    assert.deepEqual(cloud["destroy"], [`${BLOCK} global 123456789012`]);
    assert.deepEqual(cloud["second life"], cloud["up"]);
  });
});
