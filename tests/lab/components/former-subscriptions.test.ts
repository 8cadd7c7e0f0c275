// starts processes
import assert from "node:assert/strict";
import * as engine from "../../../lab/engine";
import { openCloud } from "../../../lab/provider/cloud-control";
import { type LabProject, labProject, SALT } from "../../helpers/lab";

const EMAILS = ["zoe@example.com", "amy@example.com", "max@example.com"];
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";

/** Subscriptions of the cloud, as `endpoint arn`, sorted. */
async function subscriptions(project: LabProject): Promise<readonly string[]> {
  const control = openCloud(project.cloud);
  try {
    return control
      .list()
      .filter(({ type }) => type === SUBSCRIPTION)
      .map(({ id, outputs }) => `${outputs.endpoint} ${id}`)
      .sort();
  } finally {
    await control.close();
  }
}

describe("subscriptions with former names", function () {
  this.timeout(600_000);
  const seen: Record<string, readonly string[]> = {};
  const runs: Record<string, engine.OperationResult & { readonly steps: readonly string[] }> = {};
  let urns: readonly string[] = [];
  let project: LabProject;

  async function up(label: string, former: boolean, emails: readonly string[]): Promise<void> {
    project.write(
      "Pulumi.dev.yaml",
      `encryptionsalt: ${SALT}\nconfig:\n  pulumi:disable-default-providers: ["aws"]\n  golden:former: ${former}\n  golden:emails: ${JSON.stringify(emails)}\n`,
    );
    const options = await project.options();
    const result = await engine.up(options);
    const steps = options.events.flatMap((event) =>
      event.kind === "step" && event.op !== "same" && event.urn.includes(SUBSCRIPTION) ? [event.op] : [],
    );
    runs[label] = { ...result, steps };
    seen[label] = await subscriptions(project);
  }

  before(async () => {
    project = labProject({ program: "tests/lab/components/former-subscriptions.ts" });
    await up("former", true, EMAILS);
    await up("upgraded", false, EMAILS);
    const view = await project.backend.read("golden", "dev", { text: "x", source: "the test" });
    urns = view.base.resources.map(({ urn }) => urn);
    await up("without first", false, EMAILS.slice(1));
  });
  after(() => project.remove());

  it("are kept by an update to the present names", () => {
    for (const run of Object.values(runs)) assert.deepEqual(run.errors, []);
    assert.equal(seen["former"]?.length, 7);
    assert.deepEqual(runs["upgraded"]?.steps, []);
    assert.deepEqual(seen["upgraded"], seen["former"]);
  });

  it("have names without positions and without the phone's number afterwards", () => {
    const names = urns.filter((urn) => urn.includes(SUBSCRIPTION)).map((urn) => urn.split("::").at(-1) ?? "");
    assert.equal(names.length, 7);
    assert.deepEqual(
      names.filter((name) => /-(?:email|phone)-\d+$/.test(name)),
      [],
    );
    assert.ok(names.includes("billing-sms-billing-phone"));
    assert.deepEqual(
      urns.filter((urn) => urn.includes("2025550123")),
      [],
    );
  });

  it("are deleted alone when the first address is removed later", () => {
    assert.deepEqual(
      seen["without first"],
      seen["former"]?.filter((each) => !each.startsWith("zoe@")),
    );
    assert.deepEqual([...new Set(runs["without first"]?.steps)], ["delete"]);
  });
});
