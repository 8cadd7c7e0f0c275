import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { contactReader } from "../../stacks/contact-sources";
import { outputValue, recordResources } from "../helpers/mocks";
import { settingsWith } from "../helpers/settings";

const PHONE = "+12025550123";

/** Reads an address over mocks. */
async function read(contacts: string, environment: NodeJS.ProcessEnv = {}) {
  const calls: unknown[] = [];
  await recordResources({
    results: { "aws:ssm/getParameter:getParameter": { value: PHONE } },
    onCall: (call) => calls.push(call),
  });
  const contact = contactReader(settingsWith({ contacts, primary: "us-east-1" }), {
    secret: (key) => pulumi.secret(`secret ${key}`),
    environment,
    provider: (region) => new aws.Provider(`aws-${region}`, { region: region as aws.Region }),
  });
  const address = pulumi.output(contact("phone", "on-call"));
  return { value: await outputValue(address), isSecret: await pulumi.isSecret(address), calls };
}

describe("contactReader", () => {
  it("reads a secret of the configuration", async () => {
    assert.deepEqual(await read("config"), { value: "secret phone-on-call", isSecret: true, calls: [] });
  });

  it("reads and decrypts a parameter of the primary region, as a secret", async () => {
    const { value, isSecret, calls } = await read("parameters");

    assert.deepEqual([value, isSecret], [PHONE, true]);
    assert.deepEqual(calls, [
      {
        token: "aws:ssm/getParameter:getParameter",
        inputs: { name: "/archipelago/dev/phone-on-call", withDecryption: true, region: "us-east-1" },
      },
    ]);
  });

  it("reads a variable of the process, as a secret", async () => {
    const environment = { ARCHIPELAGO_PHONE_ON_CALL: PHONE };

    assert.deepEqual(await read("variables", environment), { value: PHONE, isSecret: true, calls: [] });
  });

  for (const environment of [{}, { ARCHIPELAGO_PHONE_ON_CALL: "" }]) {
    it(`reports a missing variable in ${JSON.stringify(environment)}`, async () => {
      await assert.rejects(read("variables", environment), {
        message:
          "contacts: the variable ARCHIPELAGO_PHONE_ON_CALL is missing, expected the address of a contact; a run without it would end the subscription",
        __pulumiRunError: true,
      });
    });
  }
});
