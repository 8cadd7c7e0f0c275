import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Storage, type StorageArgs } from "../../../components/storage";
import { findRegistration, recordResources, waitForChildren } from "../../helpers/mocks";

async function deploy(args: StorageArgs) {
  const registrations = await recordResources();
  await waitForChildren(new Storage("tide", args));
  return registrations;
}

const site = { origins: ["https://example.com"], methods: ["GET"] } as const;

describe("Storage with cors", () => {
  it("lets browsers of the origins access the bucket", async () => {
    const registrations = await deploy({
      cors: [
        {
          origins: ["https://*.example.com", "http://localhost:3000"],
          methods: ["GET", "PUT"],
          headers: ["x-amz-*"],
          exposedHeaders: ["ETag"],
          maxAgeSeconds: 3600,
        },
        { origins: ["*"], methods: ["HEAD"] },
      ],
    });

    assert.deepEqual(findRegistration(registrations, "tide-cors").inputs, {
      bucket: "tide-id",
      corsRules: [
        {
          allowedOrigins: ["https://*.example.com", "http://localhost:3000"],
          allowedMethods: ["GET", "PUT"],
          allowedHeaders: ["x-amz-*"],
          exposeHeaders: ["ETag"],
          maxAgeSeconds: 3600,
        },
        { allowedOrigins: ["*"], allowedMethods: ["HEAD"] },
      ],
    });
  });

  const form = "expected a scheme and a host without a path, such as https://example.com, with at most one *";
  for (const [args, message] of [
    [{ cors: [{ ...site, origins: [] }] }, "cors[0].origins is [], expected at least one origin"],
    [{ cors: [{ ...site, methods: [] }] }, "cors[0].methods is [], expected at least one method"],
    [
      { cors: [{ ...site, origins: ["https://example.com/"] }] },
      `cors[0].origins[0] is "https://example.com/", ${form}`,
    ],
    [{ cors: [{ ...site, origins: ["example.com"] }] }, `cors[0].origins[0] is "example.com", ${form}`],
    [
      { cors: [{ ...site, origins: ["https://*.example.*"] }] },
      `cors[0].origins[0] is "https://*.example.*", ${form}`,
    ],
    [
      { cors: [{ ...site, methods: ["OPTIONS"] }] },
      'cors[0].methods[0] is "OPTIONS", expected one of GET, HEAD, PUT, POST, DELETE',
    ],
    [
      { cors: [{ ...site, headers: ["x-*-y-*"] }] },
      'cors[0].headers[0] is "x-*-y-*", expected a header with at most one *',
    ],
    [
      { cors: [{ ...site, exposedHeaders: ["x-amz-*"] }] },
      'cors[0].exposedHeaders[0] is "x-amz-*", expected a header without *',
    ],
    [
      { cors: [{ ...site, maxAgeSeconds: -1 }] },
      "cors[0].maxAgeSeconds is -1, expected a whole number from 0 to 86400",
    ],
    [{ cors: Array.from({ length: 101 }, () => site) }, "cors is 101, expected at most 100 rules"],
  ] as const) {
    it(`rejects the arguments when ${message.replace(/, expected.*/, "").slice(0, 58)}`, async () => {
      await assert.rejects(deploy(args as unknown as StorageArgs), { message: `tide: ${message}` });
    });
  }
});
